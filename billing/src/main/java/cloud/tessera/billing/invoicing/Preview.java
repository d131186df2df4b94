package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/** What the invoice of the running month would be if the month ended now; made by the same computation. */
public record Preview(
        YearMonth month,
        TimeWindow period,
        Money training,
        Money inference,
        Money credits,
        Money total,
        List<InvoiceLine> lines,
        Instant asOf) {}

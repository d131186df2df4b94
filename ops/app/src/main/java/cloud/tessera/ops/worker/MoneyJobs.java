package cloud.tessera.ops.worker;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.budget.Payers;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** What time does to money. */
@Singleton
final class MoneyJobs {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Payers payers;
    private final Exposure exposure;
    private final Blocks blocks;
    private final Credits credits;
    private final MeterAndInvoice meterAndInvoice;

    MoneyJobs(Payers payers, Exposure exposure, Blocks blocks, Credits credits, MeterAndInvoice meterAndInvoice) {
        this.payers = payers;
        this.exposure = exposure;
        this.blocks = blocks;
        this.credits = credits;
        this.meterAndInvoice = meterAndInvoice;
    }

    List<Job> all() {
        return List.of(
                Job.leased("payers", MINUTE, payers::open),
                Job.leased("exposure", HOUR, exposure::refresh),
                Job.leased("recognition", HOUR, blocks::recognise),
                Job.leased("credit-expiry", HOUR, credits::expire),
                Job.leased("meter-and-invoice", MINUTE, meterAndInvoice));
    }
}

package cloud.tessera.billing.invoicing;

import static cloud.tessera.billing.tables.Tables.INVOICE;
import static cloud.tessera.billing.tables.Tables.INVOICE_LINE;
import static cloud.tessera.billing.tables.Tables.INVOICE_NUMBER;

import cloud.tessera.billing.invoicing.Lines.Billed;
import cloud.tessera.billing.invoicing.Lines.UseKey;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Invoices and their lines in the database; written as the platform. */
final class InvoiceStore {
    private InvoiceStore() {}

    static boolean exists(Tx tx, OrganizationId organization, BillingMonth month) {
        return tx.sql()
                .fetchExists(
                        INVOICE,
                        INVOICE.ORGANIZATION_ID
                                .eq(organization.value())
                                .and(INVOICE.BILLING_MONTH.eq(month.firstDay())));
    }

    /** The next number of a series; its row stays locked until the transaction ends, so that there are no gaps. */
    static long nextNumber(Tx tx, String series) {
        return tx.sql()
                .insertInto(INVOICE_NUMBER)
                .set(INVOICE_NUMBER.SERIES, series)
                .set(INVOICE_NUMBER.LAST, 1L)
                .onConflict(INVOICE_NUMBER.SERIES)
                .doUpdate()
                .set(INVOICE_NUMBER.LAST, INVOICE_NUMBER.LAST.plus(1))
                .returning(INVOICE_NUMBER.LAST)
                .fetchSingle()
                .getLast();
    }

    static void insert(Tx tx, Invoice invoice, byte[] digest, long readingsUntil) {
        tx.sql()
                .insertInto(INVOICE)
                .set(INVOICE.ID, invoice.id().value())
                .set(INVOICE.NUMBER, invoice.number())
                .set(INVOICE.ORGANIZATION_ID, invoice.organization().value())
                .set(INVOICE.BILLING_MONTH, invoice.month().atDay(1))
                .set(INVOICE.PERIOD_START, utc(invoice.period().start()))
                .set(INVOICE.PERIOD_END, utc(invoice.period().end()))
                .set(INVOICE.CURRENCY, invoice.total().currency().getCurrencyCode())
                .set(INVOICE.TRAINING_MINOR, invoice.training().minor())
                .set(INVOICE.INFERENCE_MINOR, invoice.inference().minor())
                .set(INVOICE.CREDITS_MINOR, invoice.credits().minor())
                .set(INVOICE.TAX_MINOR, invoice.tax().minor())
                .set(INVOICE.TOTAL_MINOR, invoice.total().minor())
                .set(INVOICE.STATUS, invoice.status().text())
                .set(INVOICE.CUSTOMER, Json.jsonb(invoice.customer()))
                .set(INVOICE.SELLER, Json.jsonb(invoice.seller()))
                .set(INVOICE.READINGS_UNTIL, readingsUntil)
                .set(INVOICE.DIGEST, digest)
                .set(INVOICE.ISSUED_AT, utc(invoice.issuedAt()))
                .set(INVOICE.DUE_AT, utc(invoice.dueAt()))
                .set(INVOICE.PAID_AT, invoice.paidAt() == null ? null : utc(invoice.paidAt()))
                .set(INVOICE.VERSION, invoice.version())
                .execute();
    }

    static void insert(Tx tx, Invoice invoice, List<InvoiceLine> lines) {
        var rows = lines.stream()
                .map(line -> {
                    var row = tx.sql().newRecord(INVOICE_LINE);
                    ProjectId project = line.project();
                    YearMonth month = line.usageMonth();
                    row.setInvoiceId(invoice.id().value());
                    row.setLine(line.line());
                    row.setOrganizationId(invoice.organization().value());
                    row.setSection(line.section().text());
                    row.setProjectId(project == null ? null : project.value());
                    row.setProjectName(line.projectName());
                    row.setClaimId(line.claim());
                    row.setSku(line.sku());
                    row.setSite(line.site());
                    row.setUsageMonth(month == null ? null : month.atDay(1));
                    row.setDescription(line.description());
                    row.setUnitSeconds(line.unitSeconds());
                    row.setBilledBeforeMinor(line.billedBefore().minor());
                    row.setAmountMinor(line.amount().minor());
                    row.setSegments(Json.jsonb(line.segments()));
                    return row;
                })
                .toList();
        tx.sql().batchInsert(rows).execute();
    }

    static Optional<Invoice> find(Tx tx, InvoiceId id) {
        return tx.sql().selectFrom(INVOICE).where(INVOICE.ID.eq(id.value())).fetchOptional(InvoiceStore::invoice);
    }

    static Optional<Invoice> lock(Tx tx, InvoiceId id) {
        return tx.sql()
                .selectFrom(INVOICE)
                .where(INVOICE.ID.eq(id.value()))
                .forNoKeyUpdate()
                .fetchOptional(InvoiceStore::invoice);
    }

    static long readingsUntil(Tx tx, InvoiceId id) {
        return tx.sql()
                .select(INVOICE.READINGS_UNTIL)
                .from(INVOICE)
                .where(INVOICE.ID.eq(id.value()))
                .fetchSingle()
                .value1();
    }

    static boolean markPaid(Tx tx, InvoiceId id, int version) {
        return tx.sql()
                        .update(INVOICE)
                        .set(INVOICE.STATUS, Invoice.Status.PAID.text())
                        .set(INVOICE.PAID_AT, tx.timestamp())
                        .set(INVOICE.VERSION, version + 1)
                        .where(INVOICE.ID.eq(id.value()))
                        .and(INVOICE.VERSION.eq(version))
                        .and(INVOICE.STATUS.eq(Invoice.Status.ISSUED.text()))
                        .execute()
                == 1;
    }

    static Page<Invoice> page(Tx tx, @Nullable OrganizationId organization, Page.Request request) {
        Condition condition =
                organization == null ? DSL.noCondition() : INVOICE.ORGANIZATION_ID.eq(organization.value());
        if (request.after() != null) {
            condition = condition.and(INVOICE.ID.lt(cursor(request.after())));
        }
        List<Invoice> rows = tx.sql()
                .selectFrom(INVOICE)
                .where(condition)
                .orderBy(INVOICE.ID.desc())
                .limit(request.limit() + 1)
                .fetch(InvoiceStore::invoice);
        return Page.of(rows, request, invoice -> invoice.id().text());
    }

    private static UUID cursor(String text) {
        try {
            return InvoiceId.of(text).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "after")
                    .asException();
        }
    }

    static List<InvoiceLine> lines(Tx tx, InvoiceId invoice, Currency currency) {
        return tx.sql()
                .selectFrom(INVOICE_LINE)
                .where(INVOICE_LINE.INVOICE_ID.eq(invoice.value()))
                .orderBy(INVOICE_LINE.LINE)
                .fetch(row -> line(row, currency));
    }

    /** What invoices have charged for the use of some months; only those before the one given, where one is given. */
    static Map<UseKey, Billed> billed(
            Tx tx, OrganizationId organization, List<YearMonth> months, @Nullable InvoiceId before) {
        Map<UseKey, Billed> billed = new HashMap<>();
        tx.sql()
                .select(
                        INVOICE_LINE.USAGE_MONTH,
                        INVOICE_LINE.PROJECT_ID,
                        INVOICE_LINE.SKU,
                        INVOICE_LINE.SITE,
                        INVOICE.CURRENCY,
                        DSL.sum(INVOICE_LINE.AMOUNT_MINOR),
                        DSL.sum(INVOICE_LINE.UNIT_SECONDS))
                .from(INVOICE_LINE)
                .join(INVOICE)
                .on(INVOICE.ID.eq(INVOICE_LINE.INVOICE_ID))
                .where(INVOICE_LINE.ORGANIZATION_ID.eq(organization.value()))
                .and(INVOICE_LINE.SECTION.eq(DSL.inline("inference")))
                .and(INVOICE_LINE.USAGE_MONTH.in(
                        months.stream().map(month -> month.atDay(1)).toList()))
                .and(before == null ? DSL.noCondition() : INVOICE.ID.lt(before.value()))
                .groupBy(
                        INVOICE_LINE.USAGE_MONTH,
                        INVOICE_LINE.PROJECT_ID,
                        INVOICE_LINE.SKU,
                        INVOICE_LINE.SITE,
                        INVOICE.CURRENCY)
                .forEach(row -> billed.put(
                        new UseKey(
                                YearMonth.from(row.value1()), new ProjectId(row.value2()), row.value3(), row.value4()),
                        new Billed(
                                new Money(row.value6().longValueExact(), Currency.getInstance(row.value5())),
                                row.value7().longValueExact())));
        return billed;
    }

    private static Invoice invoice(Record row) {
        Currency currency = Currency.getInstance(row.get(INVOICE.CURRENCY));
        OffsetDateTime paid = row.get(INVOICE.PAID_AT);
        return new Invoice(
                new InvoiceId(row.get(INVOICE.ID)),
                row.get(INVOICE.NUMBER),
                new OrganizationId(row.get(INVOICE.ORGANIZATION_ID)),
                YearMonth.from(row.get(INVOICE.BILLING_MONTH)),
                new TimeWindow(
                        row.get(INVOICE.PERIOD_START).toInstant(),
                        row.get(INVOICE.PERIOD_END).toInstant()),
                new Money(row.get(INVOICE.TRAINING_MINOR), currency),
                new Money(row.get(INVOICE.INFERENCE_MINOR), currency),
                new Money(row.get(INVOICE.CREDITS_MINOR), currency),
                new Money(row.get(INVOICE.TAX_MINOR), currency),
                new Money(row.get(INVOICE.TOTAL_MINOR), currency),
                Invoice.Status.of(row.get(INVOICE.STATUS)),
                Json.read(row.get(INVOICE.CUSTOMER), Invoice.Customer.class),
                Json.read(row.get(INVOICE.SELLER), Invoice.Seller.class),
                Digest.hex(row.get(INVOICE.DIGEST)),
                row.get(INVOICE.ISSUED_AT).toInstant(),
                row.get(INVOICE.DUE_AT).toInstant(),
                paid == null ? null : paid.toInstant(),
                row.get(INVOICE.VERSION));
    }

    private static InvoiceLine line(Record row, Currency currency) {
        var project = row.get(INVOICE_LINE.PROJECT_ID);
        LocalDate month = row.get(INVOICE_LINE.USAGE_MONTH);
        return new InvoiceLine(
                row.get(INVOICE_LINE.LINE),
                Section.of(row.get(INVOICE_LINE.SECTION)),
                project == null ? null : new ProjectId(project),
                row.get(INVOICE_LINE.PROJECT_NAME),
                row.get(INVOICE_LINE.CLAIM_ID),
                row.get(INVOICE_LINE.SKU),
                row.get(INVOICE_LINE.SITE),
                month == null ? null : YearMonth.from(month),
                row.get(INVOICE_LINE.DESCRIPTION),
                row.get(INVOICE_LINE.UNIT_SECONDS),
                new Money(row.get(INVOICE_LINE.BILLED_BEFORE_MINOR), currency),
                new Money(row.get(INVOICE_LINE.AMOUNT_MINOR), currency),
                List.of(Json.read(row.get(INVOICE_LINE.SEGMENTS), Segment[].class)));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

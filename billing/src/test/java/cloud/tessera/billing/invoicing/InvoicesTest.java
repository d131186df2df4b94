package cloud.tessera.billing.invoicing;

import static cloud.tessera.ops.testing.Documents.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.billing.MoneyRoom;
import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.money.Money;
import cloud.tessera.ops.testing.Documents;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.TimeWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvoicesTest {
    private MoneyRoom room;
    private Organization berlin;

    @BeforeEach
    void open() {
        room = new MoneyRoom("2026-09-15T00:00:00Z");
        room.price(MoneyRoom.SKU, Workload.INFERENCE, "EUR", "2026-09-01T00:00:00Z", "1.2345");
        room.price(MoneyRoom.SKU, Workload.INFERENCE, "EUR", "2026-10-10T12:00:00Z", "1.5");
        room.price(MoneyRoom.BLOCK_SKU, Workload.TRAINING, "EUR", "2026-09-01T00:00:00Z", "2.49");
        berlin = room.organization("EUR", "Europe/Berlin", Terms.INVOICED);
        room.limit(berlin, "100000");
    }

    @AfterEach
    void close() {
        room.close();
    }

    /**
     * October 2026 in Berlin, worked out by hand. The month runs from 30 September 22:00Z to 31 October 23:00Z: 745 hours.
     *
     * <p>Training: 2 cards from 5 October 10:00Z to 14:00Z, of which 10 minutes are turnaround: 13 800 s x 2 = 27 600
     * unit-seconds at 2.49 = 68 724 / 3600 = 19.09 exactly.
     *
     * <p>Inference, claim A from 30 September 21:00Z to 23:00Z: the first hour belongs to September (1.2345 -> 1.23), the
     * second to October. Claim B on 10 October from 11:30Z to 12:30Z: half at 1.2345, half at 1.5. October's sum:
     * 3600 x 1.2345 + 1800 x 1.2345 + 1800 x 1.5 = 4444.20 + 2222.10 + 2700.00 = 9366.30; / 3600 = 2.60175 -> 2.60.
     *
     * <p>Credit of 5.00 is spent on September's 1.23, and 3.77 is left for October: 19.09 + 2.60 - 3.77 = 17.92.
     */
    @Test
    void the_invoice_of_a_known_month_equals_a_figure_worked_out_by_hand() {
        room.credits
                .grant(room.job, berlin.id(), Money.of("5.00", "EUR"), CreditGrant.Kind.PROMOTION, "welcome", null)
                .orThrow();
        room.at("2026-10-01T00:00:00Z");
        UUID block = room.block(berlin, "2026-10-05T10:00:00Z", "2026-10-05T14:00:00Z");
        room.take(room.reading(berlin, room.ids.next(), "2026-09-30T21:00:00Z", 7200));
        room.take(room.reading(berlin, room.ids.next(), "2026-10-10T11:30:00Z", 3600));

        room.at("2026-10-31T22:59:59Z");
        List<Invoice> first = room.invoices.issueDue(room.job);
        assertThat(first).extracting(Invoice::month).containsExactly(YearMonth.of(2026, 9));
        assertThat(first.getFirst().inference()).isEqualTo(Money.of("1.23", "EUR"));
        assertThat(first.getFirst().total()).isEqualTo(Money.of("0.00", "EUR"));
        assertThat(first.getFirst().status()).isEqualTo(Invoice.Status.PAID);

        Preview preview = room.invoices.runningTotal(room.member(berlin, Role.VIEWER), berlin.id());
        room.at("2026-10-31T23:00:00Z");
        Invoice october = room.invoices.issueDue(room.job).getFirst();

        assertThat(october.number()).isEqualTo("2026-000002");
        assertThat(october.period().length().toHours()).isEqualTo(745);
        assertThat(october.training()).isEqualTo(Money.of("19.09", "EUR"));
        assertThat(october.inference()).isEqualTo(Money.of("2.60", "EUR"));
        assertThat(october.credits()).isEqualTo(Money.of("-3.77", "EUR"));
        assertThat(october.total()).isEqualTo(Money.of("17.92", "EUR"));
        assertThat(october.dueAt()).isEqualTo(Instant.parse("2026-11-14T23:00:00Z"));
        assertThat(preview.total()).isEqualTo(october.total());
        List<InvoiceLine> lines = room.invoices.lines(room.job, october.id());
        assertThat(preview.lines()).isEqualTo(lines);
        assertThat(lines)
                .extracting(InvoiceLine::section)
                .containsExactly(Section.TRAINING, Section.INFERENCE, Section.CREDIT);
        assertThat(lines.getFirst().claim()).isEqualTo(block);
        assertThat(lines.get(1).unitSeconds()).isEqualTo(7200);
        assertThat(lines.get(1).segments()).hasSize(3);
        assertThat(room.invoices.issueDue(room.job)).isEmpty();
    }

    @Test
    void rating_an_invoice_again_gives_the_same_digest_even_after_late_readings() {
        UUID claim = room.ids.next();
        room.take(room.reading(berlin, claim, "2026-09-20T00:00:30Z", 5000));
        room.block(berlin, "2026-09-20T10:00:00Z", "2026-09-21T10:00:00Z");
        room.at("2026-10-02T00:00:00Z");
        Invoice september = room.invoices.issueDue(room.job).getFirst();
        room.take(room.reading(berlin, claim, "2026-09-22T00:00:00Z", 777));
        room.at("2026-11-02T00:00:00Z");
        Invoice october = room.invoices.issueDue(room.job).getFirst();

        assertThat(room.invoices.rerate(room.job, september.id())).isEqualTo(september.digest());
        assertThat(room.invoices.rerate(room.job, october.id())).isEqualTo(october.digest());
    }

    /** 5000 s at 1.2345 are 1.714583 -> 1.71. With 777 s more it is 5777 s: 1.981029 -> 1.98, so 0.27 are adjusted. */
    @Test
    void a_late_reading_becomes_an_adjustment_on_the_next_invoice_and_the_closed_one_stays() {
        UUID claim = room.ids.next();
        room.take(room.reading(berlin, claim, "2026-09-20T00:00:00Z", 5000));
        room.at("2026-10-02T00:00:00Z");
        Invoice september = room.invoices.issueDue(room.job).getFirst();
        List<InvoiceLine> before = room.invoices.lines(room.job, september.id());
        room.take(room.reading(berlin, claim, "2026-09-22T00:00:00Z", 777));
        assertThat(room.invoices.issueDue(room.job)).isEmpty();

        room.at("2026-11-02T00:00:00Z");
        Invoice october = room.invoices.issueDue(room.job).getFirst();

        assertThat(room.invoices.get(room.job, september.id())).isEqualTo(september);
        assertThat(room.invoices.lines(room.job, september.id())).isEqualTo(before);
        InvoiceLine line = room.invoices.lines(room.job, october.id()).getFirst();
        assertThat(line.usageMonth()).isEqualTo(YearMonth.of(2026, 9));
        assertThat(line.unitSeconds()).isEqualTo(777);
        assertThat(line.billedBefore()).isEqualTo(Money.of("1.71", "EUR"));
        assertThat(line.amount()).isEqualTo(Money.of("0.27", "EUR"));
    }

    @Test
    void doubled_shuffled_and_late_readings_come_to_the_same_bill_to_the_cent() {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Organization clean = room.organization("EUR", "Europe/Berlin", Terms.INVOICED);
            Organization messy = room.organization("EUR", "Europe/Berlin", Terms.INVOICED);
            List<Reading> straight = new ArrayList<>();
            List<Reading> mixed = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                UUID claim = room.ids.next();
                UUID other = room.ids.next();
                Instant at = Instant.parse("2026-09-16T00:00:00Z").plusSeconds(random.nextInt(1_000_000));
                int seconds = 1 + random.nextInt(30_000);
                straight.add(room.reading(clean, claim, at, seconds));
                mixed.add(room.reading(messy, other, at, seconds));
            }
            room.metering.take(room.job, straight);
            Collections.shuffle(mixed, random);
            List<Reading> late = List.copyOf(mixed.subList(0, 7));
            List<Reading> early = mixed.subList(7, mixed.size());
            early.forEach(reading -> room.take(reading, reading));
            room.metering.take(room.job, early);
            room.at("2026-10-02T00:00:0%dZ".formatted(seed));
            room.invoices.issueDue(room.job);
            room.metering.take(room.job, late);
            room.at("2026-11-02T00:00:0%dZ".formatted(seed));
            room.invoices.issueDue(room.job);

            assertThat(invoiced(messy)).isEqualTo(invoiced(clean));
        }
    }

    @Test
    void two_workers_that_issue_at_once_issue_once_and_numbers_have_no_gaps() throws Exception {
        List<Organization> owners = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Organization owner = room.organization("EUR", "Europe/Berlin", Terms.INVOICED);
            owners.add(owner);
            room.take(room.reading(owner, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
        }
        room.at("2026-10-02T00:00:00Z");
        try (var workers = Executors.newFixedThreadPool(4)) {
            Callable<List<Invoice>> work = () -> room.invoices.issueDue(room.job);
            List<Invoice> issued = new ArrayList<>();
            for (var each : workers.invokeAll(List.of(work, work, work, work))) {
                issued.addAll(each.get());
            }
            assertThat(issued)
                    .extracting(Invoice::organization)
                    .doesNotHaveDuplicates()
                    .hasSize(6);
            assertThat(issued)
                    .extracting(Invoice::number)
                    .containsExactlyInAnyOrder(
                            "2026-000001", "2026-000002", "2026-000003", "2026-000004", "2026-000005", "2026-000006");
        }
    }

    @Test
    void an_invoice_is_paid_once_and_only_by_who_has_read_its_last_version() {
        room.take(room.reading(berlin, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
        room.at("2026-10-02T00:00:00Z");
        Invoice invoice = room.invoices.issueDue(room.job).getFirst();
        assertThat(code(room.invoices.markPaid(room.job, invoice.id(), 7))).isEqualTo("stale");
        Invoice paid = room.invoices.markPaid(room.job, invoice.id(), 1).orThrow();
        assertThat(paid.status()).isEqualTo(Invoice.Status.PAID);
        assertThat(paid.version()).isEqualTo(2);
        assertThat(code(room.invoices.markPaid(room.job, invoice.id(), 2))).isEqualTo("already_paid");
        assertThat(room.exposure.view(room.job, berlin.id()).exposure()).isEqualTo(Money.of("0.00", "EUR"));
        assertThatThrownBy(() -> room.invoices.markPaid(room.member(berlin, Role.OWNER), invoice.id(), 2))
                .isInstanceOf(Refused.class);
    }

    @Test
    void an_invoice_of_another_organization_does_not_exist() {
        Organization other = room.organization("EUR", "Europe/Berlin", Terms.INVOICED);
        room.take(room.reading(berlin, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
        room.at("2026-10-02T00:00:00Z");
        Invoice invoice = room.invoices.issueDue(room.job).getFirst();
        var stranger = room.member(other, Role.OWNER);
        assertNotFound(() -> room.invoices.get(stranger, invoice.id()));
        assertNotFound(() -> room.invoices.lines(stranger, invoice.id()));
        assertNotFound(() -> room.invoices.pdf(stranger, invoice.id()));
        assertNotFound(() -> room.invoices.csv(stranger, invoice.id()));
        assertNotFound(() -> room.invoices.list(stranger, berlin.id(), Page.Request.first(5)));
        assertNotFound(() -> room.invoices.runningTotal(stranger, berlin.id()));
        assertThat(room.invoices.list(stranger, Page.Request.first(5)).items()).isEmpty();
        assertThat(room.invoices
                        .list(room.member(berlin, Role.FINANCE), Page.Request.first(5))
                        .items())
                .containsExactly(invoice);
    }

    @Test
    void the_documents_show_the_invoice() throws Exception {
        Organization company = room.organization("EUR", "Europe/Berlin", Terms.INVOICED);
        room.limit(company, "100000");
        room.credits
                .grant(room.job, company.id(), Money.of("25.00", "EUR"), CreditGrant.Kind.PROMOTION, "gift", null)
                .orThrow();
        for (int day = 16; day < 28; day++) {
            room.block(company, "2026-09-%dT10:00:00Z".formatted(day), "2026-09-%dT20:00:00Z".formatted(day));
            room.take(room.reading(company, room.ids.next(), "2026-09-%dT00:00:00Z".formatted(day), 40_000));
        }
        room.at("2026-10-02T00:00:00Z");
        Invoice invoice = room.invoices.issueDue(room.job).getFirst();

        byte[] pdf = room.invoices.pdf(room.job, invoice.id());
        Files.write(Path.of("target", "invoice.pdf"), pdf);
        assertThat(Documents.text(pdf))
                .contains(row("Invoice number", invoice.number()))
                .contains(row("Bill to", company.name(), "Germany"))
                .contains(row("Total training (reserved blocks)", decimal(invoice.training())))
                .contains(row("Total inference (metered use)", decimal(invoice.inference())))
                .contains(row("Total credits", decimal(invoice.credits())))
                .contains(row("Training", decimal(invoice.training()), "Inference", decimal(invoice.inference())))
                .contains(row(
                        "Credits",
                        decimal(invoice.credits()),
                        "Tax",
                        "0.00",
                        "Total due",
                        invoice.total().text()))
                .contains(row("Please pay", invoice.total().text(), "by", "16 October 2026"));
        String csv = room.invoices.csv(room.job, invoice.id());
        assertThat(csv.lines()).hasSize(1 + 12 + 1 + 1);
        assertThat(csv.lines().toList().get(1))
                .containsPattern(",rsv_[0-9a-z]{26},")
                .contains(", 16 Sep 2026 12:00 to 16 Sep 2026 21:50 (Europe/Berlin)");
        assertThat(csv.lines().toList().get(13)).contains(",inference,").contains(",480000,");
        assertThat(Documents.sum(csv, "amount")).isEqualTo(invoice.total().decimal());
        assertThat(decimal(invoice.total())).isEqualTo("727.24");
    }

    private static String decimal(Money money) {
        return money.decimal().toPlainString();
    }

    @Test
    void the_days_of_a_month_add_up_to_its_invoice() {
        room.at("2026-10-01T00:00:00Z");
        room.block(berlin, "2026-10-05T10:00:00Z", "2026-10-09T14:00:00Z");
        for (int day = 10; day < 20; day++) {
            room.take(room.reading(berlin, room.ids.next(), "2026-10-%dT11:17:00Z".formatted(day), 5_000));
        }
        room.at("2026-11-02T00:00:00Z");
        Invoice october = room.invoices.issueDue(room.job).getFirst();
        List<UsageDay> days = room.usage.daily(
                room.member(berlin, Role.VIEWER),
                berlin.id(),
                new TimeWindow(october.period().start(), october.period().end()));
        assertThat(sum(days, Workload.INFERENCE)).isEqualTo(october.inference());
        assertThat(sum(days, Workload.TRAINING)).isEqualTo(october.training());
    }

    /** October in Kolkata begins on 30 September at 18:30Z, in the midst of a UTC hour, and ends in the midst of another. */
    @Test
    void the_days_of_a_month_that_begins_at_half_past_add_up_to_its_invoice() {
        Organization kolkata = room.organization("EUR", "Asia/Kolkata", Terms.INVOICED);
        room.limit(kolkata, "100000");
        UUID first = room.ids.next();
        room.at("2026-10-01T00:00:00Z");
        room.take(room.reading(kolkata, first, "2026-09-30T18:00:00Z", 3_600));
        room.at("2026-11-01T00:00:00Z");
        room.take(room.reading(kolkata, room.ids.next(), "2026-10-31T18:10:00Z", 2_400));
        Invoice october = room.invoices.issueDue(room.job).stream()
                .filter(invoice -> invoice.month().equals(YearMonth.of(2026, 10)))
                .findFirst()
                .orElseThrow();
        List<UsageDay> days = room.usage.daily(
                room.member(kolkata, Role.VIEWER),
                kolkata.id(),
                new TimeWindow(october.period().start(), october.period().end()));

        assertThat(days).extracting(UsageDay::unitSeconds).containsExactly(1_800L, 1_200L);
        assertThat(sum(days, Workload.INFERENCE)).isEqualTo(october.inference());
    }

    private static Money sum(List<UsageDay> days, Workload workload) {
        return days.stream()
                .filter(day -> day.workload() == workload)
                .map(UsageDay::cost)
                .reduce(Money.of("0", "EUR"), Money::plus);
    }

    private Money invoiced(Organization organization) {
        return room.invoices.list(room.job, organization.id(), Page.Request.first(50)).items().stream()
                .map(Invoice::inference)
                .reduce(Money.zero(organization.currency()), Money::plus);
    }

    private static String code(Outcome<?> outcome) {
        return outcome instanceof Outcome.No<?> no ? no.refusal().code() : "done";
    }

    private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("not_found"));
    }
}

package cloud.tessera.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.billing.MoneyRoom;
import cloud.tessera.billing.budget.Payers;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.AccountBalance;
import cloud.tessera.billing.ledger.Ledger.Entry;
import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Facts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks cost 2 cards x 2.49 = 4.98 per hour here, and the last ten minutes are not charged. */
class BlocksTest {
    private static final String START = "2026-10-05T10:00:00Z";
    private static final String END = "2026-10-05T14:10:00Z";

    private MoneyRoom room;

    @BeforeEach
    void open() {
        room = new MoneyRoom("2026-10-01T00:00:00Z");
        room.price(MoneyRoom.BLOCK_SKU, Workload.TRAINING, "EUR", "2026-09-01T00:00:00Z", "2.49");
        room.price(MoneyRoom.SKU, Workload.INFERENCE, "EUR", "2026-09-01T00:00:00Z", "1.2345");
    }

    @AfterEach
    void close() throws Exception {
        assertThat(room.count("select coalesce(sum(amount_minor), 0) from billing.ledger_entry"))
                .isZero();
        assertThat(room.count("""
                select count(*) from billing.ledger_balance b where balance_minor <> (select sum(amount_minor)
                  from billing.ledger_entry e where (e.organization_id, e.account, e.currency) = (b.organization_id, b.account, b.currency))
                """)).isZero();
        room.close();
    }

    @Test
    void a_block_on_terms_is_owed_at_once_and_earned_as_it_runs() {
        Organization owner = owner(Terms.INVOICED);
        room.block(owner, START, END);
        assertThat(balances(owner))
                .containsEntry(Account.UNBILLED, "19.92")
                .containsEntry(Account.DEFERRED_REVENUE, "-19.92");
        room.at("2026-10-05T11:00:00Z");
        room.blocks.recognise(room.job);
        assertThat(balances(owner)).containsEntry(Account.REVENUE_TRAINING, "-4.98");
        room.at("2026-10-05T11:20:00Z");
        assertThat(room.blocks.recognise(room.job)).isEqualTo(1);
        assertThat(room.blocks.recognise(room.job)).isZero();
        assertThat(balances(owner)).containsEntry(Account.REVENUE_TRAINING, "-6.64");
        room.at("2026-10-06T00:00:00Z");
        room.blocks.recognise(room.job);
        assertThat(balances(owner))
                .containsEntry(Account.REVENUE_TRAINING, "-19.92")
                .containsEntry(Account.DEFERRED_REVENUE, "0.00");
    }

    @Test
    void a_prepaid_block_spends_the_credit_that_expires_first() {
        Organization owner = owner(Terms.PREPAID);
        grant(owner, "10.00", null);
        grant(owner, "15.00", Instant.parse("2027-01-01T00:00:00Z"));
        room.block(owner, START, END);
        assertThat(room.credits.list(room.member(owner, Role.FINANCE), owner.id()))
                .extracting(grant -> grant.left().text())
                .containsExactlyInAnyOrder("5.08 EUR", "0.00 EUR");
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("5.08", "EUR"));
        assertThat(balances(owner)).containsEntry(Account.CREDITS, "-5.08");
        room.at("2026-11-01T00:00:00Z");
        Invoice invoice = room.invoices.issueDue(room.job).getFirst();
        assertThat(invoice.training()).isEqualTo(Money.of("19.92", "EUR"));
        assertThat(invoice.credits()).isEqualTo(Money.of("-19.92", "EUR"));
        assertThat(invoice.total()).isEqualTo(Money.of("0.00", "EUR"));
        assertThat(room.invoices.rerate(room.job, invoice.id())).isEqualTo(invoice.digest());
    }

    @Test
    void a_prepaid_block_without_enough_credit_is_refused_and_nothing_has_changed() {
        Organization owner = owner(Terms.PREPAID);
        grant(owner, "19.91", null);
        assertThatThrownBy(() -> room.block(owner, START, END)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo("credit_insufficient");
            assertThat(refused.refusal().detail())
                    .isEqualTo("This block costs 19.92 EUR, and the credit that is left is 19.91 EUR."
                            + " Add 0.01 EUR first.");
        });
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("19.91", "EUR"));
    }

    @Test
    void a_block_that_is_cancelled_before_its_start_is_not_owed() {
        Organization owner = owner(Terms.INVOICED);
        UUID claim = room.block(owner, START, END);
        room.inTransaction(tx -> room.blocks.stop(tx, claim, tx.now(), Ending.CANCELLED));
        room.inTransaction(tx -> room.blocks.stop(tx, claim, tx.now(), Ending.CANCELLED));
        assertThat(balances(owner)).containsEntry(Account.UNBILLED, "0.00");
        room.at("2026-11-01T00:00:00Z");
        assertThat(room.invoices.issueDue(room.job)).isEmpty();
    }

    @Test
    void what_was_paid_or_invoiced_for_a_cancelled_block_becomes_credit() {
        Organization prepaid = owner(Terms.PREPAID);
        grant(prepaid, "30.00", null);
        UUID first = room.block(prepaid, START, END);
        room.inTransaction(tx -> room.blocks.stop(tx, first, tx.now(), Ending.CANCELLED));
        assertThat(room.credits.balance(room.job, prepaid.id())).isEqualTo(Money.of("30.00", "EUR"));

        Organization later = owner(Terms.INVOICED);
        UUID second = room.block(later, "2026-11-05T10:00:00Z", "2026-11-05T14:10:00Z");
        room.at("2026-11-01T00:00:00Z");
        room.invoices.issueDue(room.job);
        room.inTransaction(tx -> room.blocks.stop(tx, second, tx.now(), Ending.CANCELLED));
        assertThat(room.credits.balance(room.job, later.id())).isEqualTo(Money.of("19.92", "EUR"));
        assertThat(balances(later)).containsEntry(Account.DEFERRED_REVENUE, "0.00");
    }

    @Test
    void what_credits_paid_for_a_cancelled_block_goes_back_to_them_and_expires_with_them() {
        Organization owner = owner(Terms.PREPAID);
        grant(owner, "10.00", null);
        grant(owner, "15.00", Instant.parse("2026-10-03T00:00:00Z"));
        UUID early = room.block(owner, "2027-03-05T10:00:00Z", "2027-03-05T14:10:00Z");
        cancel(early);
        assertThat(room.credits.list(room.job, owner.id()))
                .extracting(grant -> grant.left().text())
                .containsExactlyInAnyOrder("10.00 EUR", "15.00 EUR");

        UUID late = room.block(owner, "2027-03-05T10:00:00Z", "2027-03-05T14:10:00Z");
        room.at("2026-10-04T00:00:00Z");
        cancel(late);
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("10.00", "EUR"));
        assertThat(room.credits.expire(room.job)).isEqualTo(1);
        assertThat(balances(owner)).containsEntry(Account.CREDITS, "-10.00");
    }

    /**
     * The invoice asks for 19.92 + 15.00 + 1.23 = 36.15; credit pays 18.00 of it and money 18.15. The cancelled block of
     * 19.92 leaves 16.23, all of which credit pays: 1.77 goes back to it and is lost, and 18.15 is refunded. With the other
     * block 1.23 is left, 15.00 more go back and are lost.
     */
    @Test
    void of_what_credits_paid_of_an_invoice_goes_back_to_them_what_is_left_of_it_does_not_need() {
        Organization owner = owner(Terms.INVOICED);
        grant(owner, "18.00", Instant.parse("2026-11-02T00:00:00Z"));
        room.take(room.reading(owner, room.ids.next(), "2026-10-01T00:00:00Z", 3600));
        UUID first = room.block(owner, "2027-03-05T10:00:00Z", "2027-03-05T14:10:00Z");
        UUID second = room.block(owner, "2027-03-06T10:00:00Z", "2027-03-06T13:10:43Z");
        room.at("2026-11-01T00:00:00Z");
        assertThat(room.invoices.issueDue(room.job).getFirst().total()).isEqualTo(Money.of("18.15", "EUR"));
        room.at("2026-11-03T00:00:00Z");

        cancel(first);
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("18.15", "EUR"));
        cancel(second);
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("18.15", "EUR"));
        assertThat(room.credits.expire(room.job)).isEqualTo(1);
        assertThat(balances(owner)).containsEntry(Account.CREDITS, "-18.15");
    }

    @Test
    void what_we_fail_before_its_start_is_given_back_for_good() {
        Organization owner = owner(Terms.PREPAID);
        grant(owner, "30.00", Instant.parse("2026-10-03T00:00:00Z"));
        UUID claim = room.block(owner, START, END);
        room.at("2026-10-04T00:00:00Z");
        room.inTransaction(tx -> room.blocks.stop(tx, claim, tx.now(), Ending.FAILED));
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("19.92", "EUR"));
    }

    private void cancel(UUID claim) {
        room.inTransaction(tx -> room.blocks.stop(tx, claim, tx.now(), Ending.CANCELLED));
    }

    @Test
    void a_block_that_we_fail_is_credited_once_for_the_time_not_delivered() {
        Organization owner = owner(Terms.INVOICED);
        UUID claim = room.block(owner, START, END);
        room.at("2026-10-05T13:00:00Z");
        room.inTransaction(tx -> room.blocks.stop(tx, claim, tx.now(), Ending.FAILED));
        room.inTransaction(tx -> room.credits.notDelivered(tx, claim, 3600, "again"));
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("4.98", "EUR"));
        room.blocks.recognise(room.job);
        assertThat(balances(owner)).containsEntry(Account.DEFERRED_REVENUE, "0.00");
        room.at("2026-11-01T00:00:00Z");
        assertThat(room.invoices.issueDue(room.job).getFirst().total()).isEqualTo(Money.of("14.94", "EUR"));
    }

    @Test
    void credit_that_has_expired_is_taken_back() {
        Organization owner = owner(Terms.INVOICED);
        grant(owner, "7.00", Instant.parse("2026-10-02T00:00:00Z"));
        room.at("2026-10-02T00:00:00Z");
        assertThat(room.credits.balance(room.job, owner.id())).isEqualTo(Money.of("0.00", "EUR"));
        assertThat(room.credits.expire(room.job)).isEqualTo(1);
        assertThat(room.credits.expire(room.job)).isZero();
        assertThat(balances(owner)).containsEntry(Account.CREDITS, "0.00");
    }

    @Test
    void commitments_at_the_same_time_never_pass_the_limit_together() throws Exception {
        Organization owner = room.organization("EUR", "UTC", Terms.INVOICED);
        room.limit(owner, "50.00");
        try (var callers = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(() -> room.transactions.attempt(room.job, tx -> {
                            room.exposure.commit(tx, room.ids.next(), owner.id(), Money.of("3.00", "EUR"));
                            return true;
                        })
                        instanceof Outcome.Done<Boolean>);
            }
            int admitted = 0;
            for (var each : callers.invokeAll(all)) {
                admitted += each.get() ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(16);
        }
        var view = room.exposure.view(room.member(owner, Role.FINANCE), owner.id());
        assertThat(view.committed()).isEqualTo(Money.of("48.00", "EUR"));
        assertThat(view.left()).isEqualTo(Money.of("2.00", "EUR"));
    }

    @Test
    void a_new_customer_may_owe_little_and_metered_use_counts_once_it_is_refreshed() {
        Organization owner = room.organization("EUR", "UTC", Terms.PREPAID);
        assertThat(room.exposure.view(room.job, owner.id()).limit()).isEqualTo(Money.of("100.00", "EUR"));
        room.take(room.reading(owner, room.ids.next(), "2026-09-30T00:00:00Z", 80 * 3600));
        room.exposure.refresh(room.job);
        assertThat(room.exposure.view(room.job, owner.id()).exposure()).isEqualTo(Money.of("98.76", "EUR"));
        assertThatThrownBy(() -> room.inTransaction(
                        tx -> room.exposure.commit(tx, room.ids.next(), owner.id(), Money.of("1.25", "EUR"))))
                .hasMessageContaining("98.76 EUR of at most 100.00 EUR");
        room.at("2026-11-01T00:00:00Z");
        room.invoices.issueDue(room.job);
        var view = room.exposure.view(room.job, owner.id());
        assertThat(view.accrued()).isEqualTo(Money.of("0.00", "EUR"));
        assertThat(view.unpaid()).isEqualTo(Money.of("98.76", "EUR"));
    }

    @Test
    void an_amount_of_ten_billion_fits_and_a_cent_more_is_refused_with_the_bound() {
        Organization owner = owner(Terms.INVOICED);
        Money most = Money.of("10000000000.00", "EUR");
        for (long minor : new long[] {Money.MOST + 1, Long.MAX_VALUE}) {
            Money more = new Money(minor, owner.currency());
            assertThat(refusal(room.exposure.setLimit(room.job, owner.id(), more))
                            .code())
                    .isEqualTo("amount_too_large");
            assertThat(refusal(room.credits.grant(
                                    room.job, owner.id(), more, CreditGrant.Kind.PREPAYMENT, "paid in", null))
                            .detail())
                    .contains("10000000000.00 EUR");
        }
        for (int i = 0; i < 3; i++) {
            room.credits
                    .grant(room.job, owner.id(), most, CreditGrant.Kind.PREPAYMENT, "paid in", null)
                    .orThrow();
        }
        assertThat(room.exposure.setLimit(room.job, owner.id(), most).orThrow().left())
                .isEqualTo(Money.of("40000000000.00", "EUR"));
    }

    @Test
    void a_block_that_no_amount_can_hold_is_refused_when_it_is_quoted() {
        Organization owner = owner(Terms.INVOICED);
        // 4 hours less ten minutes of turnaround at 2.49.
        assertThat(quoted(owner, 1_000_000_000).minor()).isEqualTo(954_500_000_000L);
        for (long quantity : new long[] {1_050_000_000, 500_000_000_000_000L}) {
            assertThatThrownBy(() -> quoted(owner, quantity))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo("amount_too_large"));
        }
    }

    private Money quoted(Organization owner, long quantity) {
        var window = new TimeWindow(Instant.parse(START), Instant.parse("2026-10-05T14:00:00Z"));
        return room.transactions.run(
                room.job,
                tx -> room.quotes.estimate(
                        tx,
                        room.project(owner),
                        MoneyRoom.BLOCK_SKU,
                        Workload.TRAINING,
                        "fra1",
                        quantity,
                        window,
                        Duration.ofMinutes(10)));
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> throw new AssertionError("Not refused: " + done.value());
            case Outcome.No<?> no -> no.refusal();
        };
    }

    @Test
    void a_new_organization_has_its_first_limit_before_it_books() throws Exception {
        var payers = new Payers(new Facts(room.transactions), room.organizations);
        room.organization("EUR", "UTC", Terms.PREPAID);
        room.organization("JPY", "UTC", Terms.INVOICED);
        assertThat(payers.open(room.job)).isEqualTo(2);
        assertThat(room.count("select sum(limit_minor) from billing.exposure_limit"))
                .isEqualTo(10_000 + 15_000);
        assertThat(payers.open(room.job)).isZero();

        Organization known = room.organization("EUR", "UTC", Terms.PREPAID);
        room.limit(known, "500.00");
        assertThat(payers.open(room.job)).isEqualTo(1);
        assertThat(room.exposure.view(room.job, known.id()).limit()).isEqualTo(Money.of("500.00", "EUR"));
    }

    @Test
    void the_database_refuses_a_transaction_that_does_not_balance_and_keeps_what_is_written() throws Exception {
        Organization owner = owner(Terms.INVOICED);
        assertThatThrownBy(() -> room.inTransaction(tx -> room.ledger.post(
                        tx, owner, "test", owner.id().value(), List.of(Entry.debit(Account.UNBILLED, 5)))))
                .hasStackTraceContaining("does not balance");
        room.block(owner, START, END);
        assertThatThrownBy(() ->
                        room.inTransaction(tx -> tx.sql().execute("update billing.ledger_entry set amount_minor = 1")))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void a_random_life_of_a_customer_balances_to_the_cent() {
        Organization owner = owner(Terms.INVOICED);
        Random random = new Random(7);
        for (int day = 2; day <= 25; day++) {
            room.at("2026-10-%02dT00:00:00Z".formatted(day));
            UUID claim = room.block(
                    owner, "2026-10-%02dT10:00:00Z".formatted(day + 2), "2026-10-%02dT17:00:00Z".formatted(day + 2));
            room.take(room.reading(owner, room.ids.next(), room.clock.instant(), 1 + random.nextInt(50_000)));
            Ending ending = random.nextBoolean() ? Ending.CANCELLED : Ending.FAILED;
            Instant at = room.clock.instant().plusSeconds(random.nextInt(300_000));
            if (random.nextBoolean()) {
                room.inTransaction(tx -> room.blocks.stop(tx, claim, at, ending));
            }
            room.blocks.recognise(room.job);
        }
        room.at("2026-11-01T00:00:00Z");
        room.blocks.recognise(room.job);
        Invoice invoice = room.invoices.issueDue(room.job).getFirst();
        assertThat(balances(owner))
                .containsEntry(Account.UNBILLED, "0.00")
                .containsEntry(Account.DEFERRED_REVENUE, "0.00")
                .containsEntry(Account.RECEIVABLE, invoice.total().decimal().toPlainString());
        assertThat(room.invoices.rerate(room.job, invoice.id())).isEqualTo(invoice.digest());
    }

    private Organization owner(Terms terms) {
        Organization owner = room.organization("EUR", "UTC", terms);
        room.limit(owner, "100000");
        return owner;
    }

    private void grant(Organization owner, String amount, @org.jspecify.annotations.Nullable Instant expires) {
        Money money = Money.of(new BigDecimal(amount), owner.currency());
        room.credits
                .grant(room.job, owner.id(), money, CreditGrant.Kind.PREPAYMENT, "paid in", expires)
                .orThrow();
    }

    private Map<Account, String> balances(Organization owner) {
        return room.ledgerView.balances(room.member(owner, Role.FINANCE), owner.id()).stream()
                .collect(Collectors.toMap(
                        AccountBalance::account, b -> b.balance().decimal().toPlainString()));
    }
}

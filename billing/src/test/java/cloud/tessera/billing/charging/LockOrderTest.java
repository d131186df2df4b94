package cloud.tessera.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.tessera.billing.MoneyRoom;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A payer is locked before what is decided on it, and several payers in the order of their ids. Each test holds a payer,
 * waits until something else waits for it, and takes without waiting what that must not have locked before.
 */
class LockOrderTest {
    private static final String START = "2026-10-05T10:00:00Z";
    private static final String END = "2026-10-05T14:10:00Z";

    private MoneyRoom room;
    private Organization first;
    private Organization second;

    @BeforeEach
    void open() {
        room = new MoneyRoom("2026-10-01T00:00:00Z");
        room.price(MoneyRoom.BLOCK_SKU, Workload.TRAINING, "EUR", "2026-09-01T00:00:00Z", "2.49");
        room.price(MoneyRoom.SKU, Workload.INFERENCE, "EUR", "2026-09-01T00:00:00Z", "1.23");
        first = owner();
        second = owner();
        assertThat(first.payer().value()).isLessThan(second.payer().value());
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Organization owner() {
        Organization owner = room.organization("EUR", "UTC", Terms.INVOICED);
        room.limit(owner, "100000");
        return owner;
    }

    @Test
    void a_block_that_is_stopped_is_locked_after_its_payer() throws Exception {
        UUID claim = room.block(first, START, END);
        whileHeld(
                first,
                () -> room.inTransaction(tx -> room.blocks.stop(tx, claim, tx.now(), Ending.CANCELLED)),
                tx -> lockBlock(tx, claim));
        assertThat(room.count("select count(*) from billing.block_charge where released_minor > 0"))
                .isEqualTo(1);
    }

    @Test
    void a_block_that_is_credited_is_locked_after_its_payer() throws Exception {
        UUID claim = room.block(first, START, END);
        whileHeld(
                first,
                () -> room.inTransaction(tx -> room.credits.notDelivered(tx, claim, 3600, "test")),
                tx -> lockBlock(tx, claim));
        assertThat(room.credits.balance(room.job, first.id())).isEqualTo(Money.of("4.98", "EUR"));
    }

    @Test
    void recognition_locks_the_blocks_of_an_organization_after_its_payer_and_those_of_no_other() throws Exception {
        UUID one = room.block(first, START, END);
        UUID other = room.block(second, START, END);
        room.at("2026-10-06T00:00:00Z");
        whileHeld(first, () -> room.blocks.recognise(room.job), tx -> {
            lockBlock(tx, one);
            lockBlock(tx, other);
        });
        assertThat(room.blocks.recognise(room.job)).isZero();
        assertThat(room.count(
                        "select sum(balance_minor) from billing.ledger_balance where account = 'revenue:training'"))
                .isEqualTo(-2 * 1992);
    }

    @Test
    void an_invoice_and_a_stop_at_the_same_time_do_not_wait_for_each_other() throws Exception {
        UUID claim = room.block(first, "2026-11-05T10:00:00Z", "2026-11-05T14:10:00Z");
        room.at("2026-11-01T00:00:00Z");
        var tries = new AtomicBoolean();
        whileHeld(
                first,
                () -> room.inTransaction(tx -> {
                    assertThat(tries.getAndSet(true))
                            .as("repeated after a deadlock")
                            .isFalse();
                    room.blocks.stop(tx, claim, tx.now(), Ending.CANCELLED);
                }),
                // What issuing does under the lock of the payer.
                tx -> room.blocks.invoiced(tx, new UUID(0, 1), List.of(claim)));
        assertThat(room.credits.balance(room.job, first.id())).isEqualTo(Money.of("19.92", "EUR"));
    }

    @Test
    void credit_expires_without_holding_one_payer_while_it_waits_for_another() throws Exception {
        grant(first);
        grant(second);
        room.at("2026-10-02T00:00:00Z");
        whileHeld(second, () -> room.credits.expire(room.job), tx -> lockPayer(tx, first));
        assertThat(room.count("select count(*) from billing.credit_grant where expired_minor = 700"))
                .isEqualTo(2);
    }

    @Test
    void several_payers_are_locked_in_the_order_of_their_ids() throws Exception {
        UUID ofSecond = room.block(second, START, END);
        UUID ofFirst = room.block(first, START, END);
        whileHeld(
                first,
                () -> room.inTransaction(tx -> room.blocks.lockPayers(tx, List.of(ofSecond, ofFirst))),
                tx -> lockPayer(tx, second));
    }

    /** A receivable that has taken the place of metered use must not count beside it. */
    @Test
    void use_is_counted_after_its_payer_is_locked_so_that_an_invoice_in_between_is_seen() throws Exception {
        room.take(room.reading(first, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
        whileHeld(
                first,
                () -> room.exposure.refresh(room.job),
                // What issuing does under the lock of the payer.
                tx -> new HourlyUse()
                        .invoiced(tx, first.id(), new BillingMonth(YearMonth.of(2026, 9), ZoneOffset.UTC)));
        assertThat(room.exposure.view(room.job, first.id()).accrued()).isEqualTo(Money.of("0.00", "EUR"));
    }

    @Test
    void what_an_invoice_makes_receivable_stops_being_counted_as_use_at_once() throws Exception {
        for (Organization owner : List.of(first, second)) {
            room.take(room.reading(owner, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
            room.take(room.reading(owner, room.ids.next(), "2026-10-01T00:00:00Z", 3600));
        }
        room.at("2026-10-02T00:00:00Z");
        room.exposure.refresh(room.job);
        assertThat(room.exposure.view(room.job, first.id()).exposure()).isEqualTo(Money.of("2.46", "EUR"));
        whileHeld(second, () -> room.invoices.issueDue(room.job), tx -> {
            var view = room.exposure.view(room.job, first.id());
            assertThat(view.unpaid()).isEqualTo(Money.of("1.23", "EUR"));
            assertThat(view.accrued()).isEqualTo(Money.of("1.23", "EUR"));
        });
    }

    private void grant(Organization owner) {
        room.credits
                .grant(
                        room.job,
                        owner.id(),
                        Money.of("7.00", "EUR"),
                        CreditGrant.Kind.PROMOTION,
                        "gift",
                        Instant.parse("2026-10-02T00:00:00Z"))
                .orThrow();
    }

    private void whileHeld(Organization payer, Runnable other, Consumer<Tx> then) throws Exception {
        try (var executor = Executors.newSingleThreadExecutor()) {
            Future<?> waiting = room.transactions.run(room.job, tx -> {
                room.exposure.lock(tx, payer);
                Future<?> submitted = executor.submit(other);
                awaitSomebodyBehind(tx);
                then.accept(tx);
                return submitted;
            });
            waiting.get();
        }
    }

    private static void awaitSomebodyBehind(Tx tx) {
        await().pollInSameThread()
                .until(() -> tx.sql()
                                .fetchSingle("select count(*) from pg_locks"
                                        + " where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))")
                                .get(0, Long.class)
                        > 0);
    }

    private static void lockBlock(Tx tx, UUID claim) {
        tx.sql().fetchSingle("select 1 from billing.block_charge where claim_id = ? for no key update nowait", claim);
    }

    private static void lockPayer(Tx tx, Organization payer) {
        tx.sql()
                .fetchSingle(
                        "select 1 from billing.exposure_limit where payer_id = ? for no key update nowait",
                        payer.payer().value());
    }
}

package cloud.tessera.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.MoneyRoom;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.AccountBalance;
import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Parts of blocks that are given up after their invoice was issued: blocks of November that were bought in October for
 * 4.98 an hour, four hours each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockChangesTest {
    private static final String FROM = "2026-11-05T10:00:00Z";
    private static final String END = "2026-11-05T14:10:00Z";

    private MoneyRoom room;
    private Organization onTerms;
    private Organization withCredit;
    private UUID block;
    private UUID partlyPaid;
    private Invoice invoice;
    private Invoice lessCredit;

    @BeforeAll
    void invoiced() {
        room = new MoneyRoom("2026-10-01T00:00:00Z");
        room.price(MoneyRoom.BLOCK_SKU, Workload.TRAINING, "EUR", "2026-09-01T00:00:00Z", "2.49");
        onTerms = room.organization("EUR", "UTC", Terms.INVOICED);
        withCredit = room.organization("EUR", "UTC", Terms.INVOICED);
        grant(withCredit, "12.00", Instant.parse("2026-11-02T00:00:00Z"));
        block = room.block(onTerms, FROM, END);
        partlyPaid = room.block(withCredit, FROM, END);
        room.at("2026-11-01T00:00:00Z");
        var issued = room.invoices.issueDue(room.job);
        invoice = of(issued, onTerms);
        lessCredit = of(issued, withCredit);
        room.at("2026-11-03T00:00:00Z");
    }

    @AfterAll
    void close() throws Exception {
        assertThat(room.count("select coalesce(sum(amount_minor), 0) from billing.ledger_entry"))
                .isZero();
        room.close();
    }

    private static Invoice of(List<Invoice> issued, Organization owner) {
        return issued.stream()
                .filter(each -> each.organization().equals(owner.id()))
                .findFirst()
                .orElseThrow();
    }

    private void grant(Organization owner, String amount, @Nullable Instant expires) {
        room.credits
                .grant(room.job, owner.id(), Money.of(amount, "EUR"), CreditGrant.Kind.PROMOTION, "gift", expires)
                .orThrow();
    }

    private Map<Account, String> balances(Organization owner) {
        return room.ledgerView.balances(room.job, owner.id()).stream()
                .collect(Collectors.toMap(
                        AccountBalance::account,
                        balance -> balance.balance().decimal().toPlainString()));
    }

    private Reduced keep(UUID claim, String until, int percent) {
        var kept = new Block.Extent(Instant.parse(FROM), Instant.parse(until), 2);
        return room.transactions.run(room.job, tx -> room.changes.reduce(tx, claim, kept, percent));
    }

    @Test
    void the_refund_is_a_credit_and_the_invoice_stays_as_it_was_issued() {
        assertThat(invoice.total()).isEqualTo(Money.of("19.92", "EUR"));
        Reduced reduced = keep(block, "2026-11-05T12:00:00Z", 75);
        assertThat(reduced).isEqualTo(new Reduced(Money.of("9.96", "EUR"), Money.of("7.47", "EUR")));
        assertThat(room.credits.balance(room.job, onTerms.id())).isEqualTo(Money.of("7.47", "EUR"));
        assertThat(balances(onTerms))
                .containsEntry(Account.RECEIVABLE, "19.92")
                .containsEntry(Account.CREDITS, "-7.47")
                .containsEntry(Account.DEFERRED_REVENUE, "-12.45");
        assertThat(room.invoices.rerate(room.job, invoice.id())).isEqualTo(invoice.digest());
    }

    /** 12.00 were paid by a gift that has expired and 7.92 by money; what is kept is paid by the gift first. */
    @Test
    void what_a_gift_had_paid_of_the_invoice_does_not_outlive_it() {
        assertThat(lessCredit.total()).isEqualTo(Money.of("7.92", "EUR"));
        keep(partlyPaid, "2026-11-05T12:00:00Z", 75);
        assertThat(room.credits.balance(room.job, withCredit.id()))
                .as("12.45 are kept, more than the gift paid")
                .isEqualTo(Money.of("7.47", "EUR"));
        keep(partlyPaid, FROM, 100);
        assertThat(room.credits.balance(room.job, withCredit.id()))
                .as("all that money paid, and no more")
                .isEqualTo(Money.of("7.92", "EUR"));
        assertThat(balances(withCredit)).containsEntry(Account.DEFERRED_REVENUE, "-2.49");
    }
}

package cloud.tessera.portal.operator;

import cloud.tessera.billing.ledger.AccountBalance;
import cloud.tessera.billing.money.Money;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.Currency;
import java.util.List;

/** What stands in the accounts of a customer, debits and credits apart: both sides come to the same. */
final class Books {
    private Books() {}

    static Component of(List<AccountBalance> balances, Currency currency) {
        if (balances.isEmpty()) {
            return new Panel(
                    Texts.text("books.title"), new Empty(Texts.text("books.none"), Texts.text("books.none.next")));
        }
        var lead = new Paragraph(Texts.text("books.lead"));
        lead.addClassNames("quiet", "small");
        var table = new Table(
                Texts.text("books.title"),
                List.of(
                        Table.Column.text(Texts.text("books.account")),
                        Table.Column.figures(Texts.text("books.debit")),
                        Table.Column.figures(Texts.text("books.credit"))));
        Money none = Money.zero(currency);
        Money debits = none;
        Money credits = none;
        for (AccountBalance each : balances) {
            boolean debit = each.balance().minor() >= 0;
            debits = debit ? debits.plus(each.balance()) : debits;
            credits = debit ? credits : credits.minus(each.balance());
            table.row(
                    new Span(Texts.text("account." + each.account().text().replace(':', '.'))),
                    new Span(debit ? Amounts.text(each.balance()) : ""),
                    new Span(debit ? "" : Amounts.text(each.balance().negated())));
        }
        table.row(strong(Texts.text("books.sum")), strong(Amounts.text(debits)), strong(Amounts.text(credits)));
        return new Panel(Texts.text("books.title"), lead, table);
    }

    private static Span strong(String text) {
        var span = new Span(text);
        span.addClassName("strong");
        return span;
    }
}

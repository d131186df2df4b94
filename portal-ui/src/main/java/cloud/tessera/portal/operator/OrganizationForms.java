package cloud.tessera.portal.operator;

import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.money.Money;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.OrganizationId;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What an operator may set for a customer. */
final class OrganizationForms {
    private final Organization organization;
    private final Money limit;

    /** Terms to be set. */
    record NewTerms(OrganizationId organization, Terms terms, boolean verified) {}

    /** A credit to be granted, once for each key. */
    record NewCredit(String key, Money amount, CreditGrant.Kind kind, String reason) {}

    /** A quota to be set. */
    record NewQuota(ResourceClass resource, CardEquivalents max) {}

    OrganizationForms(Organization organization, Money limit) {
        this.organization = organization;
        this.limit = limit;
    }

    Div terms(Consumer<NewTerms> set) {
        var terms = new Select<Terms>();
        terms.setLabel(Texts.text("organization.terms"));
        terms.setItems(Terms.values());
        terms.setItemLabelGenerator(t -> Texts.text("terms." + t.text()));
        terms.setValue(organization.terms());
        var verified = new Checkbox(Texts.text("organization.verified"), organization.verified());
        var save = button(
                "organization.terms.set",
                () -> set.accept(new NewTerms(organization.id(), terms.getValue(), verified.getValue())));
        return form(terms, verified, save);
    }

    Div limit(Consumer<Money> set) {
        var amount = amount(Texts.text("exposure.limit"));
        amount.setValue(limit.decimal());
        var save = button("exposure.set", () -> money(amount).ifPresent(set));
        return form(amount, save);
    }

    /**
     * A form whose credit is granted once, however often its button is clicked: what is asked for keeps its key until it
     * was refused.
     *
     * @param keys makes idempotency keys
     * @param grant false where it was refused
     */
    Div credit(Supplier<String> keys, Predicate<NewCredit> grant) {
        var key = new AtomicReference<>(keys.get());
        var amount = amount(Texts.text("credits.amount"));
        var kind = new Select<CreditGrant.Kind>();
        kind.setLabel(Texts.text("credits.kind"));
        kind.setItems(CreditGrant.Kind.PREPAYMENT, CreditGrant.Kind.PROMOTION);
        kind.setItemLabelGenerator(k -> Texts.text("credit." + k.text()));
        kind.setValue(CreditGrant.Kind.PREPAYMENT);
        var reason = new TextField(Texts.text("credits.reason"));
        var save = button("credits.grant", () -> {
            reason.setInvalid(reason.isEmpty());
            reason.setErrorMessage(Texts.text("credits.reason.missing"));
            if (!reason.isEmpty()) {
                money(amount).ifPresent(money -> {
                    var wanted = new NewCredit(key.get(), money, kind.getValue(), reason.getValue());
                    if (!grant.test(wanted)) {
                        key.set(keys.get());
                    }
                });
            }
        });
        return form(amount, kind, reason, save);
    }

    static Div quota(Consumer<NewQuota> set) {
        var workload = new Select<Workload>();
        workload.setLabel(Texts.text("usage.for"));
        workload.setItems(Workload.values());
        workload.setItemLabelGenerator(w -> Texts.text("workload." + w.text()));
        workload.setValue(Workload.TRAINING);
        var family = new TextField(Texts.text("limits.family"));
        family.setHelperText(Texts.text("limits.family.help"));
        var cards = new IntegerField(Texts.text("limits.cards"));
        cards.setMin(0);
        cards.setStepButtonsVisible(true);
        var save = button("limits.set", () -> {
            cards.setInvalid(cards.getValue() == null || cards.getValue() < 0);
            resource(workload.getValue(), family)
                    .filter(r -> !cards.isInvalid())
                    .ifPresent(r -> set.accept(new NewQuota(r, CardEquivalents.cards(cards.getValue()))));
        });
        return form(workload, family, cards, save);
    }

    private static Optional<ResourceClass> resource(Workload workload, TextField family) {
        try {
            family.setInvalid(false);
            return Optional.of(
                    family.isEmpty()
                            ? ResourceClass.everyOther(workload)
                            : new ResourceClass(workload, family.getValue().strip()));
        } catch (IllegalArgumentException notAFamily) {
            family.setInvalid(true);
            family.setErrorMessage(Texts.text("limits.family.help"));
            return Optional.empty();
        }
    }

    private BigDecimalField amount(String label) {
        var field = new BigDecimalField(label);
        field.setSuffixComponent(new Span(organization.currency().getCurrencyCode()));
        return field;
    }

    /** Nothing where the field holds no amount of the currency; the field says so then. */
    private Optional<Money> money(BigDecimalField field) {
        Currency currency = organization.currency();
        BigDecimal value = field.getValue();
        int decimals = currency.getDefaultFractionDigits();
        boolean exact = value != null
                && value.signum() >= 0
                && value.stripTrailingZeros().scale() <= decimals;
        boolean good = exact && value.compareTo(Money.most(currency).decimal()) <= 0;
        field.setInvalid(!good);
        field.setErrorMessage(
                exact
                        ? Texts.text("amount.large", Amounts.text(Money.most(currency)))
                        : Texts.text("amount.wrong", decimals));
        return good
                ? Optional.of(Money.of(value.setScale(decimals, RoundingMode.UNNECESSARY), currency))
                : Optional.empty();
    }

    private static Button button(String key, Runnable act) {
        var button = new Button(Texts.text(key), e -> act.run());
        button.setDisableOnClick(true);
        button.addClickListener(e -> button.setEnabled(true));
        button.addClassName("fit");
        return button;
    }

    private static Div form(Component... fields) {
        var form = new Div(fields);
        form.addClassName("form");
        return form;
    }
}

package cloud.tessera.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.OrganizationId;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.TextField;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OrganizationFormsTest {
    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void a_second_click_asks_with_the_same_key_and_a_try_after_a_refusal_with_another() {
        List<String> asked = new ArrayList<>();
        List<Boolean> answers = new ArrayList<>(List.of(true, true, false, true));
        var made = new AtomicInteger();
        Div form = new OrganizationForms(organization(), Money.zero(EUR))
                .credit(() -> "key-" + made.incrementAndGet(), credit -> {
                    asked.add(credit.key());
                    return answers.removeFirst();
                });
        part(form, BigDecimalField.class).setValue(new BigDecimal("10"));
        part(form, TextField.class).setValue("Paid in");
        Button grant = part(form, Button.class);

        for (int i = 0; i < 4; i++) {
            grant.click();
            assertThat(grant.isEnabled()).isTrue();
        }

        assertThat(asked).containsExactly("key-1", "key-1", "key-1", "key-2");
        assertThat(grant.isDisableOnClick()).isTrue();
    }

    @Test
    void an_amount_that_is_too_large_is_told_at_its_field() {
        List<Money> set = new ArrayList<>();
        Div form = new OrganizationForms(organization(), Money.zero(EUR)).limit(set::add);
        BigDecimalField amount = part(form, BigDecimalField.class);
        for (String tooLarge : List.of("10000000000.01", "92233720368547758.08", "99999999999999999999")) {
            amount.setValue(new BigDecimal(tooLarge));
            part(form, Button.class).click();
            assertThat(amount.isInvalid()).isTrue();
            assertThat(amount.getErrorMessage()).contains("at most 10,000,000,000.00 EUR");
        }
        assertThat(set).isEmpty();

        amount.setValue(new BigDecimal("10000000000"));
        part(form, Button.class).click();
        assertThat(amount.isInvalid()).isFalse();
        assertThat(set).containsExactly(Money.most(EUR));
    }

    private static Organization organization() {
        var id = new OrganizationId(new UUID(0, 1));
        return new Organization(
                id,
                "Acme",
                "acme",
                id,
                ZoneOffset.UTC,
                EUR,
                "FR",
                Terms.PREPAID,
                Organization.Status.ACTIVE,
                true,
                new UUID(0, 2),
                Instant.EPOCH);
    }

    private static <T extends Component> T part(Div form, Class<T> type) {
        return form.getChildren()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}

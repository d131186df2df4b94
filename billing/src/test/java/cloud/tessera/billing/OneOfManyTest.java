package cloud.tessera.billing;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails for one customer, who comes before another, does not keep the jobs from the other. */
class OneOfManyTest {
    private MoneyRoom room;
    private Organization spoilt;
    private Organization sound;

    @BeforeEach
    void open() {
        room = new MoneyRoom("2026-10-01T00:00:00Z");
        room.price(MoneyRoom.BLOCK_SKU, Workload.TRAINING, "EUR", "2026-09-01T00:00:00Z", "2.49");
        room.price(MoneyRoom.SKU, Workload.INFERENCE, "EUR", "2026-09-01T00:00:00Z", "1.23");
        spoilt = owner();
        sound = owner();
        assertThat(spoilt.id().value()).isLessThan(sound.id().value());
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
    void invoices_are_issued_to_the_others() throws Exception {
        for (Organization owner : new Organization[] {spoilt, sound}) {
            room.take(room.reading(owner, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
        }
        room.spoil("invoice", "organization_id", spoilt.id());

        assertThat(room.invoices.issueDue(room.job))
                .extracting(Invoice::organization)
                .containsExactly(sound.id());
        assertThat(room.count("select count(*) from billing.invoice")).isEqualTo(1);
    }

    @Test
    void revenue_of_the_others_is_recognised() throws Exception {
        room.block(spoilt, "2026-10-05T10:00:00Z", "2026-10-05T14:10:00Z");
        room.block(sound, "2026-10-05T10:00:00Z", "2026-10-05T14:10:00Z");
        room.spoil("block_charge", "organization_id", spoilt.id());
        room.at("2026-10-06T00:00:00Z");

        assertThat(room.blocks.recognise(room.job)).isEqualTo(1);
        assertThat(room.count("select sum(recognised_minor) from billing.block_charge"))
                .isEqualTo(1992);
    }

    @Test
    void credit_of_the_others_expires() throws Exception {
        for (Organization owner : new Organization[] {spoilt, sound}) {
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
        room.spoil("credit_grant", "organization_id", spoilt.id());
        room.at("2026-10-03T00:00:00Z");

        assertThat(room.credits.expire(room.job)).isEqualTo(1);
        assertThat(room.count("select sum(expired_minor) from billing.credit_grant"))
                .isEqualTo(700);
    }

    @Test
    void use_of_the_others_is_counted() throws Exception {
        for (Organization owner : new Organization[] {spoilt, sound}) {
            room.take(room.reading(owner, room.ids.next(), "2026-09-20T00:00:00Z", 3600));
        }
        room.spoil("exposure_limit", "payer_id", spoilt.payer());

        room.exposure.refresh(room.job);

        assertThat(room.exposure.view(room.job, sound.id()).accrued()).isEqualTo(Money.of("1.23", "EUR"));
    }
}

package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.World.A100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.invoicing.ClaimCosts;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.TimeWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MovablePriceTest {
    private static final Shape SLICES = Shape.partitions(A100, World.SLICE, 3);
    private static final String MOVABLE = A100 + "/" + World.SLICE + ":movable";
    private static final Kind WANDERS = new Kind(Tier.ON_DEMAND, true, 1);

    private World world;
    private World.Customer ada;

    @BeforeEach
    void prepare() {
        world = new World();
        ada = world.customer("ada");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void load() {
        BigDecimal rate = new BigDecimal("0.3375"); // nine tenths of what may not be moved
        world.prices
                .load(
                        world.operator,
                        List.of(new NewPrice(
                                MOVABLE, Workload.INFERENCE, "*", World.EUR, World.START, null, rate, "example")))
                .orThrow();
    }

    @Test
    void what_may_be_moved_costs_less_where_the_price_book_says_so_and_is_billed_as_it_was_quoted() {
        load();
        Allocation movable = world.start(ada, SLICES, "milan", WANDERS).orThrow();
        assertThat(movable.sku()).isEqualTo(MOVABLE);
        world.liveFor(Duration.ofMinutes(100));
        Allocation ready = world.allocations.get(ada.caller(), movable.id());
        world.allocations.release(ada.caller(), movable.id()).orThrow();
        Instant until = world.clock.instant();
        world.liveFor(Duration.ofMinutes(1));
        world.life.meter(world.job);

        assertThat(world.metering.of(ada.caller(), movable.id().value()))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading.sku()).isEqualTo(MOVABLE));
        Money quoted = quoted(Objects.requireNonNull(ready.readyAt()), until);
        assertThat(quoted).isEqualTo(Money.of("1.68", "EUR")); // 3 x 0.3375 x 5,990 s
        assertThat(new ClaimCosts(world.transactions, world.organizations, world.metering, world.prices)
                        .soFar(
                                ada.caller(),
                                ada.organization().id(),
                                movable.id().value()))
                .isEqualTo(quoted);
    }

    private Money quoted(Instant from, Instant until) {
        var quotes = new Quotes(world.transactions, world.prices, world.organizations, world.projects);
        return world.transactions.run(
                ada.caller(),
                tx -> quotes.estimate(
                        tx,
                        ada.project().id(),
                        MOVABLE,
                        Workload.INFERENCE,
                        "milan",
                        3,
                        new TimeWindow(from, until),
                        Duration.ZERO));
    }

    @Test
    void without_such_a_price_it_costs_what_everything_on_demand_does_and_keeps_doing_so() {
        Allocation movable = world.start(ada, SLICES, "milan", WANDERS).orThrow();
        assertThat(movable.sku()).isEqualTo(SLICES.sku());
        load();
        assertThat(world.allocations.get(ada.caller(), movable.id()).sku()).isEqualTo(SLICES.sku());
        Allocation stays = world.start(ada, SLICES, "paris").orThrow();
        assertThat(stays.sku()).isEqualTo(SLICES.sku());
        Allocation gives = world.start(ada, SLICES, "paris", new Kind(Tier.PREEMPTIBLE, true, 1))
                .orThrow();
        assertThat(gives.sku()).endsWith(":preemptible");
    }
}

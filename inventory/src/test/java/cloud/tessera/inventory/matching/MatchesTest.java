package cloud.tessera.inventory.matching;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import java.math.BigDecimal;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchesTest {
    private World world;
    private World.Customer ada;

    @BeforeAll
    void prepare() {
        world = new World();
        ada = world.customer("ada");
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static WhatFor tuning(SiteLimits limits) {
        return new WhatFor(
                "llm-lora", new BigDecimal("7"), "bf16", null, null, null, null, new BigDecimal("2e8"), null, limits);
    }

    @Test
    void it_answers_from_the_fleet_its_prices_and_the_calendar_and_holds_nothing() {
        world.hold(ada, Shape.cards(H100, 4), "paris", World.hours(0, 10)).orThrow();
        long tiles = world.count("select count(*) from inventory.occupancy");
        MatchAnswer answer =
                world.matches.ask(ada.caller(), tuning(SiteLimits.NONE)).orThrow();
        assertThat(answer.ranked())
                .extracting(match -> match.shape().model(), Match::site, Match::freeNow, Match::earliest)
                .contains(
                        Assertions.tuple(
                                H100, "paris", false, World.hours(10, 1).start()),
                        Assertions.tuple(A100, "paris", true, null),
                        Assertions.tuple(A100, "milan", true, null));
        assertThat(answer.ranked())
                .allSatisfy(match -> assertThat(match.currency()).isEqualTo(World.EUR));
        assertThat(world.count("select count(*) from inventory.occupancy")).isEqualTo(tiles);

        Match first =
                answer.ranked().stream().filter(Match::freeNow).findFirst().orElseThrow();
        assertThat(world.hold(
                                ada,
                                first.shape(),
                                first.site(),
                                World.hours(0, first.hours() == null ? 1 : first.hours()))
                        .orThrow()
                        .price()
                        .decimal())
                .isEqualByComparingTo(first.price());
    }

    @Test
    void limits_leave_sites_out_and_an_unknown_region_is_refused() {
        MatchAnswer answer =
                world.matches.ask(ada.caller(), tuning(SiteLimits.under("IT"))).orThrow();
        assertThat(answer.ranked())
                .isNotEmpty()
                .allSatisfy(match -> assertThat(match.site()).isEqualTo("milan"));
        assertThat(World.refusal(world.matches.ask(ada.caller(), tuning(SiteLimits.within(5, "atlantis"))))
                        .code())
                .isEqualTo("unknown_region");
        assertThat(world.matches
                        .ask(world.operator, tuning(SiteLimits.NONE))
                        .orThrow()
                        .ranked())
                .isNotEmpty();
    }
}

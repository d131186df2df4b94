package cloud.tessera.quota.limit;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Ground ground = new Ground();
    private static final ResourceClass TRAINING = new ResourceClass(Workload.TRAINING, "h100");
    private static final ResourceClass OTHER_FAMILY = new ResourceClass(Workload.TRAINING, "a100");
    private static final ResourceClass INFERENCE = new ResourceClass(Workload.INFERENCE, "h100");
    private static int tenants;

    private final Ground.Tenant tenant = ground.tenant("tenant-" + tenants++);

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void a_new_project_may_hold_16_cards_for_training_and_8_for_inference() {
        assertThat(ground.limits.list(tenant.owner(), tenant.project().id()))
                .extracting(LimitUse::resource, LimitUse::max)
                .containsExactly(
                        Assertions.tuple(ResourceClass.everyOther(Workload.TRAINING), CardEquivalents.cards(16)),
                        Assertions.tuple(ResourceClass.everyOther(Workload.INFERENCE), CardEquivalents.cards(8)));
    }

    @Test
    void the_limit_holds_at_every_instant_and_a_claim_that_ends_makes_room_at_that_instant() {
        assertDone(claim(TRAINING, 10, 0, 10));
        assertDone(claim(TRAINING, 6, 5, 15));
        assertRefused(claim(TRAINING, 1, 9, 11));
        assertDone(claim(TRAINING, 10, 10, 20));
        assertDone(claim(TRAINING, 16, 20, 21));
    }

    @Test
    void the_peak_counts_and_not_the_sum_of_what_the_window_touches() {
        assertDone(claim(TRAINING, 10, 0, 5));
        assertDone(claim(TRAINING, 10, 5, 10));
        assertDone(claim(TRAINING, 6, 0, 10));
        assertRefused(claim(TRAINING, 1, 0, 10));
    }

    @Test
    void a_claim_without_an_end_counts_for_ever() {
        assertDone(claim(INFERENCE, 5, 0, null));
        assertRefused(claim(INFERENCE, 4, 24 * 365 * 50, null));
        assertDone(claim(INFERENCE, 3, 24 * 365 * 50, null));
        assertRefused(claim(INFERENCE, 1, 0, null));
    }

    @Test
    void a_refusal_names_the_limit_its_project_and_what_is_left() {
        assertDone(claim(TRAINING, 15, 0, 10));
        Refusal refusal = refusal(claim(TRAINING, CardEquivalents.fraction(1, 8, 9), 0, 10));
        assertThat(refusal.code()).isEqualTo("quota_exceeded");
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.LIMIT);
        assertThat(refusal.detail())
                .contains(
                        tenant.project().id().text(),
                        "16 cards for training on every other family",
                        "1 card of that can still be claimed",
                        "1 1/8 cards were asked for");
    }

    @Test
    void families_without_a_limit_of_their_own_share_one_and_workloads_do_not() {
        assertDone(claim(TRAINING, 10, 0, 10));
        assertRefused(claim(OTHER_FAMILY, 7, 0, 10));
        assertDone(claim(OTHER_FAMILY, 6, 0, 10));
        assertDone(claim(INFERENCE, 8, 0, 10));
    }

    @Test
    void a_family_with_a_limit_of_its_own_no_longer_counts_under_the_shared_one() {
        assertDone(claim(TRAINING, 10, 0, 10));
        ground.limits
                .set(Ground.JOB, tenant.project().id(), TRAINING, CardEquivalents.cards(12))
                .orThrow();
        assertDone(claim(OTHER_FAMILY, 16, 0, 10));
        assertRefused(claim(TRAINING, 3, 0, 10));
        assertDone(claim(TRAINING, 2, 0, 10));
    }

    @Test
    void a_limit_set_below_what_is_held_admits_nothing_until_it_is_free_again() {
        assertDone(claim(TRAINING, 10, 0, 10));
        ResourceClass shared = ResourceClass.everyOther(Workload.TRAINING);
        LimitUse use = ground.limits
                .set(Ground.JOB, tenant.project().id(), shared, CardEquivalents.cards(4))
                .orThrow();
        assertThat(use.left()).isEqualTo(CardEquivalents.NONE);
        assertThat(use.now()).isEqualTo(CardEquivalents.cards(10));
        assertRefused(claim(TRAINING, 1, 0, 10));
        assertDone(claim(TRAINING, 4, 10, 20));
    }

    @Test
    void the_limits_of_a_project_tell_what_is_held_now_and_the_most_that_is_booked_ahead() {
        claim(TRAINING, 3, 0, 10);
        claim(TRAINING, 9, 100, 110);
        claim(INFERENCE, 2, 0, null);
        assertThat(ground.limits.list(tenant.owner(), tenant.project().id()))
                .extracting(LimitUse::now, LimitUse::peak, LimitUse::left)
                .containsExactly(
                        Assertions.tuple(CardEquivalents.cards(3), CardEquivalents.cards(9), CardEquivalents.cards(7)),
                        Assertions.tuple(CardEquivalents.cards(2), CardEquivalents.cards(2), CardEquivalents.cards(6)));
    }

    @Test
    void an_ended_claim_counts_to_its_end_and_one_that_had_not_begun_not_at_all() {
        UUID running = claim(TRAINING, 16, 0, null).orThrow();
        UUID later = claim(INFERENCE, 8, 10, 20).orThrow();
        end(running, 5);
        end(later, 5);
        assertRefused(claim(TRAINING, 1, 4, 5));
        assertDone(claim(TRAINING, 16, 5, 6));
        assertDone(claim(INFERENCE, 8, 10, 20));
        end(running, 50);
        assertDone(claim(TRAINING, 16, 6, 7));
    }

    @Test
    void a_claim_of_another_tenant_is_neither_made_nor_ended() {
        Ground.Tenant stranger = ground.tenant("stranger-" + tenants);
        UUID claim = claim(TRAINING, 16, 0, 10).orThrow();
        Outcome<UUID> stolen = ground.transactions.attempt(stranger.owner(), tx -> {
            ground.claims.admit(
                    tx,
                    tx.newId(),
                    tenant.organization().id(),
                    tenant.project().id(),
                    TRAINING,
                    CardEquivalents.cards(1),
                    hour(20),
                    hour(21));
            return tx.newId();
        });
        assertThat(refusal(stolen).code()).isEqualTo("not_found");
        ground.transactions.run(stranger.owner(), tx -> {
            ground.claims.end(tx, claim, hour(0));
            return claim;
        });
        assertRefused(claim(TRAINING, 1, 0, 10));
    }

    @Test
    void only_the_platform_sets_limits_and_nobody_sees_those_of_another_tenant() {
        Ground.Tenant stranger = ground.tenant("stranger-" + tenants);
        Assertions.assertThatThrownBy(() ->
                        ground.limits.set(tenant.owner(), tenant.project().id(), TRAINING, CardEquivalents.cards(99)))
                .hasMessageContaining("forbidden");
        Assertions.assertThatThrownBy(() ->
                        ground.limits.list(stranger.owner(), tenant.project().id()))
                .hasMessageContaining("not_found");
        assertThat(refusal(ground.limits.set(
                                Ground.JOB, new ProjectId(ground.ids.next()), TRAINING, CardEquivalents.cards(1)))
                        .code())
                .isEqualTo("not_found");
    }

    @Test
    void of_64_writers_at_once_no_more_are_admitted_than_the_limit_holds() throws Exception {
        ResourceClass shared = ResourceClass.everyOther(Workload.TRAINING);
        ground.limits
                .set(Ground.JOB, tenant.project().id(), shared, CardEquivalents.cards(64))
                .orThrow();
        List<Integer> admitted = Together.run(64, writer -> {
            var random = new Random(writer);
            int done = 0;
            for (int i = 0; i < 8; i++) {
                int from = random.nextInt(6);
                ResourceClass family = random.nextBoolean() ? TRAINING : OTHER_FAMILY;
                if (claim(family, 1 + random.nextInt(3), from, from + 1 + random.nextInt(6))
                        instanceof Outcome.Done<UUID>) {
                    done++;
                }
            }
            return done;
        });
        CardEquivalents most = ground.transactions.run(
                Ground.JOB,
                tx -> ClaimStore.peak(
                        tx, LimitStore.binding(tx, tenant.project().id(), shared), hour(0), null));
        assertThat(most).isBetween(CardEquivalents.cards(60), CardEquivalents.cards(64));
        int sum = admitted.stream().mapToInt(Integer::intValue).sum();
        assertThat(sum).isBetween(64 / 3, 64 * 8 - 1);
    }

    @Test
    void the_peak_is_the_same_as_counted_hour_by_hour() {
        var random = new Random(42);
        long[] held = new long[40];
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(30);
            int until = from + 1 + random.nextInt(10);
            int cards = 1 + random.nextInt(4);
            long most = 0;
            for (int hour = from; hour < until; hour++) {
                most = Math.max(most, held[hour]);
            }
            boolean fits = most + cards <= 16;
            assertThat(claim(TRAINING, cards, from, until) instanceof Outcome.Done<UUID>)
                    .isEqualTo(fits);
            for (int hour = from; fits && hour < until; hour++) {
                held[hour] += cards;
            }
        }
    }

    private Outcome<UUID> claim(ResourceClass resource, int cards, int from, @Nullable Integer until) {
        return claim(resource, CardEquivalents.cards(cards), from, until);
    }

    private Outcome<UUID> claim(ResourceClass resource, CardEquivalents units, int from, @Nullable Integer until) {
        Caller caller = tenant.owner();
        return ground.transactions.attempt(caller, tx -> {
            UUID claim = tx.newId();
            ground.claims.admit(
                    tx,
                    claim,
                    tenant.organization().id(),
                    tenant.project().id(),
                    resource,
                    units,
                    hour(from),
                    until == null ? null : hour(until));
            return claim;
        });
    }

    private void end(UUID claim, int at) {
        ground.transactions.run(tenant.owner(), tx -> {
            ground.claims.end(tx, claim, hour(at));
            return claim;
        });
    }

    private static Instant hour(int number) {
        return Ground.START.plus(Duration.ofHours(number));
    }

    private static void assertDone(Outcome<UUID> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    private static void assertRefused(Outcome<UUID> outcome) {
        assertThat(refusal(outcome).code()).isEqualTo("quota_exceeded");
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal();
    }
}

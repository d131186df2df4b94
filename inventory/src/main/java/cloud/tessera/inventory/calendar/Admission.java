package cloud.tessera.inventory.calendar;

import cloud.tessera.billing.budget.Budgets;
import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Claims;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every booking passes, in the order in which rows are locked everywhere: quota, what the payer may owe, budgets,
 * hosts, tiles.
 */
@Singleton
public final class Admission {
    private final Claims claims;
    private final Exposure exposure;
    private final Budgets budgets;
    private final Calendar calendar;
    private final Catalogue catalogue = Catalogue.shipped();

    public Admission(Claims claims, Exposure exposure, Budgets budgets, Calendar calendar) {
        this.claims = claims;
        this.exposure = exposure;
        this.budgets = budgets;
        this.calendar = calendar;
    }

    /**
     * Who books what.
     *
     * @param amount what it will cost, or what its next hours will
     * @param until null for an allocation
     */
    public record Booking(
            UUID claim,
            OrganizationId organization,
            ProjectId project,
            Shape shape,
            Workload workload,
            Money amount,
            Instant from,
            @Nullable Instant until) {}

    /**
     * Admits a booking or throws {@code quota_exceeded} or {@code exposure_reached}. Empty if no place is left: the
     * caller knows what else to offer.
     *
     * @param rules further rules of the caller, checked while its payer is locked
     */
    public Optional<Placement> admit(
            Tx tx, Proposals proposals, Booking booking, Question question, Consumer<Tx> rules) {
        AcceleratorModel model = catalogue.orFungible(booking.shape().model());
        claims.admit(
                tx,
                booking.claim(),
                booking.organization(),
                booking.project(),
                new ResourceClass(booking.workload(), model.family()),
                units(model, booking.shape()),
                booking.from(),
                booking.until());
        exposure.commit(tx, booking.claim(), booking.organization(), booking.amount());
        rules.accept(tx);
        budgets.check(tx, booking.organization(), booking.project(), booking.amount());
        return calendar.book(tx, proposals, booking.claim(), question);
    }

    /**
     * Lets a claim count as something else against quota, or throws {@code quota_exceeded}. Money comes next in the order
     * of locks and tiles last ({@link Calendar#amend}, {@link Calendar#shorten}).
     *
     * @param booking what it holds then, from its first start on
     */
    public void amend(Tx tx, Booking booking) {
        AcceleratorModel model = catalogue.orFungible(booking.shape().model());
        claims.amend(
                tx,
                booking.claim(),
                booking.organization(),
                booking.project(),
                new ResourceClass(booking.workload(), model.family()),
                units(model, booking.shape()),
                booking.from(),
                Objects.requireNonNull(booking.until()));
    }

    /** Commits what a claim costs more, under an id of its own, or throws {@code exposure_reached}. */
    public void commit(Tx tx, UUID charge, OrganizationId organization, ProjectId project, Money amount) {
        exposure.commit(tx, charge, organization, amount);
        budgets.check(tx, organization, project, amount);
    }

    /** One of several bookings: who books what, and where it may lie. */
    public record Grouped(Booking booking, Organization organization, Question question) {}

    /**
     * Admits several bookings of one transaction, as far as all of them go together; to be called once in it. What is
     * left out has written nothing and is to be admitted by itself, which finds a place that is left, or the reason.
     */
    public Map<UUID, Placement> admit(Tx tx, Proposals proposals, List<Grouped> all) {
        Later<Set<UUID>> admitted =
                claims.admit(tx, all.stream().map(this::claim).toList());
        Later<Map<UUID, Long>> mayOwe =
                exposure.lock(tx, all.stream().map(Grouped::organization).toList());
        Set<UUID> within = admitted.get();
        Set<UUID> owed = exposure.commit(
                tx,
                left(all, within)
                        .map(each -> new Exposure.Wanted(
                                each.booking().claim(),
                                each.organization(),
                                each.booking().amount()))
                        .toList(),
                mayOwe.get());
        Map<UUID, Placement> placed = calendar.book(
                tx,
                proposals,
                left(all, owed)
                        .filter(each -> withinBudgets(tx, each.booking()))
                        .map(each -> new Calendar.Wanted(each.booking().claim(), each.question()))
                        .toList());
        claims.withdraw(tx, without(within, placed.keySet()));
        exposure.release(tx, without(owed, placed.keySet()));
        return placed;
    }

    private Claims.Wanted claim(Grouped each) {
        Booking booking = each.booking();
        AcceleratorModel model = catalogue.orFungible(booking.shape().model());
        return new Claims.Wanted(
                booking.claim(),
                booking.organization(),
                booking.project(),
                new ResourceClass(booking.workload(), model.family()),
                units(model, booking.shape()),
                booking.from(),
                booking.until());
    }

    private static Stream<Grouped> left(List<Grouped> all, Set<UUID> claims) {
        return all.stream().filter(each -> claims.contains(each.booking().claim()));
    }

    private boolean withinBudgets(Tx tx, Booking booking) {
        try {
            budgets.check(tx, booking.organization(), booking.project(), booking.amount());
            return true;
        } catch (Refused refused) {
            return false;
        }
    }

    private static Set<UUID> without(Set<UUID> all, Set<UUID> some) {
        return all.stream().filter(each -> !some.contains(each)).collect(Collectors.toSet());
    }

    /** Gives back quota, exposure and tiles of claims from a moment on. */
    public void end(Tx tx, Collection<UUID> ended, Instant at) {
        for (UUID claim : ended) {
            claims.end(tx, claim, at);
        }
        for (UUID claim : ended) {
            exposure.release(tx, claim);
        }
        if (!ended.isEmpty()) {
            calendar.free(tx, ended, at);
        }
    }

    /** How much of cards a shape is. */
    public static CardEquivalents units(AcceleratorModel model, Shape shape) {
        if (shape.wholeCards()) {
            return CardEquivalents.cards(shape.quantity());
        }
        if (model.geometry() instanceof Geometry.Partitioned partitioned) {
            int size = partitioned
                    .profile(Objects.requireNonNull(shape.profile()))
                    .orElseThrow()
                    .size();
            return CardEquivalents.fraction(size, partitioned.slots(), shape.quantity());
        }
        return CardEquivalents.fraction(shape.quantity(), model.geometry().slots(), 1);
    }
}

package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.Host;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.geometry.Spelling;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.FirstFit;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Slices;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Searches in the calendar as it is known in this process. They hold nothing and promise nothing. */
public final class Search {
    private static final int NEAREST_MODELS = 3;
    private static final int FEW_MODELS = 8;
    private static final PlacementPolicy FIRST = new FirstFit();

    private final CalendarIndex index;
    private final PlacementPolicy policy;
    private final Catalogue catalogue = Catalogue.shipped();

    Search(CalendarIndex index, PlacementPolicy policy) {
        this.index = index;
        this.policy = policy;
    }

    /** Every card and host as it is known here. */
    public CalendarView view() {
        return index;
    }

    /**
     * Refuses a shape that makes no sense ({@link Catalogue#check}), or of a model that is nowhere: {@code unknown_model},
     * with the models of the fleet where they are few, and those that are most like it.
     */
    public void check(Shape shape) {
        checkModel(shape.model());
        catalogue.check(shape);
        checkGang(shape);
    }

    /** Refuses a model that is neither in the catalogue nor anywhere in the fleet, as {@link #check} does. */
    public void checkModel(String model) {
        if (catalogue.find(model).isEmpty() && sites(model).isEmpty()) {
            throw unknownModel(model).asException();
        }
    }

    /** {@code gang_too_large}: what must lie in one fabric domain is more than any has, whatever is free. */
    private void checkGang(Shape shape) {
        AcceleratorModel model = catalogue.orFungible(shape.model());
        if (model.geometry() instanceof Geometry.Topological slices) {
            checkSlice(shape, Slices.largest(slices, index.fleet().groups(shape.model())));
            return;
        }
        int cards = shape.gang() && shape.pieces() > 1 ? index.fleet().largestDomain(shape.model()) : 0;
        if (cards == 0) {
            return;
        }
        int onCard = !shape.wholeCards() && model.geometry() instanceof Geometry.Partitioned partitioned
                ? partitioned
                        .profile(Objects.requireNonNull(shape.profile()))
                        .orElseThrow()
                        .max()
                : 1;
        if (shape.pieces() > cards * onCard) {
            throw Refusal.invalid(
                            "gang_too_large",
                            "A gang lies in one fabric domain. The largest with " + shape.model() + " has " + cards
                                    + " cards, which is " + cards * onCard + " of these at most; " + shape.pieces()
                                    + " were asked for.",
                            "quantity")
                    .asException();
        }
    }

    /** @param largest devices of the largest slice that any domain could hold; 0 where there are none of the model */
    private static void checkSlice(Shape shape, int largest) {
        if (largest > 0 && shape.pieces() > largest) {
            throw Refusal.invalid(
                            "gang_too_large",
                            "The devices of a slice lie together in one fabric domain. The largest slice of "
                                    + shape.model() + " that one can hold has " + largest + " devices; "
                                    + shape.pieces() + " were asked for.",
                            "quantity")
                    .asException();
        }
    }

    private Refusal unknownModel(String model) {
        List<String> models = index.fleet().models();
        List<String> nearest = Spelling.nearest(model, models, NEAREST_MODELS);
        String more;
        if (models.isEmpty()) {
            more = " There are no cards yet.";
        } else if (models.size() <= FEW_MODELS) {
            more = " Known models: " + String.join(", ", models) + ".";
        } else if (nearest.isEmpty()) {
            more = " No model that there is has a name like it.";
        } else {
            more = " Most like it: " + String.join(", ", nearest) + ".";
        }
        return Refusal.invalid("unknown_model", "There is no accelerator model " + model + "." + more, "model")
                .withAlternatives(nearest.stream()
                        .map(other -> new Refusal.Alternative(
                                "other_model", "There are cards of " + other + ".", Map.of("model", other)))
                        .toList());
    }

    /**
     * A question about a shape that makes sense.
     *
     * @param until null for an allocation, which has no end yet
     */
    public Question question(
            Shape shape, Workload workload, String site, Instant from, @Nullable Instant until, UUID holder) {
        return new Question(
                catalogue.orFungible(shape.model()),
                shape,
                catalogue.hostShare(shape),
                workload,
                site,
                Span.of(from, until),
                holder,
                Set.of());
    }

    /** Sites that have a model, by code. */
    public List<String> sites(String model) {
        return index.fleet().sites(model);
    }

    /** A place that is free. */
    public Optional<Placement> find(Question question) {
        return policy.place(question, index);
    }

    /** How many times the shape is free, up to a most. */
    public int count(Question question, int most) {
        return policy.count(question, index, most);
    }

    /** Whether there would be a place if nobody held anything, all cards were sound, and pools kept their share for inference. */
    public boolean everFree(Question question) {
        return FIRST.place(question, new EmptyCalendar(index.fleet(), true)).isPresent();
    }

    /** Whether there would be a place then if pools kept nothing for inference. */
    public boolean everFreeWithoutFloors(Question question) {
        return FIRST.place(question, new EmptyCalendar(index.fleet(), false)).isPresent();
    }

    /**
     * The first whole UTC hour, from the start of the question's span and from now on, at which the shape is free for the
     * span's length.
     *
     * @param horizon by when the window must have ended
     */
    public Optional<Instant> earliest(Question question, Instant now, Instant horizon) {
        return starts().earliest(question, Span.micros(now), Span.micros(horizon))
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** The last whole UTC hour before the start of the question's span, and not before now, at which the shape is free. */
    public Optional<Instant> latestBefore(Question question, Instant now) {
        return starts().latestBefore(question, Span.micros(now))
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private StartSearch starts() {
        return new StartSearch(policy, index, index.grid());
    }

    /** Pieces as engines and people name them. */
    public List<Granted> named(List<Placement.Piece> pieces) {
        return pieces.stream()
                .map(piece -> {
                    Device device = index.fleet().device(piece.device());
                    Host host = device == null ? null : index.fleet().host(device.host());
                    return new Granted(
                            piece.device(),
                            host == null ? "?" : host.name(),
                            device == null ? 0 : device.slot(),
                            piece.slots().start(),
                            piece.slots().end());
                })
                .toList();
    }
}

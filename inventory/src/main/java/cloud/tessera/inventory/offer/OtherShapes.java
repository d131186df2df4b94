package cloud.tessera.inventory.offer;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The same of another model with no less memory, the cheapest first: whole cards for whole cards, and for a part of a card
 * the smallest part that has as much.
 */
final class OtherShapes {
    private static final int MOST = 2;

    private final Search search;
    private final Quotes quotes;
    private final OpenSites open;
    private final SiteLimits limits;
    private final Catalogue catalogue = Catalogue.shipped();

    private record Found(Money price, Question question) {}

    OtherShapes(Search search, Quotes quotes, OpenSites open, SiteLimits limits) {
        this.search = search;
        this.quotes = quotes;
        this.open = open;
        this.limits = limits;
    }

    /** @param site where it was asked for; null where any would do */
    List<Refusal.Alternative> of(Tx tx, ProjectId project, Question question, @Nullable String site) {
        if (question.model().geometry() instanceof Geometry.Topological) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        for (AcceleratorModel model : catalogue.all()) {
            if (!model.key().equals(question.model().key())) {
                like(question.model(), question.shape(), model)
                        .ifPresent(shape -> add(found, tx, project, question, model, shape, site));
            }
        }
        return found.stream()
                .sorted(Comparator.comparingLong((Found each) -> each.price().minor())
                        .thenComparing(each -> each.question().model().key()))
                .limit(MOST)
                .map(OtherShapes::alternative)
                .toList();
    }

    /** What of another model has no less memory than a shape; empty where nothing has, or where it is not known. */
    static Optional<Shape> like(AcceleratorModel model, Shape shape, AcceleratorModel other) {
        if (shape.wholeCards()) {
            return other.memoryGb() >= model.memoryGb() && !(other.geometry() instanceof Geometry.Topological)
                    ? Optional.of(of(shape, other, null, shape.quantity()))
                    : Optional.empty();
        }
        int thousandthsGb = memoryOfPart(model, shape); // of one piece, in thousandths of a GB
        return thousandthsGb == 0
                ? Optional.empty()
                : switch (other.geometry()) {
                    case Geometry.Partitioned partitioned ->
                        partitioned.profiles().stream()
                                .filter(profile -> profile.extraSlot().isEmpty()
                                        && profile.memoryGb() * Geometry.Fungible.PARTS >= thousandthsGb)
                                .min(Comparator.comparingInt(Profile::size).thenComparingInt(Profile::memoryGb))
                                .map(profile -> of(shape, other, profile.name(), shape.pieces()));
                    case Geometry.Fungible _ -> {
                        int parts = other.memoryGb() == 0 ? 0 : Math.ceilDiv(thousandthsGb, other.memoryGb());
                        // All thousandths lie on one card, so several partitions become none of them.
                        yield parts > 0 && parts <= Geometry.Fungible.PARTS && shape.pieces() == 1
                                ? Optional.of(of(shape, other, Shape.THOUSANDTH, parts))
                                : Optional.empty();
                    }
                    case Geometry.Topological _ -> Optional.empty();
                };
    }

    private static int memoryOfPart(AcceleratorModel model, Shape shape) {
        return model.geometry() instanceof Geometry.Partitioned partitioned
                ? partitioned
                                .profile(Objects.requireNonNull(shape.profile()))
                                .orElseThrow()
                                .memoryGb()
                        * Geometry.Fungible.PARTS
                : shape.quantity() * model.memoryGb();
    }

    private static Shape of(Shape shape, AcceleratorModel other, @Nullable String profile, int quantity) {
        return new Shape(other.key(), profile, quantity, shape.gang(), 0, 0);
    }

    private void add(
            List<Found> found,
            Tx tx,
            ProjectId project,
            Question question,
            AcceleratorModel model,
            Shape shape,
            @Nullable String site) {
        for (String each : open.open(search.sites(model.key()), limits)) {
            if (site != null && !site.equals(each)) {
                continue;
            }
            Question there = new Question(
                    model,
                    shape,
                    catalogue.hostShare(shape),
                    question.workload(),
                    each,
                    question.span(),
                    question.holder(),
                    question.avoid());
            if (search.find(there).isPresent()) {
                try {
                    found.add(new Found(price(tx, project, there), there));
                    return;
                } catch (Refused noPrice) {
                    // What has no price is not offered.
                }
            }
        }
    }

    private Money price(Tx tx, ProjectId project, Question question) {
        return quotes.estimate(
                tx,
                project,
                question.shape().sku(),
                Workload.TRAINING,
                question.site(),
                question.shape().quantity(),
                Alternatives.window(question),
                Duration.ofMinutes(question.model().turnaroundMinutes()));
    }

    private static Refusal.Alternative alternative(Found found) {
        Shape shape = found.question().shape();
        String site = found.question().site();
        Map<String, String> request = new LinkedHashMap<>();
        request.put("model", shape.model());
        if (shape.profile() != null) {
            request.put("profile", shape.profile());
        }
        request.put("quantity", String.valueOf(shape.quantity()));
        request.put("site", site);
        return new Refusal.Alternative(
                "other_shape",
                shape.quantity() + " x " + shape.sku() + " are free in " + site + " for "
                        + found.price().text() + ".",
                request);
    }
}

package cloud.tessera.inventory.offer;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As many whole cards of another model with no less memory, the cheapest first. */
final class OtherShapes {
    private static final int MOST = 2;

    private final Search search;
    private final Quotes quotes;
    private final Catalogue catalogue = Catalogue.shipped();

    private record Found(Money price, Question question) {}

    OtherShapes(Search search, Quotes quotes) {
        this.search = search;
        this.quotes = quotes;
    }

    /** @param site where it was asked for; null where any would do */
    List<Refusal.Alternative> of(Tx tx, ProjectId project, Question question, @Nullable String site) {
        if (!question.shape().wholeCards() || question.model().geometry() instanceof Geometry.Topological) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        for (AcceleratorModel model : catalogue.all()) {
            boolean other = !model.key().equals(question.model().key())
                    && model.memoryGb() >= question.model().memoryGb()
                    && !(model.geometry() instanceof Geometry.Topological);
            if (other) {
                add(found, tx, project, question, model, site);
            }
        }
        return found.stream()
                .sorted(Comparator.comparingLong((Found each) -> each.price().minor())
                        .thenComparing(each -> each.question().model().key()))
                .limit(MOST)
                .map(OtherShapes::alternative)
                .toList();
    }

    private void add(
            List<Found> found,
            Tx tx,
            ProjectId project,
            Question question,
            AcceleratorModel model,
            @Nullable String site) {
        for (String each : search.sites(model.key())) {
            if (site != null && !site.equals(each)) {
                continue;
            }
            Shape shape = new Shape(
                    model.key(),
                    null,
                    question.shape().quantity(),
                    question.shape().gang(),
                    0,
                    0);
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
        return new Refusal.Alternative(
                "other_shape",
                shape.quantity() + " x " + shape.sku() + " are free in " + site + " for "
                        + found.price().text() + ".",
                Map.of("model", shape.model(), "site", site));
    }
}

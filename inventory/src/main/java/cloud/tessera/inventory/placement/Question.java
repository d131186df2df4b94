package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.util.Set;
import java.util.UUID;

/**
 * Where can this lie?
 *
 * @param share what each piece takes of its host
 * @param holder the opaque id of the organization, for cards and hosts that are private
 * @param avoid devices that must not be taken
 * @param replicas how often the whole shape is wanted at once, each on a host of its own where there is one
 */
public record Question(
        AcceleratorModel model,
        Shape shape,
        HostShare share,
        Workload workload,
        String site,
        Span span,
        UUID holder,
        Set<Integer> avoid,
        int replicas) {
    public Question {
        avoid = Set.copyOf(avoid);
    }

    /** Once. */
    public Question(
            AcceleratorModel model,
            Shape shape,
            HostShare share,
            Workload workload,
            String site,
            Span span,
            UUID holder,
            Set<Integer> avoid) {
        this(model, shape, share, workload, site, span, holder, avoid, 1);
    }

    public Question at(Span other) {
        return new Question(model, shape, share, workload, site, other, holder, avoid, replicas);
    }

    public Question in(String otherSite) {
        return new Question(model, shape, share, workload, otherSite, span, holder, avoid, replicas);
    }

    public Question avoiding(Set<Integer> devices) {
        return new Question(model, shape, share, workload, site, span, holder, devices, replicas);
    }

    public Question replicated(int times) {
        return new Question(model, shape, share, workload, site, span, holder, avoid, times);
    }

    /** The same of another shape of the model. */
    public Question of(Shape other, HostShare otherShare) {
        return new Question(model, other, otherShare, workload, site, span, holder, avoid, replicas);
    }

    /** Whether it has several pieces that must lie in one fabric domain. */
    public boolean together() {
        return shape.pieces() > 1 && (shape.gang() || model.geometry() instanceof Geometry.Topological);
    }

    /** Slots of cards that all of it takes. */
    public int slots() {
        return replicas * slotsOfOne();
    }

    private int slotsOfOne() {
        if (shape.wholeCards()) {
            return shape.quantity() * model.geometry().slots();
        }
        return model.geometry() instanceof Geometry.Partitioned partitioned
                ? shape.quantity() * Pieces.profile(partitioned, shape).size()
                : shape.quantity();
    }
}

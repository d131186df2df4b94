package cloud.tessera.inventory.waitlist;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is waited for: a shape for some hours, anywhere in a time.
 *
 * @param sites where it may be; empty: at any site that has the model
 * @param within from the earliest start to the latest end, whole UTC hours
 * @param hours how long, at most as long as that time is
 * @param ceiling the most that it may cost; null: whatever the price is then
 * @param name 1 to 100 characters, for people
 * @param image what is to be started
 * @param limits where it may lie; what is booked for it keeps them
 */
public record Wait(
        ProjectId project,
        Shape shape,
        List<String> sites,
        TimeWindow within,
        int hours,
        @Nullable Money ceiling,
        Mode mode,
        String name,
        String image,
        SiteLimits limits) {
    public Wait {
        sites = List.copyOf(sites);
    }

    /** Anywhere, or at the sites. */
    public Wait(
            ProjectId project,
            Shape shape,
            List<String> sites,
            TimeWindow within,
            int hours,
            @Nullable Money ceiling,
            Mode mode,
            String name,
            String image) {
        this(project, shape, sites, within, hours, ceiling, mode, name, image, SiteLimits.NONE);
    }

    Wait within(SiteLimits others) {
        return new Wait(project, shape, sites, within, hours, ceiling, mode, name, image, others);
    }

    /** What happens when there is capacity. */
    public enum Mode {
        /** It is reserved and charged by itself. */
        BOOK,
        /** Only told: who is first takes it. */
        NOTIFY;

        /** The name as it is stored and sent. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such mode. */
        public static Mode of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}

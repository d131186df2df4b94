package cloud.tessera.portal.part;

import com.vaadin.flow.component.html.Span;

/** A state in words, with a dot that says at a glance whether it is well. */
public final class StateBadge extends Span {
    private static final long serialVersionUID = 1;

    private StateBadge(String text, String tone) {
        super(text);
        addClassNames("badge", tone);
    }

    /** The state of a reservation, allocation, invoice, host or link, by its stored name. */
    public static StateBadge of(String state) {
        return new StateBadge(text(state), tone(state));
    }

    /** Training or inference, in its colour. */
    public static StateBadge workload(String workload) {
        return new StateBadge(Texts.text("workload." + workload), workload);
    }

    /** A remark in the same form. */
    public static StateBadge remark(String text, String tone) {
        return new StateBadge(text, tone);
    }

    /** A state in words. */
    public static String text(String state) {
        return Texts.text("state." + state);
    }

    /** {@code good}, {@code busy}, {@code bad} or {@code idle}. */
    public static String tone(String state) {
        return switch (state) {
            case "active", "kept", "paid", "healthy", "up", "verified" -> "good";
            case "held",
                    "payment_pending",
                    "provisioning",
                    "ending",
                    "releasing",
                    "moving",
                    "preempting",
                    "issued",
                    "draining",
                    "under_way",
                    "degraded" -> "busy";
            case "failed", "payment_failed", "expired", "down", "limited", "suspended", "overdue" -> "bad";
            default -> "idle";
        };
    }
}

package cloud.tessera.quota.limit;

import java.util.regex.Pattern;

/**
 * What a limit is on: a workload and a family of accelerator models, such as training on {@code h100}.
 *
 * @param family lower case letters, digits, dots and dashes; {@link #EVERY_OTHER} in a limit that covers each family
 *     without a limit of its own
 */
public record ResourceClass(Workload workload, String family) {
    /** The family of a limit that covers, together, all families without a limit of their own. */
    public static final String EVERY_OTHER = "*";

    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}|\\*");

    public ResourceClass {
        if (!FAMILY.matcher(family).matches()) {
            throw new IllegalArgumentException("Not a family of accelerator models: " + family);
        }
    }

    /** The class that covers all families of a workload without a limit of their own. */
    public static ResourceClass everyOther(Workload workload) {
        return new ResourceClass(workload, EVERY_OTHER);
    }

    /** In words, as in {@code training on h100}. */
    public String text() {
        return workload.text() + " on " + (family.equals(EVERY_OTHER) ? "every other family" : family);
    }
}

package cloud.tessera.quota.audit;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first place where the log is not what was sealed.
 *
 * @param chain the organization's id, or {@code platform}
 * @param position the place in the chain; 0 where the chain as a whole is concerned
 * @param entry the id of the entry; null where there is none
 * @param at when the entry says that it was written; null where there is none
 */
public record AuditFault(
        Kind kind,
        String chain,
        long position,
        @Nullable String entry,
        @Nullable Instant at) {
    /** What is wrong. */
    public enum Kind {
        /** The entry is not what was sealed. */
        ALTERED("was altered after it was sealed"),
        /** The entry is gone. */
        MISSING("is gone"),
        /** An entry that was put in later, before the end of what is sealed. */
        ADDED("was put in after what stands behind it was sealed"),
        /** The chain ends before its signed end. */
        CUT_OFF("and all after it are gone: the chain ends before its signed end"),
        /** All of a chain is gone. */
        CHAIN_MISSING("cannot be found: the chain has no signed end"),
        /** The signature is not the key's. */
        FORGED_HEAD("has an end that this installation's key did not sign as it stands"),
        /** The end is signed by another key than the installation has. */
        FOREIGN_KEY("has an end that was signed by a key which this installation does not have"),
        /** A head that somebody kept is not in the chain any more. */
        NOT_AS_KEPT("is not what the end that was kept says");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The name as it is reported. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One sentence for people. */
    public String sentence() {
        return (position == 0 ? "The audit chain " + chain : "Entry " + position + " of the audit chain " + chain)
                + (entry == null ? "" : " (" + entry + (at == null ? "" : ", written at " + at) + ")") + " "
                + kind.words
                + ".";
    }
}

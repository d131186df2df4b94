package cloud.tessera.inventory.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a claim, for the time line of its page.
 *
 * @param sequence 1 and up, in the order in which it was written
 * @param state the state that the claim was in after it
 * @param detail in words, where there is more to say
 */
public record ClaimEvent(
        long sequence, Instant at, String state, @Nullable String detail) {}

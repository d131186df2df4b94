package cloud.tessera.api.claims;

import cloud.tessera.inventory.calendar.ClaimEvent;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a reservation or an allocation.
 *
 * @param sequence 1 and up, in the order in which it happened
 * @param at when
 * @param state the state that it was in from then
 * @param detail in words, where there is more to say
 */
@Serdeable
@Schema(name = "TimelineEvent")
public record EventResource(
        long sequence, Instant at, String state, @Nullable String detail) {
    public static EventResource of(ClaimEvent event) {
        return new EventResource(event.sequence(), event.at(), event.state(), event.detail());
    }
}

package cloud.tessera.api.wire;

import cloud.tessera.quota.term.TimeWindow;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;

/**
 * An interval of time, half-open.
 *
 * @param start when it begins
 * @param end when it has ended: the first instant that does not belong to it
 */
@Serdeable
@Schema(name = "Window")
public record Window(@NotNull Instant start, @NotNull Instant end) {
    public static Window of(TimeWindow window) {
        return new Window(window.start(), window.end());
    }

    public TimeWindow toTimeWindow() {
        return Values.window(start, end, "window");
    }
}

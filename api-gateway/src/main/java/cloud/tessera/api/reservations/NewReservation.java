package cloud.tessera.api.reservations;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.api.wire.Window;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Rules;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A reservation to be held: either a quote, or a project, a shape and a window at the price in force.
 *
 * @param name for people
 * @param image what is to be started: one of {@code GET /api/v1/images}
 * @param quoteId the quote to hold
 * @param projectId without a quote: the project that holds it
 * @param shape without a quote: what
 * @param site without a quote: where; the cheapest site when absent
 * @param window without a quote: when
 * @param limits without a quote: where it may lie, now and after any later move; anywhere when absent
 * @param flexibleHours without a quote: how many whole hours later than the window it may begin, at the start that leaves
 *     most room for everybody; none when absent
 */
@Serdeable
@Schema(name = "NewReservation")
record NewReservation(
        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String image,

        @Nullable @Size(max = 64) String quoteId,
        @Nullable @Size(max = 64) String projectId,
        @Nullable @Valid ShapeBody shape,

        @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String site,

        @Nullable @Valid Window window,
        @Nullable @Valid LimitsBody limits,

        @Nullable @Min(0) @Max(Rules.MOST_FLEXIBLE) @Schema(defaultValue = "0")
        Integer flexibleHours) {

    /** What is asked for with a quote. */
    Hold toHold(String quote) {
        boolean more = projectId != null
                || shape != null
                || site != null
                || window != null
                || limits != null
                || flexibleHours != null;
        if (more) {
            throw unclear();
        }
        return new Hold(Values.read(quote, QuoteId::of, "quote_id"), name, image);
    }

    /** What is asked for without a quote. */
    HoldDirectly toHoldDirectly() {
        if (projectId == null || shape == null || window == null) {
            throw unclear();
        }
        AskOffer ask = new AskOffer(
                Values.read(projectId, ProjectId::of, "project_id"),
                shape.toShape(),
                site,
                window.toTimeWindow(),
                LimitsBody.read(limits),
                flexibleHours == null ? 0 : flexibleHours);
        return new HoldDirectly(ask, name, image);
    }

    private static DoorException unclear() {
        return new DoorException(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "quote_or_shape",
                "Send either a quote_id, or a project_id with a shape and a window.",
                "quote_id");
    }
}

package cloud.tessera.api.matches;

import cloud.tessera.inventory.matching.MatchAnswer;
import cloud.tessera.inventory.matching.RuledOut;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would do what is wanted. It promises nothing and holds nothing.
 *
 * @param rulesVersion of the rules that were used
 * @param task what was asked for
 * @param unit what the task counts in
 * @param ranked the cheapest first; for each model and site the cheapest shape, and the cheapest that is free now
 * @param speedUnknown what fits, but nobody has published how fast it is: not ranked, by the price of an hour
 * @param ruledOut what will not do, and why
 */
@Serdeable
@Schema(name = "MatchAnswer")
record MatchAnswerResource(
        String rulesVersion,
        String task,
        String unit,
        List<MatchResource> ranked,
        List<MatchResource> speedUnknown,
        List<RuledOutResource> ruledOut) {

    /**
     * What will not do.
     *
     * @param model the accelerator model; null where the site is out of the question for all
     * @param site the site; null where the model is out of the question everywhere
     * @param code stable, such as {@code memory_too_small}, {@code precision_unsupported}, {@code too_far}, {@code
     *     other_law}, {@code site_unreachable}, {@code no_price}, {@code nothing_free}, {@code too_late} or {@code
     *     too_slow}
     * @param reason in words
     */
    @Serdeable
    @Schema(name = "RuledOut")
    record RuledOutResource(
            @Nullable String model, @Nullable String site, String code, String reason) {
        static RuledOutResource of(RuledOut out) {
            return new RuledOutResource(out.model(), out.site(), out.code(), out.text());
        }
    }

    static MatchAnswerResource of(MatchAnswer answer) {
        return new MatchAnswerResource(
                answer.rules(),
                answer.task().key(),
                answer.task().unit(),
                answer.ranked().stream().map(MatchResource::of).toList(),
                answer.unranked().stream().map(MatchResource::of).toList(),
                answer.ruledOut().stream().map(RuledOutResource::of).toList());
    }
}

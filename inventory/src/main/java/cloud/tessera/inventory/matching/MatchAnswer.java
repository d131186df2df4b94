package cloud.tessera.inventory.matching;

import java.util.List;

/**
 * What would do what somebody wants.
 *
 * @param rules the version of the rules that were used
 * @param task the task as the rules have it
 * @param ranked cheapest first; for each model and site the cheapest shape, and the cheapest that is free now where that is
 *     another one
 * @param unranked what fits but whose speed nobody has published: by the price of an hour
 * @param ruledOut what will not do, and why
 */
public record MatchAnswer(
        String rules, MatchRules.Task task, List<Match> ranked, List<Match> unranked, List<RuledOut> ruledOut) {
    public MatchAnswer {
        ranked = List.copyOf(ranked);
        unranked = List.copyOf(unranked);
        ruledOut = List.copyOf(ruledOut);
    }
}

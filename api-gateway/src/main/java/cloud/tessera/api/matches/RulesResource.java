package cloud.tessera.api.matches;

import cloud.tessera.inventory.matching.MatchRules;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What can be asked for, and the version of the rules that answers are made by.
 *
 * @param version changes with anything in the rules
 * @param precisions number formats
 * @param tasks kinds of work
 */
@Serdeable
@Schema(name = "MatchRules")
record RulesResource(String version, List<String> precisions, List<TaskResource> tasks) {

    /**
     * A kind of work.
     *
     * @param key what a request names
     * @param name in words
     * @param workload what it is bought as
     * @param unit what it counts in
     * @param context tokens, or the like, of one sequence, where a request does not say
     * @param batch sequences at a time on one copy, where a request does not say
     * @param ranked whether there are figures of how fast cards are at it
     */
    @Serdeable
    @Schema(name = "MatchTask")
    record TaskResource(String key, String name, String workload, String unit, int context, int batch, boolean ranked) {
        static TaskResource of(MatchRules.Task task) {
            return new TaskResource(
                    task.key(),
                    task.name(),
                    task.work().text(),
                    task.unit(),
                    task.context(),
                    task.batch(),
                    !task.figures().isEmpty());
        }
    }

    static RulesResource of(MatchRules rules) {
        return new RulesResource(
                rules.version(),
                rules.precisions().stream().map(MatchRules.Precision::key).toList(),
                rules.tasks().stream().map(TaskResource::of).toList());
    }
}

package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.quota.term.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a card for.
 *
 * @param task a key of {@link MatchRules#tasks}
 * @param billions parameters of the model in billions, 0.000001 to 10,000; null for a task without a model
 * @param precision a key of {@link MatchRules#precisions}
 * @param context tokens, or the like, of one sequence; null takes the task's
 * @param batch sequences at a time on one copy; null takes the task's
 * @param dataGb gigabytes of the table, for a task without a model; null for the others
 * @param perSecond how much is wanted in a second, in the task's unit; null where any speed will do
 * @param amount how much there is to do in all, in the task's unit; null where it goes on
 * @param withinHours by when the amount must be done, 1 to 4,320 hours from now; null where that does not matter
 * @param limits where it may lie
 */
public record WhatFor(
        String task,
        @Nullable BigDecimal billions,
        String precision,
        @Nullable Integer context,
        @Nullable Integer batch,
        @Nullable BigDecimal dataGb,
        @Nullable BigDecimal perSecond,
        @Nullable BigDecimal amount,
        @Nullable Integer withinHours,
        SiteLimits limits) {
    static final int MOST_CONTEXT = 10_000_000;
    static final int MOST_BATCH = 100_000;
    /** As far ahead as can be booked. */
    private static final int MOST_HOURS = 180 * 24;

    private static final BigDecimal LEAST = new BigDecimal("0.000001");
    private static final BigDecimal MOST_BILLIONS = BigDecimal.valueOf(10_000);
    private static final BigDecimal MOST_GB = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MOST_PER_SECOND = BigDecimal.valueOf(1_000_000_000_000L);
    private static final BigDecimal MOST_AMOUNT = new BigDecimal("1e18");

    /**
     * Refuses what makes no sense, with the field: {@code unknown_task}, {@code unknown_precision}, {@code invalid_size},
     * {@code invalid_context}, {@code invalid_batch}, {@code invalid_data}, {@code invalid_throughput}, {@code
     * invalid_amount} or {@code invalid_deadline}.
     */
    Checked check(MatchRules rules) {
        MatchRules.Task known = rules.task(task)
                .orElseThrow(() -> unknown("task", task, rules.tasks().stream().map(MatchRules.Task::key)));
        MatchRules.Precision format = rules.precision(precision)
                .orElseThrow(() -> unknown(
                        "precision", precision, rules.precisions().stream().map(MatchRules.Precision::key)));
        if (known.hasParameters()) {
            require(billions != null, "invalid_size", "parameters_billion", "Say how many parameters the model has.");
        } else {
            require(dataGb != null, "invalid_data", "data_gb", "Say how many gigabytes the table has.");
        }
        within(billions, MOST_BILLIONS, "invalid_size", "parameters_billion", "A model has up to 10,000 billion.");
        within(dataGb, MOST_GB, "invalid_data", "data_gb", "A table has up to a million gigabytes.");
        within(perSecond, MOST_PER_SECOND, "invalid_throughput", "per_second", "At most 10^12 in a second.");
        within(amount, MOST_AMOUNT, "invalid_amount", "amount", "At most 10^18 in all.");
        within(context, MOST_CONTEXT, "invalid_context", "context", "A sequence has 1 to 10,000,000.");
        within(batch, MOST_BATCH, "invalid_batch", "batch", "A batch has 1 to 100,000 sequences.");
        within(withinHours, MOST_HOURS, "invalid_deadline", "within_hours", "A deadline is 1 to 4,320 hours away.");
        require(
                withinHours == null || amount != null,
                "invalid_deadline",
                "amount",
                "A deadline needs the amount that must be done by then, in " + known.unit() + ".");
        return new Checked(this, known, format);
    }

    /** One that makes sense, with the rules that it names. */
    record Checked(WhatFor wanted, MatchRules.Task task, MatchRules.Precision precision) {
        int context() {
            return wanted.context == null ? task.context() : wanted.context;
        }

        int batch() {
            return wanted.batch == null ? task.batch() : wanted.batch;
        }

        double billions() {
            return wanted.billions == null ? 0 : wanted.billions.doubleValue();
        }

        double dataGb() {
            return wanted.dataGb == null ? 0 : wanted.dataGb.doubleValue();
        }
    }

    private static void within(@Nullable Integer value, int most, String code, String field, String otherwise) {
        require(value == null || (value >= 1 && value <= most), code, field, otherwise);
    }

    private static void within(
            @Nullable BigDecimal value, BigDecimal most, String code, String field, String otherwise) {
        require(
                value == null || (value.compareTo(LEAST) >= 0 && value.compareTo(most) <= 0),
                code,
                field,
                otherwise + " The least is " + LEAST + ".");
    }

    private static void require(boolean good, String code, String field, String otherwise) {
        if (!good) {
            throw Refusal.invalid(code, otherwise, field).asException();
        }
    }

    private static RuntimeException unknown(String field, String written, Stream<String> known) {
        List<String> keys = known.toList();
        return Refusal.invalid(
                        "unknown_" + field,
                        "There is no " + field + " " + written + ". Known: " + String.join(", ", keys) + ".",
                        field)
                .asException();
    }
}

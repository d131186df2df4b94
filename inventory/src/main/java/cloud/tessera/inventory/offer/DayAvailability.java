package cloud.tessera.inventory.offer;

import cloud.tessera.quota.limit.CardEquivalents;
import java.time.LocalDate;

/**
 * What is free of a model at a site throughout one UTC day.
 *
 * @param free parts that nobody holds at any time of the day
 * @param forInference those of the free ones that training may not take, because pools keep a share for inference
 * @param total parts of all healthy cards
 */
public record DayAvailability(
        String site, LocalDate day, CardEquivalents free, CardEquivalents forInference, CardEquivalents total) {
    /** What training may take: the rest. */
    public CardEquivalents forTraining() {
        return free.less(forInference);
    }
}

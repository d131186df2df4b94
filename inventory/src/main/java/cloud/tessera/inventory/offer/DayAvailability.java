package cloud.tessera.inventory.offer;

import cloud.tessera.quota.limit.CardEquivalents;
import java.time.LocalDate;

/**
 * What is free of a model at a site throughout one UTC day.
 *
 * @param free parts that nobody holds at any time of the day
 * @param total parts of all healthy cards
 */
public record DayAvailability(String site, LocalDate day, CardEquivalents free, CardEquivalents total) {}

package cloud.tessera.inventory.offer;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.TimeWindow;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is free, where and when. Answers come from the index in memory and promise nothing. */
@Singleton
public class Availability {
    /**
     * How much of a shape is free in a window, for each site that has the model; the best site first.
     *
     * @param site only this one; null for all
     */
    public List<SiteAvailability> find(Caller caller, Shape shape, @Nullable String site, TimeWindow window) {
        throw new IllegalStateException("under construction");
    }

    /**
     * The free part of a model for each UTC day and site: a heat map.
     *
     * @param site only this one; null for all
     * @param days 1 to 180
     */
    public List<DayAvailability> days(Caller caller, String model, @Nullable String site, LocalDate from, int days) {
        throw new IllegalStateException("under construction");
    }
}

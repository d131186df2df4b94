package cloud.tessera.api.capacity;

import cloud.tessera.api.wire.Cards;
import cloud.tessera.inventory.offer.DayAvailability;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;

/**
 * What is free of a model at a site throughout one day.
 *
 * @param site the site
 * @param day the UTC day
 * @param free what nobody holds at any time of the day
 * @param forInference those of the free ones that training may not take, because pools keep a share for inference
 * @param total all healthy cards
 */
@Serdeable
@Schema(name = "DayAvailability")
record DayResource(String site, LocalDate day, Cards free, Cards forInference, Cards total) {
    static DayResource of(DayAvailability found) {
        return new DayResource(
                found.site(),
                found.day(),
                Cards.of(found.free()),
                Cards.of(found.forInference()),
                Cards.of(found.total()));
    }
}

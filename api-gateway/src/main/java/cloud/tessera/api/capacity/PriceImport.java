package cloud.tessera.api.capacity;

import cloud.tessera.billing.pricing.ImportedPrices;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a price file held and did.
 *
 * @param prices in the file
 * @param added of them were not in the book before
 */
@Serdeable
@Schema(name = "PriceImport")
record PriceImport(int prices, int added) {
    static PriceImport of(ImportedPrices imported) {
        return new PriceImport(imported.prices(), imported.added());
    }
}

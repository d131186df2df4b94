package cloud.tessera.inventory.offer;

import static cloud.tessera.inventory.tables.Tables.OFFER;

import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Tx;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The SQL of offers. */
final class OfferStore {
    /** What an offer adds to its quote. */
    record Row(Shape shape, String site, List<String> placement) {}

    private OfferStore() {}

    static void insert(Tx tx, Quote quote, Shape shape, List<String> placement) {
        tx.sql()
                .insertInto(OFFER)
                .set(OFFER.QUOTE_ID, quote.id().value())
                .set(OFFER.ORGANIZATION_ID, quote.organization().value())
                .set(OFFER.PROJECT_ID, quote.project().value())
                .set(OFFER.MODEL, shape.model())
                .set(OFFER.PROFILE, shape.profile())
                .set(OFFER.QUANTITY, shape.quantity())
                .set(OFFER.GANG, shape.gang())
                .set(OFFER.CPU_MILLI, shape.cpuMilli())
                .set(OFFER.MEMORY_MIB, shape.memoryMib())
                .set(OFFER.SITE, quote.site())
                .set(OFFER.START_AT, quote.window().start().atOffset(ZoneOffset.UTC))
                .set(OFFER.END_AT, quote.window().end().atOffset(ZoneOffset.UTC))
                .set(OFFER.PLACEMENT, Json.jsonb(placement))
                .execute();
    }

    static Optional<Row> find(Tx tx, QuoteId quote) {
        return tx.sql()
                .selectFrom(OFFER)
                .where(OFFER.QUOTE_ID.eq(quote.value()))
                .fetchOptional(row -> new Row(
                        new Shape(
                                row.getModel(),
                                row.getProfile(),
                                row.getQuantity(),
                                row.getGang(),
                                row.getCpuMilli(),
                                row.getMemoryMib()),
                        row.getSite(),
                        List.of(Json.read(row.getPlacement(), String[].class))));
    }
}

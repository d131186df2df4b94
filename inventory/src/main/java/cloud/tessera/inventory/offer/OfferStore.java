package cloud.tessera.inventory.offer;

import static cloud.tessera.inventory.tables.Tables.OFFER;

import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.Optional;

/** The SQL of offers. */
final class OfferStore {
    /** What an offer adds to its quote. */
    record Row(Shape shape, String site, List<String> placement) {}

    private OfferStore() {}

    static void insert(Tx tx, List<Offer> offers) {
        Rows.of(offers)
                .column("quote_id", "uuid", offer -> offer.quote().id().value())
                .column(
                        "organization_id",
                        "uuid",
                        offer -> offer.quote().organization().value())
                .column("project_id", "uuid", offer -> offer.quote().project().value())
                .column("model", "text", offer -> offer.shape().model())
                .column("profile", "text", offer -> offer.shape().profile())
                .column("quantity", "int", offer -> offer.shape().quantity())
                .column("gang", "boolean", offer -> offer.shape().gang())
                .column("cpu_milli", "int", offer -> offer.shape().cpuMilli())
                .column("memory_mib", "bigint", offer -> offer.shape().memoryMib())
                .column("site", "text", offer -> offer.quote().site())
                .column(
                        "start_at",
                        "timestamptz",
                        offer -> offer.quote().window().start())
                .column("end_at", "timestamptz", offer -> offer.quote().window().end())
                .column("placement", "jsonb", offer -> Json.write(offer.placement()))
                .insertInto(tx, "inventory.offer");
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

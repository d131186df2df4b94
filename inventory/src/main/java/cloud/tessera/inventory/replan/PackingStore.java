package cloud.tessera.inventory.replan;

import static cloud.tessera.inventory.tables.Tables.PACKING;

import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** The SQL of what the packing has done. */
final class PackingStore {
    private PackingStore() {}

    static int write(Tx tx, Packed packed) {
        var row = tx.sql().newRecord(PACKING);
        row.setPool(packed.pool());
        row.setModel(packed.model());
        row.setRanAt(packed.at().atOffset(ZoneOffset.UTC));
        row.setClaims(packed.claims());
        row.setMoved(packed.moved());
        row.setRefused(packed.refused());
        row.setFreedCards(packed.freedCards());
        row.setTookMs(Math.toIntExact(packed.took().toMillis()));
        return tx.sql()
                .insertInto(PACKING)
                .set(row)
                .onConflict(PACKING.POOL, PACKING.MODEL)
                .doUpdate()
                .set(row)
                .execute();
    }

    static List<Packed> all(Tx tx) {
        return tx.sql()
                .selectFrom(PACKING)
                .orderBy(PACKING.POOL, PACKING.MODEL)
                .fetch(row -> new Packed(
                        row.getPool(),
                        row.getModel(),
                        row.getRanAt().toInstant(),
                        row.getClaims(),
                        row.getMoved(),
                        row.getRefused(),
                        row.getFreedCards(),
                        Duration.ofMillis(row.getTookMs())));
    }
}

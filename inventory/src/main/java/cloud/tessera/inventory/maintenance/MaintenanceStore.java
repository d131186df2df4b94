package cloud.tessera.inventory.maintenance;

import static cloud.tessera.inventory.tables.Tables.MAINTENANCE;
import static cloud.tessera.inventory.tables.Tables.MAINTENANCE_CLAIM;

import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of maintenance windows. */
final class MaintenanceStore {
    private static final Field<Integer> MADE_WAY = DSL.field(DSL.select(DSL.count())
                    .from(MAINTENANCE_CLAIM)
                    .where(MAINTENANCE_CLAIM.MAINTENANCE_ID.eq(MAINTENANCE.ID)))
            .as("made_way");

    private MaintenanceStore() {}

    /**
     * What a scope is now.
     *
     * @param hosts ascending
     * @param cards ascending
     * @param pieces all slots of the cards, by card and slot
     */
    record Target(String name, String site, List<Integer> hosts, List<Integer> cards, List<Placement.Piece> pieces) {}

    /** A claim whose move has not settled. */
    record Unsettled(MaintenanceId maintenance, UUID claim, Instant start, boolean cancelled) {}

    /** Empty where nothing of that name has cards. */
    static Optional<Target> target(Tx tx, Scope scope) {
        Result<Record> rows = tx.sql().fetch("""
                        select d.id, d.host, d.slots, d.extra_slots, h.name, h.site
                        from inventory.device d join inventory.host h on h.id = d.host
                        where case ? when 'host' then h.id::text when 'pool' then h.pool when 'site' then h.site else h.fabric end = ?
                        order by d.id""", scope.kind().text(), scope.target());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Placement.Piece> pieces = new ArrayList<>();
        for (Record row : rows) {
            int own = row.get("slots", Integer.class);
            int card = row.get("id", Integer.class);
            pieces.add(new Placement.Piece(card, new SlotRange(0, own)));
            for (int slot = own; slot < own + row.get("extra_slots", Integer.class); slot++) {
                pieces.add(new Placement.Piece(card, new SlotRange(slot, slot + 1)));
            }
        }
        Record first = rows.getFirst();
        return Optional.of(new Target(
                scope.kind() == Scope.Kind.HOST ? first.get("name", String.class) : scope.target(),
                first.get("site", String.class),
                rows.getValues("host", Integer.class).stream()
                        .distinct()
                        .sorted()
                        .toList(),
                rows.getValues("id", Integer.class),
                pieces));
    }

    static void insert(Tx tx, Maintenance it, List<InTheWay> madeWay) {
        tx.sql()
                .insertInto(MAINTENANCE)
                .set(MAINTENANCE.ID, it.id().value())
                .set(MAINTENANCE.SCOPE, it.scope().kind().text())
                .set(MAINTENANCE.TARGET, it.scope().target())
                .set(MAINTENANCE.NAME, it.name())
                .set(MAINTENANCE.SITE, it.site())
                .set(MAINTENANCE.START_AT, time(it.window().start()))
                .set(MAINTENANCE.END_AT, time(it.window().end()))
                .set(MAINTENANCE.REASON, it.reason())
                .set(MAINTENANCE.HOSTS, it.hosts())
                .set(MAINTENANCE.CARDS, it.cards())
                .set(MAINTENANCE.CREATED_BY, it.createdBy())
                .set(MAINTENANCE.CREATED_AT, time(it.createdAt()))
                .execute();
        for (InTheWay claim : madeWay) {
            tx.sql()
                    .insertInto(MAINTENANCE_CLAIM)
                    .set(MAINTENANCE_CLAIM.MAINTENANCE_ID, it.id().value())
                    .set(MAINTENANCE_CLAIM.CLAIM_ID, claim.claim())
                    .set(MAINTENANCE_CLAIM.WAY, claim.way().text())
                    .set(MAINTENANCE_CLAIM.SETTLED, claim.way() != InTheWay.Way.MOVE)
                    .execute();
        }
    }

    static Optional<Maintenance> find(Tx tx, MaintenanceId id) {
        return select(tx).where(MAINTENANCE.ID.eq(id.value())).fetchOptional(MaintenanceStore::maintenance);
    }

    static Optional<Maintenance> lock(Tx tx, MaintenanceId id) {
        return select(tx)
                .where(MAINTENANCE.ID.eq(id.value()))
                .forNoKeyUpdate()
                .of(MAINTENANCE)
                .fetchOptional(MaintenanceStore::maintenance);
    }

    /**
     * The latest planned first.
     *
     * @param open whether only those that are neither over nor cancelled
     * @param after those planned before this one; null for all
     */
    static List<Maintenance> list(Tx tx, boolean open, @Nullable UUID after, int limit) {
        Condition wanted =
                open ? MAINTENANCE.CANCELLED_AT.isNull().and(MAINTENANCE.END_AT.gt(tx.timestamp())) : DSL.noCondition();
        return select(tx)
                .where(wanted)
                .and(after == null ? DSL.noCondition() : MAINTENANCE.ID.lt(after))
                .orderBy(MAINTENANCE.ID.desc())
                .limit(limit)
                .fetch(MaintenanceStore::maintenance);
    }

    private static SelectJoinStep<Record> select(Tx tx) {
        return tx.sql().select(MAINTENANCE.fields()).select(MADE_WAY).from(MAINTENANCE);
    }

    private static Maintenance maintenance(Record row) {
        OffsetDateTime cancelled = row.get(MAINTENANCE.CANCELLED_AT);
        return new Maintenance(
                new MaintenanceId(row.get(MAINTENANCE.ID)),
                new Scope(Scope.Kind.of(row.get(MAINTENANCE.SCOPE)), row.get(MAINTENANCE.TARGET)),
                row.get(MAINTENANCE.NAME),
                row.get(MAINTENANCE.SITE),
                new TimeWindow(
                        row.get(MAINTENANCE.START_AT).toInstant(),
                        row.get(MAINTENANCE.END_AT).toInstant()),
                row.get(MAINTENANCE.REASON),
                row.get(MAINTENANCE.HOSTS),
                row.get(MAINTENANCE.CARDS),
                row.get(MADE_WAY),
                row.get(MAINTENANCE.CREATED_BY),
                row.get(MAINTENANCE.CREATED_AT).toInstant(),
                cancelled == null ? null : cancelled.toInstant());
    }

    static void cancel(Tx tx, MaintenanceId id) {
        tx.sql()
                .update(MAINTENANCE)
                .set(MAINTENANCE.CANCELLED_AT, tx.timestamp())
                .where(MAINTENANCE.ID.eq(id.value()))
                .execute();
    }

    /** Claims that were moving for a window, by window and claim. */
    static List<Unsettled> unsettled(Tx tx, @Nullable MaintenanceId of) {
        return tx.sql()
                .select(
                        MAINTENANCE_CLAIM.MAINTENANCE_ID,
                        MAINTENANCE_CLAIM.CLAIM_ID,
                        MAINTENANCE.START_AT,
                        MAINTENANCE.CANCELLED_AT)
                .from(MAINTENANCE_CLAIM)
                .join(MAINTENANCE)
                .on(MAINTENANCE.ID.eq(MAINTENANCE_CLAIM.MAINTENANCE_ID))
                .where(DSL.not(MAINTENANCE_CLAIM.SETTLED))
                .and(of == null ? DSL.noCondition() : MAINTENANCE.ID.eq(of.value()))
                .orderBy(MAINTENANCE_CLAIM.MAINTENANCE_ID, MAINTENANCE_CLAIM.CLAIM_ID)
                .fetch(row -> new Unsettled(
                        new MaintenanceId(row.value1()),
                        row.value2(),
                        row.value3().toInstant(),
                        row.value4() != null));
    }

    static void settle(Tx tx, Unsettled it) {
        tx.sql()
                .update(MAINTENANCE_CLAIM)
                .set(MAINTENANCE_CLAIM.SETTLED, true)
                .where(MAINTENANCE_CLAIM.MAINTENANCE_ID.eq(it.maintenance().value()))
                .and(MAINTENANCE_CLAIM.CLAIM_ID.eq(it.claim()))
                .execute();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

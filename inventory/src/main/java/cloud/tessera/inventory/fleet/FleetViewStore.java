package cloud.tessera.inventory.fleet;

import static cloud.tessera.inventory.tables.Tables.DEVICE;
import static cloud.tessera.inventory.tables.Tables.HOST;
import static org.jooq.impl.DSL.arrayAggDistinct;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads hosts, devices and tiles as an operator looks at them. */
final class FleetViewStore {
    private FleetViewStore() {}

    static List<Stock> stock(Tx tx) {
        var failed = count().filterWhere(DEVICE.HEALTH.eq(Device.Health.FAILED.text()));
        return tx
                .sql()
                .select(HOST.SITE, HOST.POOL, DEVICE.MODEL, count(), failed)
                .from(DEVICE)
                .join(HOST)
                .on(HOST.ID.eq(DEVICE.HOST))
                .groupBy(HOST.SITE, HOST.POOL, DEVICE.MODEL)
                .orderBy(HOST.SITE, HOST.POOL, DEVICE.MODEL)
                .stream()
                .map(r -> new Stock(r.value1(), r.value2(), r.value3(), r.value4(), r.value5()))
                .toList();
    }

    static List<HostView> hosts(Tx tx, FleetFilter filter, int offset, int limit) {
        var models = arrayAggDistinct(DEVICE.MODEL);
        var devices = count(DEVICE.ID);
        var failed = count().filterWhere(DEVICE.HEALTH.eq(Device.Health.FAILED.text()));
        var draining = count().filterWhere(DEVICE.HEALTH.eq(Device.Health.DRAINING.text()));
        Condition wanted = place(filter);
        if (filter.model() != null || filter.health() != null) {
            var card = DEVICE.as("card");
            wanted = wanted.and(exists(selectOne()
                    .from(card)
                    .where(card.HOST.eq(HOST.ID))
                    .and(filter.model() == null ? noCondition() : card.MODEL.eq(filter.model()))
                    .and(
                            filter.health() == null
                                    ? noCondition()
                                    : card.HEALTH.eq(filter.health().text()))));
        }
        return tx
                .sql()
                .select(HOST.fields())
                .select(models, devices, failed, draining)
                .from(HOST)
                .join(DEVICE)
                .on(DEVICE.HOST.eq(HOST.ID))
                .where(wanted)
                .groupBy(HOST.ID)
                .orderBy(HOST.SITE, HOST.NAME)
                .offset(offset)
                .limit(limit)
                .stream()
                .map(r -> new HostView(
                        FleetStore.host(r), List.of(r.get(models)), r.get(devices), r.get(failed), r.get(draining)))
                .toList();
    }

    static List<DeviceView> devices(Tx tx, Condition wanted, int offset, int limit) {
        var taken = coalesce(
                        field("""
                                (select sum(upper(o.slots) - lower(o.slots)) from inventory.occupancy o
                                 where o.device_id = {0} and o.during @> {1}::timestamptz and lower(o.slots) < {2})""", Integer.class, DEVICE.ID, org.jooq.impl.DSL.val(tx.timestamp()), DEVICE.SLOTS), 0)
                .as("taken");
        return tx
                .sql()
                .select(DEVICE.fields())
                .select(HOST.NAME, HOST.SITE, HOST.POOL, HOST.FABRIC)
                .select(taken)
                .from(DEVICE)
                .join(HOST)
                .on(HOST.ID.eq(DEVICE.HOST))
                .where(wanted)
                .orderBy(HOST.SITE, HOST.NAME, DEVICE.SLOT)
                .offset(offset)
                .limit(limit)
                .stream()
                .map(r -> new DeviceView(
                        FleetStore.device(r),
                        r.get(HOST.NAME),
                        r.get(HOST.SITE),
                        r.get(HOST.POOL),
                        r.get(HOST.FABRIC),
                        Catalogue.shipped().orFungible(r.get(DEVICE.MODEL)).name(),
                        r.get(taken)))
                .toList();
    }

    static Condition wanted(FleetFilter filter) {
        return place(filter)
                .and(filter.model() == null ? noCondition() : DEVICE.MODEL.eq(filter.model()))
                .and(
                        filter.health() == null
                                ? noCondition()
                                : DEVICE.HEALTH.eq(filter.health().text()));
    }

    private static Condition place(FleetFilter filter) {
        return noCondition()
                .and(filter.site() == null ? noCondition() : HOST.SITE.eq(filter.site()))
                .and(filter.pool() == null ? noCondition() : HOST.POOL.eq(filter.pool()))
                .and(filter.host() == null ? noCondition() : HOST.ID.eq(filter.host()))
                .and(
                        filter.text() == null
                                ? noCondition()
                                : HOST.NAME
                                        .containsIgnoreCase(filter.text())
                                        .or(HOST.SITE.containsIgnoreCase(filter.text())));
    }

    static Condition device(int id) {
        return DEVICE.ID.eq(id);
    }

    /** The tiles of devices within a window, by device. */
    static Map<Integer, List<DeviceTiles.Tile>> tiles(Tx tx, List<Integer> devices, TimeWindow window) {
        Map<Integer, List<DeviceTiles.Tile>> found = new HashMap<>();
        tx.sql()
                .resultQuery(
                        """
                        select o.device_id, lower(o.slots) as slot_start, upper(o.slots) as slot_end,
                          lower(o.during) as start_at, upper(o.during) as end_at, o.claim_id,
                          case when r.id is not null then 'reservation' when a.id is not null then 'allocation'
                            when m.id is not null then 'maintenance' else 'other' end as kind,
                          coalesce(r.organization_id, a.organization_id) as organization,
                          coalesce(r.name, a.name, m.reason) as name, coalesce(r.state, a.state) as state
                        from inventory.occupancy o
                        left join inventory.reservation r on r.id = o.claim_id
                        left join inventory.allocation a on a.id = o.claim_id
                        left join inventory.maintenance m on m.id = o.claim_id
                        where o.device_id = any(?::int[]) and o.during && tstzrange(?::timestamptz, ?::timestamptz)
                        order by o.device_id, 2, 4""",
                        devices.toArray(Integer[]::new),
                        window.start().atOffset(ZoneOffset.UTC),
                        window.end().atOffset(ZoneOffset.UTC))
                .forEach(r -> found.computeIfAbsent(r.get("device_id", Integer.class), d -> new ArrayList<>())
                        .add(tile(r)));
        return found;
    }

    private static DeviceTiles.Tile tile(Record r) {
        @Nullable OffsetDateTime end = r.get("end_at", OffsetDateTime.class);
        @Nullable Instant until = end == null ? null : end.toInstant();
        @Nullable UUID organization = r.get("organization", UUID.class);
        return new DeviceTiles.Tile(
                r.get("slot_start", Integer.class),
                r.get("slot_end", Integer.class),
                r.get("start_at", OffsetDateTime.class).toInstant(),
                until,
                r.get("claim_id", UUID.class),
                r.get("kind", String.class),
                organization == null ? null : new OrganizationId(organization),
                r.get("name", String.class),
                r.get("state", String.class));
    }
}

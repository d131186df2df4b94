package cloud.tessera.inventory.consignment;

import static cloud.tessera.inventory.tables.Tables.RESALE;
import static cloud.tessera.inventory.tables.Tables.RETURNED_HOUR;

import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** The SQL of returned hours and of who bought them; rows are locked in the order of their key. Called as the platform. */
final class ReturnedHourStore {
    /** What a reservation bought of a returned hour. */
    record Bought(UUID of, Instant at, UUID quote, int quantity) {}

    /**
     * What one purchase took of a return, all of whose hours have passed.
     *
     * @param unitSeconds that its buyer was charged for
     */
    record Group(UUID of, QuoteId quote, long unitHours, long unitSeconds) {}

    private ReturnedHourStore() {}

    static Instant hour(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    static int insert(
            Tx tx, UUID of, OrganizationId organization, String site, String sku, List<Instant> hours, int quantity) {
        return tx.sql()
                .execute(
                        """
                        insert into inventory.returned_hour (return_id, hour_at, organization_id, site, sku, quantity)
                        select {0}, h, {1}, {2}, {3}, {4} from unnest({5}::timestamptz[]) as h""",
                        DSL.val(of),
                        DSL.val(organization.value()),
                        DSL.val(site),
                        DSL.val(sku),
                        DSL.val(quantity),
                        DSL.val(hours.stream().map(ReturnedHourStore::utc).toArray(OffsetDateTime[]::new)));
    }

    /** Deletes all hours of a return, if none was sold or has passed. */
    static boolean delete(Tx tx, UUID of) {
        int all = tx.sql()
                .select(RETURNED_HOUR.HOUR_AT)
                .from(RETURNED_HOUR)
                .where(RETURNED_HOUR.RETURN_ID.eq(of))
                .orderBy(RETURNED_HOUR.HOUR_AT)
                .forUpdate()
                .fetch()
                .size();
        int unsold = tx.sql()
                .deleteFrom(RETURNED_HOUR)
                .where(RETURNED_HOUR.RETURN_ID.eq(of))
                .and(RETURNED_HOUR.SOLD.eq(0))
                .and(RETURNED_HOUR.HOUR_AT.ge(tx.timestamp()))
                .execute();
        return unsold == all;
    }

    /** What is not sold of an SKU at a site, the oldest return first. */
    static List<ReturnedStock.Hour> lockUnsold(Tx tx, String site, String sku, TimeWindow hours) {
        return tx.sql()
                .selectFrom(RETURNED_HOUR)
                .where(RETURNED_HOUR.SITE.eq(site))
                .and(RETURNED_HOUR.SKU.eq(sku))
                .and(RETURNED_HOUR.HOUR_AT.ge(utc(hours.start())))
                .and(RETURNED_HOUR.HOUR_AT.lt(utc(hours.end())))
                .and(RETURNED_HOUR.SOLD.lt(RETURNED_HOUR.QUANTITY))
                .andNot(RETURNED_HOUR.LAPSED)
                .orderBy(RETURNED_HOUR.RETURN_ID, RETURNED_HOUR.HOUR_AT)
                .forNoKeyUpdate()
                .fetch(row -> new ReturnedStock.Hour(
                        row.getReturnId(),
                        new OrganizationId(row.getOrganizationId()),
                        row.getHourAt().toInstant(),
                        row.getQuantity(),
                        row.getSold()));
    }

    static void sell(Tx tx, ReturnedStock.Hour hour, ReturnedStock.Sale sale, int quantity) {
        addSold(tx, hour.of(), hour.at(), quantity);
        tx.sql()
                .insertInto(RESALE)
                .set(RESALE.RETURN_ID, hour.of())
                .set(RESALE.HOUR_AT, utc(hour.at()))
                .set(RESALE.BUYER_ID, sale.buyer())
                .set(RESALE.QUOTE_ID, sale.quote().id().value())
                .set(RESALE.ORGANIZATION_ID, hour.organization().value())
                .set(RESALE.QUANTITY, quantity)
                .set(RESALE.SECONDS, sale.seconds(hour.at()))
                .execute();
    }

    /** What a reservation has bought of returned hours in a time and is not settled; the oldest return first. */
    static List<Bought> lockBought(Tx tx, UUID buyer, TimeWindow window) {
        return tx.sql()
                .select(RESALE.RETURN_ID, RESALE.HOUR_AT, RESALE.QUOTE_ID, RESALE.QUANTITY)
                .from(RESALE)
                .join(RETURNED_HOUR)
                .on(RETURNED_HOUR.RETURN_ID.eq(RESALE.RETURN_ID))
                .and(RETURNED_HOUR.HOUR_AT.eq(RESALE.HOUR_AT))
                .where(RESALE.BUYER_ID.eq(buyer))
                .and(RESALE.SETTLED_AT.isNull())
                .and(RESALE.HOUR_AT.ge(utc(window.start())))
                .and(RESALE.HOUR_AT.lt(utc(window.end())))
                .orderBy(RESALE.RETURN_ID, RESALE.HOUR_AT, RESALE.QUOTE_ID)
                .forNoKeyUpdate()
                .of(RETURNED_HOUR, RESALE)
                .fetch(row -> new Bought(row.value1(), row.value2().toInstant(), row.value3(), row.value4()));
    }

    static void undo(Tx tx, Bought bought, int quantity) {
        addSold(tx, bought.of(), bought.at(), -quantity);
        Condition it = RESALE.RETURN_ID
                .eq(bought.of())
                .and(RESALE.HOUR_AT.eq(utc(bought.at())))
                .and(RESALE.QUOTE_ID.eq(bought.quote()));
        if (quantity == bought.quantity()) {
            tx.sql().deleteFrom(RESALE).where(it).execute();
        } else {
            tx.sql()
                    .update(RESALE)
                    .set(RESALE.QUANTITY, RESALE.QUANTITY.minus(quantity))
                    .where(it)
                    .execute();
        }
    }

    private static void addSold(Tx tx, UUID of, Instant at, int quantity) {
        tx.sql()
                .update(RETURNED_HOUR)
                .set(RETURNED_HOUR.SOLD, RETURNED_HOUR.SOLD.plus(quantity))
                .where(RETURNED_HOUR.RETURN_ID.eq(of))
                .and(RETURNED_HOUR.HOUR_AT.eq(utc(at)))
                .execute();
    }

    // What has passed

    /** Returns with something that has passed and is not settled. */
    static List<UUID> due(Tx tx, int most) {
        OffsetDateTime last = utc(tx.now().minus(Duration.ofHours(1)));
        return tx.sql().fetch("""
                        select distinct return_id from inventory.returned_hour where not lapsed and hour_at <= {0}
                        union
                        select return_id from inventory.resale where settled_at is null
                        group by return_id, quote_id having max(hour_at) <= {0}
                        order by 1 limit {1}""", DSL.val(last), DSL.val(most)).getValues(0, UUID.class);
    }

    /** Marks the hours that have passed, and says how much of them was not sold. */
    static long lapse(Tx tx, UUID of) {
        tx.sql()
                .select(RETURNED_HOUR.HOUR_AT)
                .from(RETURNED_HOUR)
                .where(RETURNED_HOUR.RETURN_ID.eq(of))
                .orderBy(RETURNED_HOUR.HOUR_AT)
                .forNoKeyUpdate()
                .fetch();
        return tx
                .sql()
                .update(RETURNED_HOUR)
                .set(RETURNED_HOUR.LAPSED, true)
                .where(RETURNED_HOUR.RETURN_ID.eq(of))
                .andNot(RETURNED_HOUR.LAPSED)
                .and(RETURNED_HOUR.HOUR_AT.le(utc(tx.now().minus(Duration.ofHours(1)))))
                .returningResult(RETURNED_HOUR.QUANTITY.minus(RETURNED_HOUR.SOLD))
                .fetch()
                .stream()
                .mapToLong(row -> row.value1())
                .sum();
    }

    /** Purchases all of whose hours have passed, marked as settled, the first first. */
    static List<Group> settle(Tx tx, UUID of) {
        OffsetDateTime last = utc(tx.now().minus(Duration.ofHours(1)));
        return tx.sql()
                .fetch("""
                        with passed as (
                          select quote_id from inventory.resale where return_id = {0} and settled_at is null
                          group by quote_id having max(hour_at) <= {1}),
                        settled as (
                          update inventory.resale r set settled_at = {2} from passed p
                          where r.return_id = {0} and r.quote_id = p.quote_id and r.settled_at is null
                          returning r.quote_id, r.quantity, r.seconds)
                        select quote_id, sum(quantity)::bigint as hours, sum(quantity::bigint * seconds)::bigint as seconds
                        from settled group by quote_id order by quote_id""", DSL.val(of), DSL.val(last), DSL.val(tx.timestamp()))
                .map(row -> new Group(
                        of,
                        new QuoteId(row.get("quote_id", UUID.class)),
                        row.get("hours", Long.class),
                        row.get("seconds", Long.class)));
    }

    /** How many unit-hours were sold of returns. */
    static Map<UUID, Long> sold(Tx tx, Collection<UUID> of) {
        return tx.sql()
                .select(RETURNED_HOUR.RETURN_ID, DSL.sum(RETURNED_HOUR.SOLD))
                .from(RETURNED_HOUR)
                .where(RETURNED_HOUR.RETURN_ID.eq(DSL.any(of.toArray(UUID[]::new))))
                .groupBy(RETURNED_HOUR.RETURN_ID)
                .fetchMap(row -> row.value1(), row -> row.value2().longValue());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}

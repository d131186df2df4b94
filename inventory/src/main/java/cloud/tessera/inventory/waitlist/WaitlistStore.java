package cloud.tessera.inventory.waitlist;

import static cloud.tessera.inventory.tables.Tables.WAITLIST_ENTRY;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.tables.tables.records.WaitlistEntryRecord;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of the waitlist. */
final class WaitlistStore {
    private static final String WAITING = WaitlistEntry.State.WAITING.text();

    private WaitlistStore() {}

    static void insert(Tx tx, WaitlistEntry e, Currency currency) {
        Wait wait = e.wish();
        Shape shape = wait.shape();
        tx.sql()
                .insertInto(WAITLIST_ENTRY)
                .set(WAITLIST_ENTRY.ID, e.id().value())
                .set(WAITLIST_ENTRY.ORGANIZATION_ID, e.organization().value())
                .set(WAITLIST_ENTRY.PROJECT_ID, wait.project().value())
                .set(WAITLIST_ENTRY.PAYER_ID, e.payer().value())
                .set(WAITLIST_ENTRY.NAME, wait.name())
                .set(WAITLIST_ENTRY.IMAGE, wait.image())
                .set(WAITLIST_ENTRY.MODEL, shape.model())
                .set(WAITLIST_ENTRY.PROFILE, shape.profile())
                .set(WAITLIST_ENTRY.QUANTITY, shape.quantity())
                .set(WAITLIST_ENTRY.GANG, shape.gang())
                .set(WAITLIST_ENTRY.CPU_MILLI, shape.cpuMilli())
                .set(WAITLIST_ENTRY.MEMORY_MIB, shape.memoryMib())
                .set(WAITLIST_ENTRY.SITES, wait.sites().toArray(String[]::new))
                .set(WAITLIST_ENTRY.EARLIEST_START, utc(wait.within().start()))
                .set(WAITLIST_ENTRY.LATEST_END, utc(wait.within().end()))
                .set(WAITLIST_ENTRY.HOURS, wait.hours())
                .set(
                        WAITLIST_ENTRY.CEILING_MINOR,
                        wait.ceiling() == null ? null : wait.ceiling().minor())
                .set(WAITLIST_ENTRY.CURRENCY, currency.getCurrencyCode())
                .set(WAITLIST_ENTRY.MODE, wait.mode().text())
                .set(WAITLIST_ENTRY.STATE, e.state().text())
                .set(WAITLIST_ENTRY.CREATED_BY, e.createdBy())
                .set(WAITLIST_ENTRY.CREATED_AT, utc(e.createdAt()))
                .execute();
        ClaimLimits.bind(tx, e.id().value(), e.organization(), wait.limits());
    }

    static Optional<WaitlistEntry> find(Tx tx, WaitlistEntryId id) {
        return tx.sql()
                .selectFrom(WAITLIST_ENTRY)
                .where(WAITLIST_ENTRY.ID.eq(id.value()))
                .and(visible(tx))
                .fetchOptional(WaitlistStore::entry)
                .map(entry -> entry.within(ClaimLimits.of(tx, id.value())));
    }

    private static List<WaitlistEntry> limited(Tx tx, List<WaitlistEntry> entries) {
        Map<UUID, SiteLimits> limits = ClaimLimits.of(
                tx, entries.stream().map(entry -> entry.id().value()).toList());
        return entries.stream()
                .map(entry -> entry.within(limits.getOrDefault(entry.id().value(), SiteLimits.NONE)))
                .toList();
    }

    static List<WaitlistEntry> list(Tx tx, boolean waiting, @Nullable UUID before, int most) {
        return limited(
                tx,
                tx.sql()
                        .selectFrom(WAITLIST_ENTRY)
                        .where(visible(tx))
                        .and(waiting ? WAITLIST_ENTRY.STATE.eq(WAITING) : DSL.noCondition())
                        .and(before == null ? DSL.noCondition() : WAITLIST_ENTRY.ID.lt(before))
                        .orderBy(WAITLIST_ENTRY.ID.desc())
                        .limit(most)
                        .fetch(WaitlistStore::entry));
    }

    static long count(Tx tx, OrganizationId organization) {
        return tx.sql()
                .fetchCount(
                        WAITLIST_ENTRY,
                        WAITLIST_ENTRY.ORGANIZATION_ID.eq(organization.value()).and(WAITLIST_ENTRY.STATE.eq(WAITING)));
    }

    /** What waits by SKU and site. */
    static List<WaitlistDemand> demand(Tx tx) {
        return tx.sql()
                .fetch("""
                        select model || '/' || coalesce(profile, 'card') as sku, site, count(*)::int as entries,
                               sum(quantity)::bigint as quantity, sum(quantity::bigint * hours)::bigint as unit_hours,
                               min(earliest_start) as earliest
                        from inventory.waitlist_entry left join unnest(sites) as site on true
                        where state = 'waiting' group by 1, 2 order by 5 desc, 1, 2""")
                .map(row -> new WaitlistDemand(
                        row.get("sku", String.class),
                        row.get("site", String.class),
                        row.get("entries", Integer.class),
                        row.get("quantity", Long.class),
                        row.get("unit_hours", Long.class),
                        row.get("earliest", OffsetDateTime.class).toInstant()));
    }

    /**
     * One that waits.
     *
     * @param looks how often it was tried to make room for it
     */
    record Waiting(WaitlistEntry entry, int looks) {}

    /**
     * Of what waits the first of every payer, then the second of every payer, and so on, up to a most: a payer's come in the
     * order in which it was last tried to make room for them, or they joined. So whoever waits has one among them, and each
     * of a payer's gets there in time.
     */
    static List<Waiting> waiting(Tx tx, int most) {
        Field<OffsetDateTime> since = DSL.coalesce(WAITLIST_ENTRY.LOOKED_AT, WAITLIST_ENTRY.CREATED_AT);
        Field<Integer> turn = DSL.rowNumber()
                .over(DSL.partitionBy(WAITLIST_ENTRY.PAYER_ID).orderBy(since, WAITLIST_ENTRY.ID))
                .as("turn");
        List<WaitlistEntryRecord> rows = tx.sql()
                .select(WAITLIST_ENTRY.fields())
                .select(turn)
                .from(WAITLIST_ENTRY)
                .where(WAITLIST_ENTRY.STATE.eq(WAITING))
                .orderBy(turn, since, WAITLIST_ENTRY.ID)
                .limit(most)
                .fetchInto(WAITLIST_ENTRY);
        List<WaitlistEntry> entries =
                limited(tx, rows.stream().map(WaitlistStore::entry).toList());
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new Waiting(entries.get(i), rows.get(i).getLooks()))
                .toList();
    }

    /** Notes that it is tried to make room for some; those that somebody serves at this moment are left out. */
    static int looked(Tx tx, Collection<WaitlistEntryId> ids) {
        return tx.sql()
                .update(WAITLIST_ENTRY)
                .set(WAITLIST_ENTRY.LOOKED_AT, tx.timestamp())
                .set(WAITLIST_ENTRY.LOOKS, WAITLIST_ENTRY.LOOKS.plus(1))
                .where(WAITLIST_ENTRY.ID.in(tx.sql()
                        .select(WAITLIST_ENTRY.ID)
                        .from(WAITLIST_ENTRY)
                        .where(WAITLIST_ENTRY.ID.in(
                                ids.stream().map(WaitlistEntryId::value).toList()))
                        .and(WAITLIST_ENTRY.STATE.eq(WAITING))
                        .forNoKeyUpdate()
                        .skipLocked()))
                .execute();
    }

    /** When the payers of what waits were served last. */
    static Map<OrganizationId, Instant> served(Tx tx) {
        return tx.sql()
                .select(WAITLIST_ENTRY.PAYER_ID, DSL.max(WAITLIST_ENTRY.SERVED_AT))
                .from(WAITLIST_ENTRY)
                .where(WAITLIST_ENTRY.SERVED_AT.isNotNull())
                .groupBy(WAITLIST_ENTRY.PAYER_ID)
                .fetchMap(
                        row -> new OrganizationId(row.value1()),
                        row -> row.value2().toInstant());
    }

    /** Locks an entry that still waits; empty where it does not, or where somebody else is about to serve it. */
    static boolean lockWaiting(Tx tx, WaitlistEntryId id) {
        return tx.sql()
                .select(WAITLIST_ENTRY.ID)
                .from(WAITLIST_ENTRY)
                .where(WAITLIST_ENTRY.ID.eq(id.value()))
                .and(WAITLIST_ENTRY.STATE.eq(WAITING))
                .forNoKeyUpdate()
                .skipLocked()
                .fetchOptional()
                .isPresent();
    }

    static void served(
            Tx tx,
            WaitlistEntryId id,
            WaitlistEntry.State state,
            String site,
            Instant start,
            @Nullable ReservationId made) {
        tx.sql()
                .update(WAITLIST_ENTRY)
                .set(WAITLIST_ENTRY.STATE, state.text())
                .set(WAITLIST_ENTRY.FOUND_SITE, site)
                .set(WAITLIST_ENTRY.FOUND_START, utc(start))
                .set(WAITLIST_ENTRY.RESERVATION_ID, made == null ? null : made.value())
                .set(WAITLIST_ENTRY.SERVED_AT, tx.timestamp())
                .setNull(WAITLIST_ENTRY.REASON_CODE)
                .setNull(WAITLIST_ENTRY.REASON)
                .where(WAITLIST_ENTRY.ID.eq(id.value()))
                .and(WAITLIST_ENTRY.STATE.eq(WAITING))
                .execute();
    }

    /** Notes why it waits still; nothing where it waits for room alone. */
    static void reason(Tx tx, WaitlistEntryId id, @Nullable Refusal refusal) {
        String code = refusal == null ? null : refusal.code();
        tx.sql()
                .update(WAITLIST_ENTRY)
                .set(WAITLIST_ENTRY.REASON_CODE, code)
                .set(WAITLIST_ENTRY.REASON, refusal == null ? null : refusal.detail())
                .where(WAITLIST_ENTRY.ID.eq(id.value()))
                .and(WAITLIST_ENTRY.STATE.eq(WAITING))
                .and(WAITLIST_ENTRY.REASON_CODE.isDistinctFrom(code))
                .execute();
    }

    static boolean withdraw(Tx tx, WaitlistEntryId id) {
        return tx.sql()
                        .update(WAITLIST_ENTRY)
                        .set(WAITLIST_ENTRY.STATE, WaitlistEntry.State.WITHDRAWN.text())
                        .where(WAITLIST_ENTRY.ID.eq(id.value()))
                        .and(WAITLIST_ENTRY.STATE.eq(WAITING))
                        .and(visible(tx))
                        .execute()
                == 1;
    }

    /** Ends what can no longer begin in time. */
    static int expire(Tx tx) {
        return tx.sql()
                .update(WAITLIST_ENTRY)
                .set(WAITLIST_ENTRY.STATE, WaitlistEntry.State.EXPIRED.text())
                .where(WAITLIST_ENTRY.STATE.eq(WAITING))
                .and(DSL.condition(
                        "{0} - make_interval(hours => {1}) < {2}",
                        WAITLIST_ENTRY.LATEST_END, WAITLIST_ENTRY.HOURS, DSL.val(tx.timestamp())))
                .execute();
    }

    private static Condition visible(Tx tx) {
        Condition own = tx.caller()
                .organization()
                .map(organization -> WAITLIST_ENTRY.ORGANIZATION_ID.eq(organization.value()))
                .orElse(DSL.noCondition());
        return tx.caller() instanceof Caller.Key key
                ? own.and(key.project()
                        .map(project -> WAITLIST_ENTRY.PROJECT_ID.eq(project.value()))
                        .orElse(DSL.noCondition()))
                : own;
    }

    private static WaitlistEntry entry(WaitlistEntryRecord row) {
        Long ceiling = row.getCeilingMinor();
        UUID reservation = row.getReservationId();
        Wait wait = new Wait(
                new ProjectId(row.getProjectId()),
                new Shape(
                        row.getModel(),
                        row.getProfile(),
                        row.getQuantity(),
                        row.getGang(),
                        row.getCpuMilli(),
                        row.getMemoryMib()),
                List.of(row.getSites()),
                new TimeWindow(
                        row.getEarliestStart().toInstant(), row.getLatestEnd().toInstant()),
                row.getHours(),
                ceiling == null ? null : new Money(ceiling, Currency.getInstance(row.getCurrency())),
                Wait.Mode.of(row.getMode()),
                row.getName(),
                row.getImage());
        return new WaitlistEntry(
                new WaitlistEntryId(row.getId()),
                new OrganizationId(row.getOrganizationId()),
                new OrganizationId(row.getPayerId()),
                wait,
                WaitlistEntry.State.of(row.getState()),
                row.getReasonCode(),
                row.getReason(),
                row.getFoundSite(),
                instant(row.getFoundStart()),
                reservation == null ? null : new ReservationId(reservation),
                row.getCreatedBy(),
                Objects.requireNonNull(instant(row.getCreatedAt())),
                instant(row.getServedAt()));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

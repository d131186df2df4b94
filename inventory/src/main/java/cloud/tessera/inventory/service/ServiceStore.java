package cloud.tessera.inventory.service;

import static cloud.tessera.inventory.tables.Tables.ALLOCATION;
import static cloud.tessera.inventory.tables.Tables.SERVICE;
import static cloud.tessera.inventory.tables.Tables.SERVICE_REPLICA;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of services and their replicas. */
final class ServiceStore {
    private ServiceStore() {}

    static void insert(Tx tx, Service s) {
        Scale scale = s.scale();
        tx.sql()
                .insertInto(SERVICE)
                .set(SERVICE.ID, s.id().value())
                .set(SERVICE.ORGANIZATION_ID, s.organization().value())
                .set(SERVICE.PROJECT_ID, s.project().value())
                .set(SERVICE.NAME, s.name())
                .set(SERVICE.MODEL, s.shape().model())
                .set(SERVICE.PROFILE, s.shape().profile())
                .set(SERVICE.QUANTITY, s.shape().quantity())
                .set(SERVICE.GANG, s.shape().gang())
                .set(SERVICE.CPU_MILLI, s.shape().cpuMilli())
                .set(SERVICE.MEMORY_MIB, s.shape().memoryMib())
                .set(SERVICE.SITE, s.site())
                .set(SERVICE.IMAGE, s.image())
                .set(SERVICE.BASELINE, scale.baseline())
                .set(SERVICE.OVERFLOW, scale.overflow().text())
                .set(SERVICE.MINIMUM, scale.minimum())
                .set(SERVICE.MAXIMUM, scale.maximum())
                .set(SERVICE.DESIRED, scale.desired())
                .set(SERVICE.TARGET_PERCENT, scale.targetPercent())
                .set(SERVICE.CEILING_MINOR, minor(scale))
                .set(SERVICE.RESERVATION_ID, reservation(scale))
                .set(SERVICE.SCALED_AT, time(s.scaledAt()))
                .set(SERVICE.CREATED_BY, s.createdBy())
                .set(SERVICE.CREATED_AT, time(s.createdAt()))
                .execute();
    }

    /** Writes what can change; false where the service has another version by now. */
    static boolean update(Tx tx, Service before, Service after) {
        Scale scale = after.scale();
        return tx.sql()
                        .update(SERVICE)
                        .set(SERVICE.BASELINE, scale.baseline())
                        .set(SERVICE.OVERFLOW, scale.overflow().text())
                        .set(SERVICE.MINIMUM, scale.minimum())
                        .set(SERVICE.MAXIMUM, scale.maximum())
                        .set(SERVICE.DESIRED, scale.desired())
                        .set(SERVICE.TARGET_PERCENT, scale.targetPercent())
                        .set(SERVICE.CEILING_MINOR, minor(scale))
                        .set(SERVICE.RESERVATION_ID, reservation(scale))
                        .set(SERVICE.LIMITED, after.limited())
                        .set(SERVICE.SCALED_AT, time(after.scaledAt()))
                        .set(SERVICE.ENDED_AT, time(after.endedAt()))
                        .set(SERVICE.VERSION, after.version())
                        .where(SERVICE.ID.eq(before.id().value()))
                        .and(SERVICE.VERSION.eq(before.version()))
                        .execute()
                == 1;
    }

    static Optional<Service> find(Tx tx, UUID id, Currency currency) {
        return tx.sql()
                .selectFrom(SERVICE)
                .where(SERVICE.ID.eq(id))
                .and(visible(tx))
                .fetchOptional(row -> service(row, currency));
    }

    static Optional<OrganizationId> owner(Tx tx, UUID id) {
        return tx.sql()
                .select(SERVICE.ORGANIZATION_ID)
                .from(SERVICE)
                .where(SERVICE.ID.eq(id))
                .and(visible(tx))
                .fetchOptional(row -> new OrganizationId(row.value1()));
    }

    static Optional<Service> lock(Tx tx, UUID id, Currency currency) {
        return tx.sql()
                .selectFrom(SERVICE)
                .where(SERVICE.ID.eq(id))
                .and(visible(tx))
                .forNoKeyUpdate()
                .fetchOptional(row -> service(row, currency));
    }

    static List<UUID> list(Tx tx, @Nullable ProjectId project, @Nullable UUID before, int most) {
        return tx.sql()
                .select(SERVICE.ID)
                .from(SERVICE)
                .where(visible(tx))
                .and(project == null ? DSL.noCondition() : SERVICE.PROJECT_ID.eq(project.value()))
                .and(before == null ? DSL.noCondition() : SERVICE.ID.lt(before))
                .orderBy(SERVICE.ID.desc())
                .limit(most)
                .fetch(SERVICE.ID);
    }

    /** Those that are kept, by id. */
    static List<UUID> kept(Tx tx) {
        return tx.sql()
                .select(SERVICE.ID)
                .from(SERVICE)
                .where(SERVICE.ENDED_AT.isNull())
                .orderBy(SERVICE.ID)
                .fetch(SERVICE.ID);
    }

    static void add(Tx tx, Service service, UUID allocation, boolean overflow) {
        tx.sql()
                .insertInto(SERVICE_REPLICA)
                .set(SERVICE_REPLICA.ALLOCATION_ID, allocation)
                .set(SERVICE_REPLICA.SERVICE_ID, service.id().value())
                .set(SERVICE_REPLICA.ORGANIZATION_ID, service.organization().value())
                .set(SERVICE_REPLICA.OVERFLOW, overflow)
                .set(SERVICE_REPLICA.AT, tx.timestamp())
                .execute();
    }

    /**
     * The allocations of a service that are not known to be over, and those that were over later than an instant; and
     * whether each is overflow. A service that lives long has had many more.
     */
    static Map<UUID, Boolean> replicas(Tx tx, UUID service, Instant since) {
        return replicas(tx, service, SERVICE_REPLICA.OVER_AT.isNull().or(SERVICE_REPLICA.OVER_AT.ge(time(since))));
    }

    /** The same without those that are known to be over. */
    static Map<UUID, Boolean> replicas(Tx tx, UUID service) {
        return replicas(tx, service, SERVICE_REPLICA.OVER_AT.isNull());
    }

    private static Map<UUID, Boolean> replicas(Tx tx, UUID service, Condition which) {
        return tx.sql()
                .select(SERVICE_REPLICA.ALLOCATION_ID, SERVICE_REPLICA.OVERFLOW)
                .from(SERVICE_REPLICA)
                .where(SERVICE_REPLICA.SERVICE_ID.eq(service))
                .and(which)
                .orderBy(SERVICE_REPLICA.ALLOCATION_ID)
                .fetchMap(SERVICE_REPLICA.ALLOCATION_ID, SERVICE_REPLICA.OVERFLOW);
    }

    /** Notes of those of some allocations that are over when that was. */
    static void over(Tx tx, Collection<UUID> allocations) {
        if (!allocations.isEmpty()) {
            tx.sql()
                    .update(SERVICE_REPLICA)
                    .set(SERVICE_REPLICA.OVER_AT, ALLOCATION.RELEASED_AT)
                    .from(ALLOCATION)
                    .where(ALLOCATION.ID.eq(SERVICE_REPLICA.ALLOCATION_ID))
                    .and(SERVICE_REPLICA.ALLOCATION_ID.eq(DSL.any(allocations.toArray(UUID[]::new))))
                    .and(SERVICE_REPLICA.OVER_AT.isNull())
                    .execute();
        }
    }

    private static Condition visible(Tx tx) {
        Condition own = tx.caller()
                .organization()
                .map(organization -> SERVICE.ORGANIZATION_ID.eq(organization.value()))
                .orElse(DSL.noCondition());
        return tx.caller() instanceof Caller.Key key
                ? own.and(key.project()
                        .map(project -> SERVICE.PROJECT_ID.eq(project.value()))
                        .orElse(DSL.noCondition()))
                : own;
    }

    private static Service service(Record row, Currency currency) {
        Long ceiling = row.get(SERVICE.CEILING_MINOR);
        OffsetDateTime ended = row.get(SERVICE.ENDED_AT);
        UUID reservation = row.get(SERVICE.RESERVATION_ID);
        return new Service(
                new ServiceId(row.get(SERVICE.ID)),
                new OrganizationId(row.get(SERVICE.ORGANIZATION_ID)),
                new ProjectId(row.get(SERVICE.PROJECT_ID)),
                row.get(SERVICE.NAME),
                new Shape(
                        row.get(SERVICE.MODEL),
                        row.get(SERVICE.PROFILE),
                        row.get(SERVICE.QUANTITY),
                        row.get(SERVICE.GANG),
                        row.get(SERVICE.CPU_MILLI),
                        row.get(SERVICE.MEMORY_MIB)),
                row.get(SERVICE.SITE),
                row.get(SERVICE.IMAGE),
                new Scale(
                        row.get(SERVICE.BASELINE),
                        Tier.of(row.get(SERVICE.OVERFLOW)),
                        row.get(SERVICE.MINIMUM),
                        row.get(SERVICE.MAXIMUM),
                        row.get(SERVICE.DESIRED),
                        row.get(SERVICE.TARGET_PERCENT),
                        ceiling == null ? null : new Money(ceiling, currency),
                        reservation == null ? null : new ReservationId(reservation)),
                row.get(SERVICE.LIMITED),
                row.get(SERVICE.SCALED_AT).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.get(SERVICE.CREATED_BY),
                row.get(SERVICE.CREATED_AT).toInstant(),
                row.get(SERVICE.VERSION));
    }

    private static @Nullable UUID reservation(Scale scale) {
        return scale.baselineOn() == null ? null : scale.baselineOn().value();
    }

    private static @Nullable Long minor(Scale scale) {
        return scale.ceiling() == null ? null : scale.ceiling().minor();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable UUID cursor(Page.Request page) {
        String after = page.after();
        try {
            return after == null ? null : ServiceId.of(after).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "after")
                    .asException();
        }
    }
}

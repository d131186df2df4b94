package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.tables.Tables.RESERVATION;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.tables.tables.records.ReservationRecord;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of reservations. */
final class ReservationStore {
    private ReservationStore() {}

    /** Inserts reservations whose quotes serve no other ones. */
    static void insert(Tx tx, List<Reservation> reservations) {
        rows(reservations).insertInto(tx, "inventory.reservation");
    }

    /** False if its quote serves another reservation. */
    static boolean insert(Tx tx, Reservation reservation) {
        return !rows(List.of(reservation))
                .askInserted(
                        tx,
                        "inventory.reservation",
                        "on conflict (quote_id) do nothing returning id",
                        row -> row.getObject(1, UUID.class))
                .get()
                .isEmpty();
    }

    private static Rows<Reservation> rows(List<Reservation> reservations) {
        return Rows.of(reservations)
                .column("id", "uuid", r -> r.id().value())
                .column("organization_id", "uuid", r -> r.organization().value())
                .column("project_id", "uuid", r -> r.project().value())
                .column("quote_id", "uuid", r -> r.quote().value())
                .column("name", "text", Reservation::name)
                .column("model", "text", r -> r.shape().model())
                .column("profile", "text", r -> r.shape().profile())
                .column("quantity", "int", r -> r.shape().quantity())
                .column("gang", "boolean", r -> r.shape().gang())
                .column("cpu_milli", "int", r -> r.shape().cpuMilli())
                .column("memory_mib", "bigint", r -> r.shape().memoryMib())
                .column("sku", "text", r -> r.shape().sku())
                .column("site", "text", Reservation::site)
                .column("start_at", "timestamptz", r -> r.window().start())
                .column("end_at", "timestamptz", r -> r.window().end())
                .column("turnaround_s", "int", r -> r.turnaround().toSeconds())
                .column("amount_minor", "bigint", r -> r.price().minor())
                .column("currency", "text", r -> r.price().currency().getCurrencyCode())
                .column("image", "text", Reservation::image)
                .column("state", "text", r -> r.state().text())
                .column("hold_until", "timestamptz", r -> heldUntil(r.state()))
                .column("due_at", "timestamptz", r -> heldUntil(r.state()))
                .column("cancellation_steps", "int", Reservation::cancellationSteps)
                .column("created_by", "text", Reservation::createdBy)
                .column("created_at", "timestamptz", Reservation::createdAt);
    }

    private static @Nullable Instant heldUntil(ReservationState state) {
        return state instanceof ReservationState.Held held ? held.until() : null;
    }

    static boolean quoteUsed(Tx tx, QuoteId quote) {
        return tx.sql().fetchExists(RESERVATION, RESERVATION.QUOTE_ID.eq(quote.value()));
    }

    static boolean holdsAnything(Tx tx, OrganizationId organization) {
        return tx.sql()
                .fetchExists(
                        RESERVATION,
                        RESERVATION
                                .ORGANIZATION_ID
                                .eq(organization.value())
                                .and(RESERVATION.STATE.eq("held"))
                                .and(RESERVATION.HOLD_UNTIL.gt(tx.timestamp())));
    }

    static Optional<Reservation> find(Tx tx, UUID id) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(RESERVATION.ID.eq(id))
                .and(visible(tx))
                .fetchOptional(ReservationStore::reservation);
    }

    static Optional<Reservation> lock(Tx tx, UUID id) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(RESERVATION.ID.eq(id))
                .and(visible(tx))
                .forNoKeyUpdate()
                .fetchOptional(ReservationStore::reservation);
    }

    static List<Reservation> list(
            Tx tx, @Nullable ProjectId project, @Nullable Stage stage, @Nullable UUID before, int most) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(visible(tx))
                .and(stage == null ? DSL.noCondition() : in(stage))
                .and(project == null ? DSL.noCondition() : RESERVATION.PROJECT_ID.eq(project.value()))
                .and(before == null ? DSL.noCondition() : RESERVATION.ID.lt(before))
                .orderBy(RESERVATION.ID.desc())
                .limit(most)
                .fetch(ReservationStore::reservation);
    }

    static List<Reservation> next(Tx tx, int most) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(visible(tx))
                .and(in(Stage.COMING))
                .orderBy(
                        DSL.when(RESERVATION.STATE.eq("held"), RESERVATION.HOLD_UNTIL)
                                .asc()
                                .nullsLast(),
                        RESERVATION.START_AT,
                        RESERVATION.ID)
                .limit(most)
                .fetch(ReservationStore::reservation);
    }

    /** Whether there is something to be looked at tells the two that are not over apart from the rest, by an index. */
    private static Condition in(Stage stage) {
        return switch (stage) {
            case RUNNING ->
                RESERVATION.DUE_AT.isNotNull().and(RESERVATION.STATE.in("provisioning", "active", "ending"));
            case COMING ->
                RESERVATION.DUE_AT.isNotNull().and(RESERVATION.STATE.in("held", "payment_pending", "scheduled"));
            case ENDED -> RESERVATION.DUE_AT.isNull();
        };
    }

    /** A caller of an organization sees its own, a key that is bound to a project sees that project, the platform all. */
    private static Condition visible(Tx tx) {
        Condition own = tx.caller()
                .organization()
                .map(organization -> RESERVATION.ORGANIZATION_ID.eq(organization.value()))
                .orElse(DSL.noCondition());
        return tx.caller() instanceof Caller.Key key
                ? own.and(key.project()
                        .map(project -> RESERVATION.PROJECT_ID.eq(project.value()))
                        .orElse(DSL.noCondition()))
                : own;
    }

    static Delivery delivery(ReservationRecord row) {
        return new Delivery(
                row.getQuantity(), row.getLostUnits(), instant(row.getLostSince()), row.getUndeliveredUnitS());
    }

    static Reservation reservation(ReservationRecord row) {
        Delivery delivery = delivery(row);
        OffsetDateTime ended = row.getEndedAt();
        return new Reservation(
                new ReservationId(row.getId()),
                new OrganizationId(row.getOrganizationId()),
                new ProjectId(row.getProjectId()),
                new QuoteId(row.getQuoteId()),
                row.getName(),
                new Shape(
                        row.getModel(),
                        row.getProfile(),
                        row.getQuantity(),
                        row.getGang(),
                        row.getCpuMilli(),
                        row.getMemoryMib()),
                row.getSite(),
                new TimeWindow(row.getStartAt().toInstant(), row.getEndAt().toInstant()),
                Duration.ofSeconds(row.getTurnaroundS()),
                new Money(row.getAmountMinor(), Currency.getInstance(row.getCurrency())),
                row.getImage(),
                state(row),
                instant(row.getReadyAt()),
                row.getDegraded(),
                delivery.lostBy(
                        ended == null
                                ? Objects.requireNonNullElse(delivery.lostSince(), Instant.EPOCH)
                                : ended.toInstant()),
                row.getCreatedBy(),
                row.getCreatedAt().toInstant(),
                instant(row.getConfirmedAt()),
                row.getCancellationSteps(),
                row.getContract(),
                row.getVersion());
    }

    private static ReservationState state(ReservationRecord row) {
        return switch (row.getState()) {
            case "held" -> new ReservationState.Held(known(row.getHoldUntil()));
            case "payment_pending" -> new ReservationState.PaymentPending(known(row.getHoldUntil()));
            case "scheduled" -> new ReservationState.Scheduled();
            case "provisioning" -> new ReservationState.Provisioning();
            case "active" -> new ReservationState.Active(known(row.getReadyAt()));
            case "ending" -> new ReservationState.Ending();
            case "completed" -> new ReservationState.Completed(known(row.getEndedAt()));
            case "expired" -> new ReservationState.Expired(known(row.getEndedAt()));
            case "payment_failed" -> new ReservationState.PaymentFailed(known(row.getEndedAt()));
            case "cancelled" -> new ReservationState.Cancelled(known(row.getEndedAt()));
            case "failed" ->
                new ReservationState.Failed(known(row.getEndedAt()), Objects.requireNonNullElse(row.getReason(), ""));
            default -> throw new IllegalStateException("Not a state of a reservation: " + row.getState());
        };
    }

    private static Instant known(@Nullable OffsetDateTime time) {
        return Objects.requireNonNull(time).toInstant();
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable UUID cursor(Page.Request page) {
        String after = page.after();
        try {
            return after == null ? null : ReservationId.of(after).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "after")
                    .asException();
        }
    }
}

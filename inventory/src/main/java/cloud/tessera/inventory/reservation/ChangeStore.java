package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.reservation.ReservationStore.instant;
import static cloud.tessera.inventory.reservation.ReservationStore.time;
import static cloud.tessera.inventory.tables.Tables.AMENDMENT;
import static cloud.tessera.inventory.tables.Tables.CANCELLATION_QUOTE;
import static cloud.tessera.inventory.tables.Tables.RESERVATION;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;

/** The SQL of offers to change a reservation, and of changing it. */
final class ChangeStore {
    private ChangeStore() {}

    static void insert(Tx tx, Amendment a) {
        tx.sql()
                .insertInto(AMENDMENT)
                .set(AMENDMENT.ID, a.id().value())
                .set(AMENDMENT.ORGANIZATION_ID, a.organization().value())
                .set(AMENDMENT.PROJECT_ID, a.project().value())
                .set(AMENDMENT.RESERVATION_ID, a.reservation().value())
                .set(AMENDMENT.CONTRACT, a.contract())
                .set(AMENDMENT.START_AT, time(a.window().start()))
                .set(AMENDMENT.END_AT, time(a.window().end()))
                .set(AMENDMENT.QUANTITY, a.quantity())
                .set(AMENDMENT.SITE, a.site())
                .set(AMENDMENT.QUOTES, a.quotes().stream().map(QuoteId::value).toArray(UUID[]::new))
                .set(AMENDMENT.ADDITIONAL_MINOR, a.additional().minor())
                .set(AMENDMENT.WORTH_MINOR, a.worth().minor())
                .set(AMENDMENT.PERCENT, a.percent())
                .set(AMENDMENT.REFUND_MINOR, a.refund().minor())
                .set(AMENDMENT.PRICE_MINOR, a.price().minor())
                .set(AMENDMENT.CURRENCY, a.price().currency().getCurrencyCode())
                .set(AMENDMENT.CREATED_BY, a.createdBy())
                .set(AMENDMENT.CREATED_AT, time(a.createdAt()))
                .set(AMENDMENT.EXPIRES_AT, time(a.expiresAt()))
                .execute();
    }

    static Optional<Amendment> amendment(Tx tx, ReservationId reservation, AmendmentId id) {
        return tx.sql()
                .selectFrom(AMENDMENT)
                .where(AMENDMENT.ID.eq(id.value()))
                .and(AMENDMENT.RESERVATION_ID.eq(reservation.value()))
                .fetchOptional(row -> {
                    Currency currency = Currency.getInstance(row.getCurrency());
                    return new Amendment(
                            new AmendmentId(row.getId()),
                            new ReservationId(row.getReservationId()),
                            new OrganizationId(row.getOrganizationId()),
                            new ProjectId(row.getProjectId()),
                            row.getContract(),
                            new TimeWindow(
                                    row.getStartAt().toInstant(), row.getEndAt().toInstant()),
                            row.getQuantity(),
                            row.getSite(),
                            Arrays.stream(row.getQuotes()).map(QuoteId::new).toList(),
                            new Money(row.getAdditionalMinor(), currency),
                            new Money(row.getWorthMinor(), currency),
                            row.getPercent(),
                            new Money(row.getRefundMinor(), currency),
                            new Money(row.getPriceMinor(), currency),
                            row.getCreatedBy(),
                            row.getCreatedAt().toInstant(),
                            row.getExpiresAt().toInstant(),
                            instant(row.getAppliedAt()));
                });
    }

    static void applied(Tx tx, AmendmentId id) {
        tx.sql()
                .update(AMENDMENT)
                .set(AMENDMENT.APPLIED_AT, tx.timestamp())
                .where(AMENDMENT.ID.eq(id.value()))
                .execute();
    }

    static void insert(Tx tx, CancellationQuote q) {
        tx.sql()
                .insertInto(CANCELLATION_QUOTE)
                .set(CANCELLATION_QUOTE.ID, q.id().value())
                .set(CANCELLATION_QUOTE.ORGANIZATION_ID, q.organization().value())
                .set(CANCELLATION_QUOTE.PROJECT_ID, q.project().value())
                .set(CANCELLATION_QUOTE.RESERVATION_ID, q.reservation().value())
                .set(CANCELLATION_QUOTE.CONTRACT, q.contract())
                .set(CANCELLATION_QUOTE.KEPT_UNTIL, time(q.keptUntil()))
                .set(CANCELLATION_QUOTE.STEP, q.step())
                .set(CANCELLATION_QUOTE.PERCENT, q.percent())
                .set(CANCELLATION_QUOTE.WORTH_MINOR, q.worth().minor())
                .set(CANCELLATION_QUOTE.REFUND_MINOR, q.refund().minor())
                .set(CANCELLATION_QUOTE.CURRENCY, q.worth().currency().getCurrencyCode())
                .set(CANCELLATION_QUOTE.CREATED_AT, time(q.createdAt()))
                .set(CANCELLATION_QUOTE.EXPIRES_AT, time(q.expiresAt()))
                .execute();
    }

    static Optional<CancellationQuote> cancellation(Tx tx, ReservationId reservation, CancellationQuoteId id) {
        return tx.sql()
                .selectFrom(CANCELLATION_QUOTE)
                .where(CANCELLATION_QUOTE.ID.eq(id.value()))
                .and(CANCELLATION_QUOTE.RESERVATION_ID.eq(reservation.value()))
                .fetchOptional(row -> {
                    Currency currency = Currency.getInstance(row.getCurrency());
                    return new CancellationQuote(
                            new CancellationQuoteId(row.getId()),
                            new ReservationId(row.getReservationId()),
                            new OrganizationId(row.getOrganizationId()),
                            new ProjectId(row.getProjectId()),
                            row.getContract(),
                            instant(row.getKeptUntil()),
                            row.getStep(),
                            row.getPercent(),
                            new Money(row.getWorthMinor(), currency),
                            new Money(row.getRefundMinor(), currency),
                            row.getCreatedAt().toInstant(),
                            row.getExpiresAt().toInstant());
                });
    }

    /** A locked reservation that was cancelled, because all of it was returned, is scheduled again. */
    static void revive(Tx tx, Reservation before, ReservationState.Scheduled after) {
        int changed = tx.sql()
                .update(RESERVATION)
                .set(RESERVATION.STATE, after.text())
                .set(RESERVATION.DUE_AT, time(before.window().start()))
                .setNull(RESERVATION.ENDED_AT)
                .set(RESERVATION.VERSION, RESERVATION.VERSION.plus(1))
                .where(RESERVATION.ID.eq(before.id().value()))
                .and(RESERVATION.STATE.eq(before.state().text()))
                .and(RESERVATION.VERSION.eq(before.version()))
                .execute();
        if (changed != 1) {
            throw new IllegalStateException("A locked reservation has changed: " + before.id());
        }
    }

    /** Changes a locked reservation. One that has begun is looked at anew at once, because its end is another. */
    static void change(Tx tx, Reservation before, TimeWindow window, int quantity, String site, Money price) {
        Instant due = before.state() instanceof ReservationState.Scheduled ? window.start() : tx.now();
        int changed = tx.sql()
                .update(RESERVATION)
                .set(RESERVATION.START_AT, time(window.start()))
                .set(RESERVATION.END_AT, time(window.end()))
                .set(RESERVATION.QUANTITY, quantity)
                .set(RESERVATION.SITE, site)
                .set(RESERVATION.AMOUNT_MINOR, price.minor())
                .set(RESERVATION.DUE_AT, time(due))
                .set(RESERVATION.CONTRACT, RESERVATION.CONTRACT.plus(1))
                .set(RESERVATION.VERSION, RESERVATION.VERSION.plus(1))
                .where(RESERVATION.ID.eq(before.id().value()))
                .and(RESERVATION.VERSION.eq(before.version()))
                .execute();
        if (changed != 1) {
            throw new IllegalStateException("A locked reservation has changed: " + before.id());
        }
    }
}

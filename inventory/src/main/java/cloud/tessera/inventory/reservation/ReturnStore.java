package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.reservation.ReservationStore.instant;
import static cloud.tessera.inventory.reservation.ReservationStore.time;
import static cloud.tessera.inventory.tables.Tables.RESERVATION;
import static cloud.tessera.inventory.tables.Tables.RETURNED;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.tables.tables.records.ReservationRecord;
import cloud.tessera.inventory.tables.tables.records.ReturnedRecord;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of returns, which are quotes first. */
final class ReturnStore {
    private ReturnStore() {}

    static void insert(Tx tx, Return r) {
        Return.Terms terms = r.terms();
        tx.sql()
                .insertInto(RETURNED)
                .set(RETURNED.ID, r.id().value())
                .set(RETURNED.ORGANIZATION_ID, r.organization().value())
                .set(RETURNED.PROJECT_ID, r.project().value())
                .set(RETURNED.RESERVATION_ID, r.reservation().value())
                .set(RETURNED.CONTRACT, r.contract())
                .set(RETURNED.SKU, r.shape().sku())
                .set(RETURNED.SITE, r.site())
                .set(RETURNED.START_AT, time(r.window().start()))
                .set(RETURNED.END_AT, time(r.window().end()))
                .set(RETURNED.QUANTITY, r.shape().quantity())
                .set(RETURNED.WAS_END, time(r.before().end()))
                .set(RETURNED.WAS_QUANTITY, r.before().quantity())
                .set(RETURNED.WHOLE, r.whole())
                .set(RETURNED.RULES, terms.rules())
                .set(RETURNED.FEE_PERCENT, terms.feePercent())
                .set(RETURNED.WORTH_MINOR, terms.worth().minor())
                .set(RETURNED.LIST_MINOR, terms.list().minor())
                .set(RETURNED.AHEAD, terms.ahead())
                .set(RETURNED.CURRENCY, terms.worth().currency().getCurrencyCode())
                .set(RETURNED.STATE, r.state().text())
                .set(RETURNED.CREATED_BY, r.createdBy())
                .set(RETURNED.CREATED_AT, time(r.createdAt()))
                .set(RETURNED.EXPIRES_AT, time(r.expiresAt()))
                .execute();
    }

    /**
     * What was quoted is returned.
     *
     * @param contract of the reservation by then
     */
    static void accept(Tx tx, ReturnId id, int contract) {
        tx.sql()
                .update(RETURNED)
                .set(RETURNED.STATE, Return.State.OPEN.text())
                .set(RETURNED.CONTRACT, contract)
                .set(RETURNED.ACCEPTED_AT, tx.timestamp())
                .where(RETURNED.ID.eq(id.value()))
                .and(RETURNED.STATE.eq(Return.State.QUOTED.text()))
                .execute();
    }

    static void withdraw(Tx tx, ReturnId id) {
        tx.sql()
                .update(RETURNED)
                .set(RETURNED.STATE, Return.State.WITHDRAWN.text())
                .set(RETURNED.WITHDRAWN_AT, tx.timestamp())
                .where(RETURNED.ID.eq(id.value()))
                .and(RETURNED.STATE.eq(Return.State.OPEN.text()))
                .execute();
    }

    static Optional<Return> find(Tx tx, ReturnId id) {
        return tx.sql()
                .select(RETURNED, RESERVATION)
                .from(RETURNED)
                .join(RESERVATION)
                .on(RESERVATION.ID.eq(RETURNED.RESERVATION_ID))
                .where(RETURNED.ID.eq(id.value()))
                .and(visible(tx))
                .fetchOptional(row -> of(row.value1(), row.value2()));
    }

    static List<Return> list(Tx tx, @Nullable ReservationId reservation, @Nullable UUID before, int most) {
        return tx.sql()
                .select(RETURNED, RESERVATION)
                .from(RETURNED)
                .join(RESERVATION)
                .on(RESERVATION.ID.eq(RETURNED.RESERVATION_ID))
                .where(visible(tx))
                .and(RETURNED.ACCEPTED_AT.isNotNull())
                .and(reservation == null ? DSL.noCondition() : RETURNED.RESERVATION_ID.eq(reservation.value()))
                .and(before == null ? DSL.noCondition() : RETURNED.ID.lt(before))
                .orderBy(RETURNED.ID.desc())
                .limit(most)
                .fetch(row -> of(row.value1(), row.value2()));
    }

    /** As for reservations: the organization's own, those of a key's project, or all for the platform. */
    private static Condition visible(Tx tx) {
        Condition own = tx.caller()
                .organization()
                .map(organization -> RETURNED.ORGANIZATION_ID.eq(organization.value()))
                .orElse(DSL.noCondition());
        return tx.caller() instanceof Caller.Key key
                ? own.and(key.project()
                        .map(project -> RETURNED.PROJECT_ID.eq(project.value()))
                        .orElse(DSL.noCondition()))
                : own;
    }

    private static Return of(ReturnedRecord row, ReservationRecord from) {
        Currency currency = Currency.getInstance(row.getCurrency());
        Shape shape = AmendmentRules.with(ReservationStore.reservation(from).shape(), row.getQuantity());
        return new Return(
                new ReturnId(row.getId()),
                new ReservationId(row.getReservationId()),
                new OrganizationId(row.getOrganizationId()),
                new ProjectId(row.getProjectId()),
                row.getContract(),
                shape,
                row.getSite(),
                new TimeWindow(row.getStartAt().toInstant(), row.getEndAt().toInstant()),
                new Return.Before(row.getWasEnd().toInstant(), row.getWasQuantity()),
                row.getWhole(),
                new Return.Terms(
                        row.getRules(),
                        row.getFeePercent(),
                        new Money(row.getWorthMinor(), currency),
                        new Money(row.getListMinor(), currency),
                        row.getAhead()),
                Return.State.of(row.getState()),
                0,
                Money.zero(currency),
                row.getCreatedBy(),
                row.getCreatedAt().toInstant(),
                row.getExpiresAt().toInstant(),
                instant(row.getAcceptedAt()));
    }

    static @Nullable UUID cursor(Page.Request page) {
        String after = page.after();
        try {
            return after == null ? null : ReturnId.of(after).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "after")
                    .asException();
        }
    }
}

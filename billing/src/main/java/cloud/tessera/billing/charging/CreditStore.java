package cloud.tessera.billing.charging;

import static cloud.tessera.billing.tables.Tables.CREDIT_GRANT;
import static cloud.tessera.billing.tables.Tables.CREDIT_SPENT;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;

/** Credits in the database; written as the platform. */
final class CreditStore {
    private static final Field<Long> LEFT =
            CREDIT_GRANT.AMOUNT_MINOR.minus(CREDIT_GRANT.SPENT_MINOR).minus(CREDIT_GRANT.EXPIRED_MINOR);
    private static final Condition SOME_LEFT =
            CREDIT_GRANT.SPENT_MINOR.plus(CREDIT_GRANT.EXPIRED_MINOR).lt(CREDIT_GRANT.AMOUNT_MINOR);

    /** What a grant pays of something, and what was owed of that in all. */
    record Spent(CreditGrantId grant, Money amount, Money owed) {}

    private CreditStore() {}

    /** Inserts a grant; false where its claim has one of the kind already. */
    static boolean insert(Tx tx, CreditGrant grant) {
        int inserted = tx.sql()
                .insertInto(CREDIT_GRANT)
                .set(CREDIT_GRANT.ID, grant.id().value())
                .set(CREDIT_GRANT.ORGANIZATION_ID, grant.organization().value())
                .set(CREDIT_GRANT.KIND, grant.kind().text())
                .set(CREDIT_GRANT.CLAIM_ID, grant.claim())
                .set(CREDIT_GRANT.CURRENCY, grant.amount().currency().getCurrencyCode())
                .set(CREDIT_GRANT.AMOUNT_MINOR, grant.amount().minor())
                .set(CREDIT_GRANT.REASON, grant.reason())
                .set(CREDIT_GRANT.CREATED_AT, grant.createdAt().atOffset(ZoneOffset.UTC))
                .set(
                        CREDIT_GRANT.EXPIRES_AT,
                        grant.expiresAt() == null ? null : grant.expiresAt().atOffset(ZoneOffset.UTC))
                .onConflictDoNothing()
                .execute();
        return inserted == 1;
    }

    /** What can be spent now, in the order in which it is spent: what expires first, then what is oldest. */
    static List<CreditGrant> spendable(Tx tx, OrganizationId organization) {
        return tx.sql()
                .selectFrom(CREDIT_GRANT)
                .where(SOME_LEFT)
                .and(CREDIT_GRANT.ORGANIZATION_ID.eq(organization.value()))
                .and(CREDIT_GRANT.EXPIRES_AT.isNull().or(CREDIT_GRANT.EXPIRES_AT.gt(tx.timestamp())))
                .orderBy(CREDIT_GRANT.EXPIRES_AT.asc().nullsLast(), CREDIT_GRANT.CREATED_AT, CREDIT_GRANT.ID)
                .fetch(CreditStore::grant);
    }

    /** Spends some of a grant on a block or an invoice, of which so much was owed. */
    static void spend(Tx tx, CreditGrant grant, Money amount, UUID subject, Money owed) {
        addSpent(tx, grant.id(), amount.minor());
        tx.sql()
                .insertInto(CREDIT_SPENT)
                .set(CREDIT_SPENT.SUBJECT, subject)
                .set(CREDIT_SPENT.GRANT_ID, grant.id().value())
                .set(CREDIT_SPENT.ORGANIZATION_ID, grant.organization().value())
                .set(CREDIT_SPENT.AMOUNT_MINOR, amount.minor())
                .set(CREDIT_SPENT.OWED_MINOR, owed.minor())
                .execute();
    }

    /** What grants pay of a block or an invoice and was not given back, what expires last first. */
    static List<Spent> spentOn(Tx tx, UUID subject, Currency currency) {
        return tx.sql()
                .select(
                        CREDIT_SPENT.GRANT_ID,
                        CREDIT_SPENT.AMOUNT_MINOR.minus(CREDIT_SPENT.RETURNED_MINOR),
                        CREDIT_SPENT.OWED_MINOR)
                .from(CREDIT_SPENT)
                .join(CREDIT_GRANT)
                .on(CREDIT_GRANT.ID.eq(CREDIT_SPENT.GRANT_ID))
                .where(CREDIT_SPENT.SUBJECT.eq(subject))
                .orderBy(CREDIT_GRANT.EXPIRES_AT.desc().nullsFirst(), CREDIT_GRANT.CREATED_AT.desc(), CREDIT_GRANT.ID)
                .fetch(row -> new Spent(
                        new CreditGrantId(row.value1()),
                        new Money(row.value2(), currency),
                        new Money(row.value3(), currency)));
    }

    /** Gives back to a grant some of what it paid of a block or an invoice. */
    static void giveBack(Tx tx, UUID subject, CreditGrantId id, Money amount) {
        addSpent(tx, id, -amount.minor());
        tx.sql()
                .update(CREDIT_SPENT)
                .set(CREDIT_SPENT.RETURNED_MINOR, CREDIT_SPENT.RETURNED_MINOR.plus(amount.minor()))
                .where(CREDIT_SPENT.SUBJECT.eq(subject))
                .and(CREDIT_SPENT.GRANT_ID.eq(id.value()))
                .execute();
    }

    private static void addSpent(Tx tx, CreditGrantId id, long minor) {
        tx.sql()
                .update(CREDIT_GRANT)
                .set(CREDIT_GRANT.SPENT_MINOR, CREDIT_GRANT.SPENT_MINOR.plus(minor))
                .where(CREDIT_GRANT.ID.eq(id.value()))
                .execute();
    }

    /** What has expired and is not spent. */
    static List<CreditGrant> expired(Tx tx) {
        return tx.sql()
                .selectFrom(CREDIT_GRANT)
                .where(SOME_LEFT)
                .and(CREDIT_GRANT.EXPIRES_AT.le(tx.timestamp()))
                .orderBy(CREDIT_GRANT.ORGANIZATION_ID, CREDIT_GRANT.ID)
                .fetch(CreditStore::grant);
    }

    static Optional<CreditGrant> lock(Tx tx, CreditGrantId id) {
        return tx.sql()
                .selectFrom(CREDIT_GRANT)
                .where(CREDIT_GRANT.ID.eq(id.value()))
                .and(SOME_LEFT)
                .forNoKeyUpdate()
                .fetchOptional(CreditStore::grant);
    }

    static void expire(Tx tx, CreditGrantId id) {
        tx.sql()
                .update(CREDIT_GRANT)
                .set(CREDIT_GRANT.EXPIRED_MINOR, CREDIT_GRANT.EXPIRED_MINOR.plus(LEFT))
                .where(CREDIT_GRANT.ID.eq(id.value()))
                .execute();
    }

    static List<CreditGrant> of(Tx tx, OrganizationId organization) {
        return tx.sql()
                .selectFrom(CREDIT_GRANT)
                .where(CREDIT_GRANT.ORGANIZATION_ID.eq(organization.value()))
                .orderBy(CREDIT_GRANT.CREATED_AT.desc(), CREDIT_GRANT.ID.desc())
                .fetch(CreditStore::grant);
    }

    private static CreditGrant grant(Record row) {
        Currency currency = Currency.getInstance(row.get(CREDIT_GRANT.CURRENCY));
        OffsetDateTime expires = row.get(CREDIT_GRANT.EXPIRES_AT);
        long amount = row.get(CREDIT_GRANT.AMOUNT_MINOR);
        return new CreditGrant(
                new CreditGrantId(row.get(CREDIT_GRANT.ID)),
                new OrganizationId(row.get(CREDIT_GRANT.ORGANIZATION_ID)),
                CreditGrant.Kind.of(row.get(CREDIT_GRANT.KIND)),
                row.get(CREDIT_GRANT.CLAIM_ID),
                new Money(amount, currency),
                new Money(amount - row.get(CREDIT_GRANT.SPENT_MINOR) - row.get(CREDIT_GRANT.EXPIRED_MINOR), currency),
                row.get(CREDIT_GRANT.REASON),
                row.get(CREDIT_GRANT.CREATED_AT).toInstant(),
                expires == null ? null : expires.toInstant());
    }

    /** The sum of what is left of grants of one currency. */
    static Money left(List<CreditGrant> grants, Currency currency) {
        return grants.stream().map(CreditGrant::left).reduce(Money.zero(currency), Money::plus);
    }
}

package cloud.tessera.billing.budget;

import static cloud.tessera.billing.tables.Tables.COMMITMENT;
import static cloud.tessera.billing.tables.Tables.EXPOSURE_LIMIT;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Limits and commitments in the database; called as the platform. */
final class ExposureStore {
    /** A payer's row. */
    record Row(Money limit, Money accrued, @Nullable Instant accruedUntil) {}

    private ExposureStore() {}

    /** Makes the row of an organization's payer where there is none yet. */
    static void open(Tx tx, Organization organization, Money limit) {
        tx.sql()
                .insertInto(EXPOSURE_LIMIT)
                .set(EXPOSURE_LIMIT.PAYER_ID, organization.payer().value())
                .set(EXPOSURE_LIMIT.CURRENCY, limit.currency().getCurrencyCode())
                .set(EXPOSURE_LIMIT.LIMIT_MINOR, limit.minor())
                .set(EXPOSURE_LIMIT.UPDATED_AT, tx.timestamp())
                .onConflictDoNothing()
                .execute();
    }

    static boolean lock(Tx tx, OrganizationId payer) {
        return tx.sql()
                .select(EXPOSURE_LIMIT.PAYER_ID)
                .from(EXPOSURE_LIMIT)
                .where(EXPOSURE_LIMIT.PAYER_ID.eq(payer.value()))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
    }

    static Optional<Row> row(Tx tx, OrganizationId payer) {
        return tx.sql()
                .selectFrom(EXPOSURE_LIMIT)
                .where(EXPOSURE_LIMIT.PAYER_ID.eq(payer.value()))
                .fetchOptional(row -> {
                    Currency currency = Currency.getInstance(row.getCurrency());
                    var until = row.getAccruedUntil();
                    return new Row(
                            new Money(row.getLimitMinor(), currency),
                            new Money(row.getAccruedMinor(), currency),
                            until == null ? null : until.toInstant());
                });
    }

    static void setLimit(Tx tx, OrganizationId payer, Money limit) {
        tx.sql()
                .update(EXPOSURE_LIMIT)
                .set(EXPOSURE_LIMIT.LIMIT_MINOR, limit.minor())
                .set(EXPOSURE_LIMIT.UPDATED_AT, tx.timestamp())
                .where(EXPOSURE_LIMIT.PAYER_ID.eq(payer.value()))
                .execute();
    }

    /** All payers, by id. */
    static List<OrganizationId> payers(Tx tx) {
        return tx.sql()
                .select(EXPOSURE_LIMIT.PAYER_ID)
                .from(EXPOSURE_LIMIT)
                .orderBy(EXPOSURE_LIMIT.PAYER_ID)
                .fetch(row -> new OrganizationId(row.value1()));
    }

    /** Sets what a payer has accrued; its row is locked before. */
    static void setAccrued(Tx tx, OrganizationId payer, long minor) {
        tx.sql()
                .update(EXPOSURE_LIMIT)
                .set(EXPOSURE_LIMIT.ACCRUED_MINOR, minor)
                .set(EXPOSURE_LIMIT.ACCRUED_UNTIL, tx.timestamp())
                .where(EXPOSURE_LIMIT.PAYER_ID.eq(payer.value()))
                .execute();
    }

    static void commit(Tx tx, UUID claim, Organization organization, Money amount) {
        tx.sql()
                .insertInto(COMMITMENT)
                .set(COMMITMENT.CLAIM_ID, claim)
                .set(COMMITMENT.PAYER_ID, organization.payer().value())
                .set(COMMITMENT.ORGANIZATION_ID, organization.id().value())
                .set(COMMITMENT.AMOUNT_MINOR, amount.minor())
                .set(COMMITMENT.CURRENCY, amount.currency().getCurrencyCode())
                .execute();
    }

    /** Locks the rows of payers in the order of their ids. */
    static void lock(Tx tx, Collection<UUID> payers) {
        tx.later(
                "select from billing.exposure_limit where payer_id = any(?::uuid[]) order by payer_id for no key update",
                (Object) payers.toArray());
    }

    /** What payers, locked before, may still commit, in minor units. */
    static Later<Map<UUID, Long>> left(Tx tx, Collection<UUID> payers) {
        record Left(UUID payer, long minor) {}
        return tx.ask("""
                        select l.payer_id, l.limit_minor - l.accrued_minor
                          - (select coalesce(sum(balance_minor), 0) from billing.ledger_balance b
                             where b.payer_id = l.payer_id and b.account in ('unbilled', 'receivable', 'credits'))
                          - (select coalesce(sum(amount_minor), 0) from billing.commitment c where c.payer_id = l.payer_id)
                        from billing.exposure_limit l where l.payer_id = any(?::uuid[])""", row -> new Left(row.getObject(1, UUID.class), row.getLong(2)), (Object) payers.toArray())
                .map(rows -> rows.stream().collect(Collectors.toMap(Left::payer, Left::minor)));
    }

    static void commit(Tx tx, List<Exposure.Wanted> wanted) {
        Rows.of(wanted)
                .column("claim_id", "uuid", Exposure.Wanted::claim)
                .column("payer_id", "uuid", each -> each.organization().payer().value())
                .column(
                        "organization_id",
                        "uuid",
                        each -> each.organization().id().value())
                .column("amount_minor", "bigint", each -> each.amount().minor())
                .column("currency", "text", each -> each.amount().currency().getCurrencyCode())
                .insertInto(tx, "billing.commitment");
    }

    static void endCommitments(Tx tx, Collection<UUID> claims) {
        tx.later("delete from billing.commitment where claim_id = any(?::uuid[])", (Object) claims.toArray());
    }

    static int endCommitment(Tx tx, UUID claim) {
        return tx.sql()
                .deleteFrom(COMMITMENT)
                .where(COMMITMENT.CLAIM_ID.eq(claim))
                .execute();
    }

    static long committed(Tx tx, OrganizationId payer) {
        return tx.sql()
                .select(DSL.coalesce(DSL.sum(COMMITMENT.AMOUNT_MINOR), DSL.inline(java.math.BigDecimal.ZERO)))
                .from(COMMITMENT)
                .where(COMMITMENT.PAYER_ID.eq(payer.value()))
                .fetchSingle()
                .value1()
                .longValueExact();
    }
}

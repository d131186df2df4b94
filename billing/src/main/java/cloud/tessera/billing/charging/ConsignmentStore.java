package cloud.tessera.billing.charging;

import static cloud.tessera.billing.tables.Tables.CONSIGNED_BLOCK;
import static cloud.tessera.billing.tables.Tables.CONSIGNMENT;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;

/** The SQL of consignments; written as the platform. */
final class ConsignmentStore {
    /** A block as it was before a part of it was returned. */
    record From(UUID block, Block.Extent left, Money worth) {}

    private ConsignmentStore() {}

    static void insert(
            Tx tx, UUID id, UUID claim, OrganizationId organization, Money worth, long parts, int feePercent) {
        tx.sql()
                .insertInto(CONSIGNMENT)
                .set(CONSIGNMENT.ID, id)
                .set(CONSIGNMENT.CLAIM_ID, claim)
                .set(CONSIGNMENT.ORGANIZATION_ID, organization.value())
                .set(CONSIGNMENT.CURRENCY, worth.currency().getCurrencyCode())
                .set(CONSIGNMENT.WORTH_MINOR, worth.minor())
                .set(CONSIGNMENT.PARTS, parts)
                .set(CONSIGNMENT.FEE_PERCENT, feePercent)
                .execute();
    }

    static void insert(Tx tx, UUID id, Block before, Money worth) {
        tx.sql()
                .insertInto(CONSIGNED_BLOCK)
                .set(CONSIGNED_BLOCK.CONSIGNMENT_ID, id)
                .set(CONSIGNED_BLOCK.BLOCK_ID, before.claim())
                .set(CONSIGNED_BLOCK.ORGANIZATION_ID, before.organization().value())
                .set(CONSIGNED_BLOCK.WORTH_MINOR, worth.minor())
                .set(CONSIGNED_BLOCK.LEFT_START, before.left().start().atOffset(ZoneOffset.UTC))
                .set(CONSIGNED_BLOCK.LEFT_UNTIL, before.left().until().atOffset(ZoneOffset.UTC))
                .set(CONSIGNED_BLOCK.LEFT_QUANTITY, before.left().quantity())
                .execute();
    }

    static List<From> blocks(Tx tx, UUID id, Currency currency) {
        return tx.sql()
                .selectFrom(CONSIGNED_BLOCK)
                .where(CONSIGNED_BLOCK.CONSIGNMENT_ID.eq(id))
                .orderBy(CONSIGNED_BLOCK.BLOCK_ID)
                .fetch(row -> new From(
                        row.getBlockId(),
                        new Block.Extent(
                                row.getLeftStart().toInstant(),
                                row.getLeftUntil().toInstant(),
                                row.getLeftQuantity()),
                        new Money(row.getWorthMinor(), currency)));
    }

    static OrganizationId organization(Tx tx, UUID id) {
        return new OrganizationId(tx.sql()
                .select(CONSIGNMENT.ORGANIZATION_ID)
                .from(CONSIGNMENT)
                .where(CONSIGNMENT.ID.eq(id))
                .fetchSingle()
                .value1());
    }

    /** Locks one whose payer is locked before. */
    static Consignments.Consignment lock(Tx tx, UUID id, Organization owner) {
        return tx.sql()
                .selectFrom(CONSIGNMENT)
                .where(CONSIGNMENT.ID.eq(id))
                .forNoKeyUpdate()
                .fetchSingle(row -> {
                    Currency currency = Currency.getInstance(row.getCurrency());
                    return new Consignments.Consignment(
                            id,
                            row.getClaimId(),
                            owner,
                            new Money(row.getWorthMinor(), currency),
                            row.getParts(),
                            row.getFeePercent(),
                            row.getSettledParts(),
                            new Money(row.getSettledMinor(), currency),
                            new Money(row.getCreditedMinor(), currency));
                });
    }

    static void settle(Tx tx, UUID id, long parts, Money worth, Money credited) {
        tx.sql()
                .update(CONSIGNMENT)
                .set(CONSIGNMENT.SETTLED_PARTS, CONSIGNMENT.SETTLED_PARTS.plus(parts))
                .set(CONSIGNMENT.SETTLED_MINOR, CONSIGNMENT.SETTLED_MINOR.plus(worth.minor()))
                .set(CONSIGNMENT.CREDITED_MINOR, CONSIGNMENT.CREDITED_MINOR.plus(credited.minor()))
                .where(CONSIGNMENT.ID.eq(id))
                .execute();
    }

    static void withdraw(Tx tx, UUID id) {
        tx.sql()
                .update(CONSIGNMENT)
                .set(CONSIGNMENT.WITHDRAWN_AT, tx.timestamp())
                .where(CONSIGNMENT.ID.eq(id))
                .execute();
    }

    static Map<UUID, Consignments.Standing> standing(Tx tx, Collection<UUID> ids) {
        return tx.sql()
                .selectFrom(CONSIGNMENT)
                .where(CONSIGNMENT.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .fetchMap(
                        CONSIGNMENT.ID,
                        row -> new Consignments.Standing(
                                row.getSettledParts().equals(row.getParts()),
                                new Money(row.getCreditedMinor(), Currency.getInstance(row.getCurrency()))));
    }
}

package cloud.tessera.billing.charging;

import static cloud.tessera.billing.tables.Tables.BLOCK_CHARGE;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Sold blocks in the database; written as the platform. */
final class BlockStore {
    private static final Condition TO_INVOICE =
            BLOCK_CHARGE.INVOICE_ID.isNull().and(BLOCK_CHARGE.RELEASED_MINOR.eq(DSL.inline(0L)));

    private BlockStore() {}

    /** Inserts the charge of a claim; false where it has been charged already. */
    static boolean insert(Tx tx, UUID claim, UUID soldFor, Quote quote, Money prepaid, BillingMonth month) {
        int inserted = tx.sql()
                .insertInto(BLOCK_CHARGE)
                .set(BLOCK_CHARGE.CLAIM_ID, claim)
                .set(BLOCK_CHARGE.FOR_CLAIM, soldFor.equals(claim) ? null : soldFor)
                .set(BLOCK_CHARGE.QUOTE_ID, quote.id().value())
                .set(BLOCK_CHARGE.ORGANIZATION_ID, quote.organization().value())
                .set(BLOCK_CHARGE.PROJECT_ID, quote.project().value())
                .set(BLOCK_CHARGE.SKU, quote.sku())
                .set(BLOCK_CHARGE.SITE, quote.site())
                .set(BLOCK_CHARGE.QUANTITY, quote.quantity())
                .set(BLOCK_CHARGE.START_AT, utc(quote.window().start()))
                .set(BLOCK_CHARGE.BILLABLE_UNTIL, utc(quote.billableUntil()))
                .set(BLOCK_CHARGE.CURRENCY, quote.amount().currency().getCurrencyCode())
                .set(BLOCK_CHARGE.AMOUNT_MINOR, quote.amount().minor())
                .set(BLOCK_CHARGE.PREPAID_MINOR, prepaid.minor())
                .set(BLOCK_CHARGE.CHARGED_AT, tx.timestamp())
                .set(BLOCK_CHARGE.BILLING_MONTH, month.firstDay())
                .onConflictDoNothing()
                .execute();
        return inserted == 1;
    }

    /** Whose the blocks of some claims are. */
    static List<OrganizationId> organizations(Tx tx, Collection<UUID> claims) {
        return tx.sql()
                .selectDistinct(BLOCK_CHARGE.ORGANIZATION_ID)
                .from(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.CLAIM_ID.eq(DSL.any(claims.toArray(new UUID[0]))))
                .fetch(row -> new OrganizationId(row.value1()));
    }

    /** The blocks of a claim, the first that was sold first. */
    static List<Block> of(Tx tx, UUID claim) {
        return tx.sql()
                .selectFrom(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.CLAIM_ID.eq(claim).or(BLOCK_CHARGE.FOR_CLAIM.eq(claim)))
                .orderBy(BLOCK_CHARGE.CLAIM_ID)
                .fetch(BlockStore::block);
    }

    /** Locks the blocks of a claim; its payer is locked before. */
    static List<Block> lock(Tx tx, UUID claim) {
        return tx.sql()
                .selectFrom(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.CLAIM_ID.eq(claim).or(BLOCK_CHARGE.FOR_CLAIM.eq(claim)))
                .orderBy(BLOCK_CHARGE.CLAIM_ID)
                .forNoKeyUpdate()
                .fetch(BlockStore::block);
    }

    /** Leaves less of a block and adds to what was refunded for it. */
    static void reduce(Tx tx, UUID claim, Block.Extent left, Money refund) {
        tx.sql()
                .update(BLOCK_CHARGE)
                .set(BLOCK_CHARGE.LEFT_START, utc(left.start()))
                .set(BLOCK_CHARGE.LEFT_UNTIL, utc(left.until()))
                .set(BLOCK_CHARGE.LEFT_QUANTITY, left.quantity())
                .set(BLOCK_CHARGE.REFUNDED_MINOR, BLOCK_CHARGE.REFUNDED_MINOR.plus(refund.minor()))
                .where(BLOCK_CHARGE.CLAIM_ID.eq(claim))
                .execute();
    }

    /** Leaves so much of a block, of which a part worth so much is returned, or comes back where that is negative. */
    static void consign(Tx tx, UUID block, Block.Extent left, Money worth) {
        tx.sql()
                .update(BLOCK_CHARGE)
                .set(BLOCK_CHARGE.LEFT_START, utc(left.start()))
                .set(BLOCK_CHARGE.LEFT_UNTIL, utc(left.until()))
                .set(BLOCK_CHARGE.LEFT_QUANTITY, left.quantity())
                .set(BLOCK_CHARGE.RETURNED_MINOR, BLOCK_CHARGE.RETURNED_MINOR.plus(worth.minor()))
                .where(BLOCK_CHARGE.CLAIM_ID.eq(block))
                .execute();
    }

    /** The invoice on which a block stands, if it stands on one. */
    static Optional<UUID> invoice(Tx tx, UUID claim) {
        return tx.sql()
                .select(BLOCK_CHARGE.INVOICE_ID)
                .from(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.CLAIM_ID.eq(claim))
                .and(BLOCK_CHARGE.INVOICE_ID.isNotNull())
                .fetchOptional(BLOCK_CHARGE.INVOICE_ID);
    }

    /** What was given back of blocks on an invoice, of what they had added to what it asked for, in minor units. */
    static long releasedOn(Tx tx, UUID invoice) {
        var asked = DSL.greatest(
                BLOCK_CHARGE.RELEASED_MINOR.plus(BLOCK_CHARGE.REFUNDED_MINOR).minus(BLOCK_CHARGE.PREPAID_MINOR),
                DSL.inline(0L));
        return tx.sql()
                .select(DSL.coalesce(DSL.sum(asked), DSL.inline(BigDecimal.ZERO)))
                .from(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.INVOICE_ID.eq(invoice))
                .and(BLOCK_CHARGE
                        .RELEASED_MINOR
                        .plus(BLOCK_CHARGE.REFUNDED_MINOR)
                        .gt(0L))
                .fetchSingle()
                .value1()
                .longValueExact();
    }

    static void stop(Tx tx, UUID claim, Instant at) {
        tx.sql()
                .update(BLOCK_CHARGE)
                .set(BLOCK_CHARGE.STOPPED_AT, utc(at))
                .where(BLOCK_CHARGE.CLAIM_ID.eq(claim))
                .execute();
    }

    static void release(Tx tx, UUID claim) {
        tx.sql()
                .update(BLOCK_CHARGE)
                .set(BLOCK_CHARGE.RELEASED_MINOR, BLOCK_CHARGE.AMOUNT_MINOR)
                .set(BLOCK_CHARGE.RECOGNISED_MINOR, 0L)
                .where(BLOCK_CHARGE.CLAIM_ID.eq(claim))
                .execute();
    }

    /** The organizations with blocks that have started and are not fully recognised. */
    static List<OrganizationId> toRecognise(Tx tx) {
        return tx.sql()
                .selectDistinct(BLOCK_CHARGE.ORGANIZATION_ID)
                .from(BLOCK_CHARGE)
                .where(unrecognised(tx))
                .orderBy(BLOCK_CHARGE.ORGANIZATION_ID)
                .fetch(row -> new OrganizationId(row.value1()));
    }

    /** Locks those of one organization, whose payer is locked before. */
    static List<Block> toRecognise(Tx tx, OrganizationId organization) {
        return tx.sql()
                .selectFrom(BLOCK_CHARGE)
                .where(unrecognised(tx))
                .and(BLOCK_CHARGE.ORGANIZATION_ID.eq(organization.value()))
                .orderBy(BLOCK_CHARGE.CLAIM_ID)
                .forNoKeyUpdate()
                .fetch(BlockStore::block);
    }

    private static Condition unrecognised(Tx tx) {
        return BLOCK_CHARGE
                .START_AT
                .lt(tx.timestamp())
                .and(BLOCK_CHARGE.RECOGNISED_MINOR.lt(BLOCK_CHARGE.AMOUNT_MINOR.minus(BLOCK_CHARGE.RELEASED_MINOR)))
                .and(BLOCK_CHARGE.RECOGNISED_MINOR.lt(BLOCK_CHARGE
                        .AMOUNT_MINOR
                        .minus(BLOCK_CHARGE.RELEASED_MINOR)
                        .minus(BLOCK_CHARGE.REFUNDED_MINOR)
                        .minus(BLOCK_CHARGE.RETURNED_MINOR)));
    }

    static void recognise(Tx tx, List<UUID> claims, List<Long> recognised) {
        tx.sql().execute("""
                        update billing.block_charge b set recognised_minor = moved.minor
                        from unnest({0}::uuid[], {1}::bigint[]) as moved (claim_id, minor)
                        where b.claim_id = moved.claim_id
                        """, DSL.val(claims.toArray(new UUID[0])), DSL.val(recognised.toArray(new Long[0])));
    }

    static List<Blocks.OpenMonth> openMonths(Tx tx) {
        return tx.sql()
                .selectDistinct(BLOCK_CHARGE.ORGANIZATION_ID, BLOCK_CHARGE.BILLING_MONTH)
                .from(BLOCK_CHARGE)
                .where(TO_INVOICE)
                .orderBy(BLOCK_CHARGE.ORGANIZATION_ID, BLOCK_CHARGE.BILLING_MONTH)
                .fetch(row -> new Blocks.OpenMonth(new OrganizationId(row.value1()), YearMonth.from(row.value2())));
    }

    /** The blocks of an organization that stand on no invoice and were charged by the end of a month. */
    static List<Block> toInvoice(Tx tx, OrganizationId organization, BillingMonth last) {
        return tx.sql()
                .selectFrom(BLOCK_CHARGE)
                .where(TO_INVOICE)
                .and(BLOCK_CHARGE.ORGANIZATION_ID.eq(organization.value()))
                .and(BLOCK_CHARGE.BILLING_MONTH.le(last.firstDay()))
                .orderBy(BLOCK_CHARGE.START_AT, BLOCK_CHARGE.CLAIM_ID)
                .fetch(BlockStore::block);
    }

    static void invoiced(Tx tx, UUID invoice, List<UUID> claims) {
        tx.sql()
                .update(BLOCK_CHARGE)
                .set(BLOCK_CHARGE.INVOICE_ID, invoice)
                .where(BLOCK_CHARGE.CLAIM_ID.eq(DSL.any(claims.toArray(new UUID[0]))))
                .execute();
    }

    static List<Block> on(Tx tx, UUID invoice) {
        return tx.sql()
                .selectFrom(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.INVOICE_ID.eq(invoice))
                .orderBy(BLOCK_CHARGE.START_AT, BLOCK_CHARGE.CLAIM_ID)
                .fetch(BlockStore::block);
    }

    static List<Block> running(Tx tx, OrganizationId organization, TimeWindow window) {
        return tx.sql()
                .selectFrom(BLOCK_CHARGE)
                .where(BLOCK_CHARGE.ORGANIZATION_ID.eq(organization.value()))
                .and(BLOCK_CHARGE.RELEASED_MINOR.eq(0L))
                .and(BLOCK_CHARGE.START_AT.lt(utc(window.end())))
                .and(BLOCK_CHARGE.BILLABLE_UNTIL.gt(utc(window.start())))
                .orderBy(BLOCK_CHARGE.START_AT, BLOCK_CHARGE.CLAIM_ID)
                .fetch(BlockStore::block);
    }

    private static Block block(Record row) {
        Currency currency = Currency.getInstance(row.get(BLOCK_CHARGE.CURRENCY));
        OffsetDateTime stopped = row.get(BLOCK_CHARGE.STOPPED_AT);
        UUID soldFor = row.get(BLOCK_CHARGE.FOR_CLAIM);
        return new Block(
                row.get(BLOCK_CHARGE.CLAIM_ID),
                soldFor == null ? row.get(BLOCK_CHARGE.CLAIM_ID) : soldFor,
                new QuoteId(row.get(BLOCK_CHARGE.QUOTE_ID)),
                new OrganizationId(row.get(BLOCK_CHARGE.ORGANIZATION_ID)),
                new ProjectId(row.get(BLOCK_CHARGE.PROJECT_ID)),
                row.get(BLOCK_CHARGE.SKU),
                row.get(BLOCK_CHARGE.SITE),
                row.get(BLOCK_CHARGE.QUANTITY),
                row.get(BLOCK_CHARGE.START_AT).toInstant(),
                row.get(BLOCK_CHARGE.BILLABLE_UNTIL).toInstant(),
                new Money(row.get(BLOCK_CHARGE.AMOUNT_MINOR), currency),
                new Money(row.get(BLOCK_CHARGE.PREPAID_MINOR), currency),
                new Money(row.get(BLOCK_CHARGE.RELEASED_MINOR), currency),
                new Money(row.get(BLOCK_CHARGE.REFUNDED_MINOR), currency),
                new Money(row.get(BLOCK_CHARGE.RETURNED_MINOR), currency),
                left(row),
                YearMonth.from(row.get(BLOCK_CHARGE.BILLING_MONTH)),
                new Money(row.get(BLOCK_CHARGE.RECOGNISED_MINOR), currency),
                stopped == null ? null : stopped.toInstant());
    }

    private static Block.Extent left(Record row) {
        OffsetDateTime start = row.get(BLOCK_CHARGE.LEFT_START);
        boolean sold = start == null;
        return new Block.Extent(
                row.get(sold ? BLOCK_CHARGE.START_AT : BLOCK_CHARGE.LEFT_START).toInstant(),
                row.get(sold ? BLOCK_CHARGE.BILLABLE_UNTIL : BLOCK_CHARGE.LEFT_UNTIL)
                        .toInstant(),
                row.get(sold ? BLOCK_CHARGE.QUANTITY : BLOCK_CHARGE.LEFT_QUANTITY));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

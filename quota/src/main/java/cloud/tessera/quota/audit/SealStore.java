package cloud.tessera.quota.audit;

import static cloud.tessera.quota.tables.Tables.AUDIT_ENTRY;
import static cloud.tessera.quota.tables.Tables.AUDIT_HEAD;
import static cloud.tessera.quota.tables.Tables.AUDIT_SEAL;
import static cloud.tessera.quota.tables.Tables.FEED_CURSOR;
import static cloud.tessera.quota.tables.Tables.ORGANIZATION;

import cloud.tessera.quota.transaction.FeedPlace;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Seals and the signed ends of chains, as they are stored. */
final class SealStore {
    private static final HexFormat HEX = HexFormat.of();
    private static final Field<String> XID = DSL.field("{0}::text", String.class, AUDIT_ENTRY.XID);
    private static final Field<UUID> CHAIN = DSL.coalesce(AUDIT_ENTRY.ORGANIZATION_ID, DSL.val(AuditChain.PLATFORM));

    private SealStore() {}

    /** An entry that has no seal yet. */
    record Unsealed(FeedPlace place, UUID chain, String line) {}

    /** The seal of an entry. */
    record Seal(UUID chain, long position, long entrySeq, String hash) {}

    /** A seal and its entry; null where that is gone. */
    record Sealed(long position, String hash, @Nullable AuditEntry entry) {}

    /** An entry that should have a seal and has none. */
    record Added(UUID chain, AuditEntry entry) {}

    static List<Unsealed> unsealed(Tx tx, FeedPlace place, int most) {
        return tx.sql()
                .select(AUDIT_ENTRY.asterisk(), XID.as("place"), CHAIN.as("chain"))
                .from(AUDIT_ENTRY)
                .where(place.isBefore(AUDIT_ENTRY.XID, AUDIT_ENTRY.SEQ))
                .orderBy(AUDIT_ENTRY.XID, AUDIT_ENTRY.SEQ)
                .limit(most)
                .fetch(row -> new Unsealed(
                        new FeedPlace(row.get("place", String.class), row.get(AUDIT_ENTRY.SEQ)),
                        row.get("chain", UUID.class),
                        AuditStore.entry(row).line()));
    }

    static void insert(Tx tx, List<Seal> seals) {
        Rows.of(seals)
                .column("organization_id", "uuid", Seal::chain)
                .column("position", "bigint", Seal::position)
                .column("entry_seq", "bigint", Seal::entrySeq)
                .column("hash", "bytea", seal -> "\\x" + seal.hash())
                .insertInto(tx, "quota.audit_seal");
    }

    static void keep(Tx tx, Map<UUID, AuditHead> heads) {
        Rows.of(heads.entrySet())
                .column("organization_id", "uuid", Map.Entry::getKey)
                .column("length", "bigint", each -> each.getValue().length())
                .column("hash", "bytea", each -> "\\x" + each.getValue().hash())
                .column("sealed_at", "timestamptz", each -> each.getValue().sealedAt())
                .column("kid", "text", each -> each.getValue().kid())
                .column("signature", "bytea", each -> "\\x" + each.getValue().signature())
                .askInserted(
                        tx,
                        "quota.audit_head",
                        " on conflict (organization_id) do update set length = excluded.length, hash = excluded.hash,"
                                + " sealed_at = excluded.sealed_at, kid = excluded.kid, signature = excluded.signature"
                                + " returning organization_id",
                        row -> row.getString(1))
                .get();
    }

    static Map<UUID, AuditHead> heads(Tx tx, Collection<UUID> chains) {
        return tx.sql()
                .selectFrom(AUDIT_HEAD)
                .where(AUDIT_HEAD.ORGANIZATION_ID.in(chains))
                .fetchMap(AUDIT_HEAD.ORGANIZATION_ID, SealStore::head);
    }

    static Map<UUID, AuditHead> heads(Tx tx) {
        return tx.sql()
                .selectFrom(AUDIT_HEAD)
                .orderBy(AUDIT_HEAD.ORGANIZATION_ID)
                .fetchMap(AUDIT_HEAD.ORGANIZATION_ID, SealStore::head);
    }

    /** The seals of a chain after a position, in order. */
    static List<Sealed> sealed(Tx tx, UUID chain, long after, int most) {
        return tx.sql()
                .select(AUDIT_SEAL.POSITION, AUDIT_SEAL.HASH, AUDIT_ENTRY.asterisk())
                .from(AUDIT_SEAL)
                .leftJoin(AUDIT_ENTRY)
                .on(AUDIT_ENTRY.SEQ.eq(AUDIT_SEAL.ENTRY_SEQ))
                // An entry that was moved into another chain is gone from this one.
                .and(CHAIN.eq(AUDIT_SEAL.ORGANIZATION_ID))
                .where(AUDIT_SEAL.ORGANIZATION_ID.eq(chain))
                .and(AUDIT_SEAL.POSITION.gt(after))
                .orderBy(AUDIT_SEAL.POSITION)
                .limit(most)
                .fetch(row -> new Sealed(
                        row.get(AUDIT_SEAL.POSITION),
                        HEX.formatHex(row.get(AUDIT_SEAL.HASH)),
                        row.get(AUDIT_ENTRY.ID) == null ? null : AuditStore.entry(row)));
    }

    /** The first entry without a seal among those that the sealing has passed. */
    static Optional<Added> added(Tx tx) {
        return tx.sql()
                .select(AUDIT_ENTRY.asterisk(), CHAIN.as("chain"))
                .from(AUDIT_ENTRY)
                .join(FEED_CURSOR)
                .on(FEED_CURSOR.FEED.eq(Sealing.FEED))
                .and(FEED_CURSOR.READER.eq(Sealing.READER))
                .where(DSL.row(AUDIT_ENTRY.XID, AUDIT_ENTRY.SEQ).le(FEED_CURSOR.XID, FEED_CURSOR.SEQ))
                .and(DSL.notExists(DSL.selectOne().from(AUDIT_SEAL).where(AUDIT_SEAL.ENTRY_SEQ.eq(AUDIT_ENTRY.SEQ))))
                .orderBy(AUDIT_ENTRY.SEQ)
                .limit(1)
                .fetchOptional(row -> new Added(row.get("chain", UUID.class), AuditStore.entry(row)));
    }

    /**
     * Chains without a signed end: of seals, and of organizations, each of which has the entry of its founding, unless that
     * still waits for its seal.
     */
    static List<UUID> headless(Tx tx) {
        var waiting = DSL.selectOne().from(AUDIT_ENTRY).where(AUDIT_ENTRY.ORGANIZATION_ID.eq(ORGANIZATION.ID));
        return tx.sql()
                .selectDistinct(AUDIT_SEAL.ORGANIZATION_ID)
                .from(AUDIT_SEAL)
                .where(AUDIT_SEAL.ORGANIZATION_ID.notIn(
                        DSL.select(AUDIT_HEAD.ORGANIZATION_ID).from(AUDIT_HEAD)))
                .union(DSL.select(ORGANIZATION.ID)
                        .from(ORGANIZATION)
                        .where(ORGANIZATION.ID.notIn(
                                DSL.select(AUDIT_HEAD.ORGANIZATION_ID).from(AUDIT_HEAD)))
                        .and(DSL.notExists(waiting)))
                .fetch(AUDIT_SEAL.ORGANIZATION_ID);
    }

    /** How many entries wait for their seal. */
    static long waiting(Tx tx) {
        return tx.sql()
                .selectCount()
                .from(AUDIT_ENTRY)
                .leftJoin(FEED_CURSOR)
                .on(FEED_CURSOR.FEED.eq(Sealing.FEED))
                .and(FEED_CURSOR.READER.eq(Sealing.READER))
                .where(FEED_CURSOR.SEQ.isNull())
                .or(DSL.row(AUDIT_ENTRY.XID, AUDIT_ENTRY.SEQ).gt(FEED_CURSOR.XID, FEED_CURSOR.SEQ))
                .fetchSingle()
                .value1();
    }

    private static AuditHead head(Record row) {
        return new AuditHead(
                AuditChain.name(row.get(AUDIT_HEAD.ORGANIZATION_ID)),
                row.get(AUDIT_HEAD.LENGTH),
                HEX.formatHex(row.get(AUDIT_HEAD.HASH)),
                row.get(AUDIT_HEAD.SEALED_AT).toInstant(),
                row.get(AUDIT_HEAD.KID),
                HEX.formatHex(row.get(AUDIT_HEAD.SIGNATURE)));
    }
}

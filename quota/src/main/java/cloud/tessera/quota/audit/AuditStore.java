package cloud.tessera.quota.audit;

import static cloud.tessera.quota.tables.Tables.AUDIT_ENTRY;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The audit log as it is stored. */
final class AuditStore {
    private AuditStore() {}

    static void insert(Tx tx, List<Audit.Deed> deeds) {
        Rows.of(deeds)
                .column("id", "uuid", _ -> tx.newId())
                .same("at", "timestamptz", tx.now())
                .column("organization_id", "uuid", deed -> id(deed.organization()))
                .column("actor_kind", "text", deed -> kind(deed.caller()))
                .column("actor", "text", deed -> deed.caller().actor())
                .column("session_id", "uuid", deed -> session(deed.caller()))
                .column("request_id", "text", deed -> deed.caller().request().id())
                .column("action", "text", Audit.Deed::action)
                .column("subject", "text", Audit.Deed::subject)
                .column("before", "jsonb", deed -> json(deed.before()))
                .column("after", "jsonb", deed -> json(deed.after()))
                .insertInto(tx, "quota.audit_entry");
    }

    private static @Nullable UUID id(@Nullable OrganizationId organization) {
        return organization == null ? null : organization.value();
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : Json.write(value);
    }

    static Page<AuditEntry> page(Tx tx, AuditSearch search, Page.Request page) {
        Condition visible = tx.caller()
                .organization()
                .map(own -> AUDIT_ENTRY.ORGANIZATION_ID.eq(own.value()))
                .orElse(DSL.noCondition());
        var rows = tx.sql()
                .selectFrom(AUDIT_ENTRY)
                .where(visible)
                .and(found(search))
                .and(page.after() == null ? DSL.noCondition() : AUDIT_ENTRY.SEQ.lt(position(page.after())))
                .orderBy(AUDIT_ENTRY.SEQ.desc())
                .limit(page.limit() + 1)
                .fetch();
        return Page.of(rows, page, row -> Long.toString(row.getSeq(), Character.MAX_RADIX))
                .map(AuditStore::entry);
    }

    private static Condition found(AuditSearch search) {
        Condition all = DSL.noCondition();
        if (search.organization() != null) {
            all = all.and(AUDIT_ENTRY.ORGANIZATION_ID.eq(search.organization().value()));
        }
        if (search.actor() != null) {
            all = all.and(AUDIT_ENTRY.ACTOR.eq(search.actor()));
        }
        if (search.action() != null) {
            all = all.and(
                    AUDIT_ENTRY.ACTION.eq(search.action()).or(AUDIT_ENTRY.ACTION.startsWith(search.action() + ".")));
        }
        if (search.subject() != null) {
            all = all.and(AUDIT_ENTRY.SUBJECT.eq(search.subject()));
        }
        if (search.request() != null) {
            all = all.and(AUDIT_ENTRY.REQUEST_ID.eq(search.request()));
        }
        if (search.any() != null) {
            all = all.and(AUDIT_ENTRY
                    .ACTOR
                    .eq(search.any())
                    .or(AUDIT_ENTRY.SUBJECT.eq(search.any()))
                    .or(AUDIT_ENTRY.REQUEST_ID.eq(search.any())));
        }
        if (search.from() != null) {
            all = all.and(AUDIT_ENTRY.AT.ge(search.from().atOffset(ZoneOffset.UTC)));
        }
        if (search.to() != null) {
            all = all.and(AUDIT_ENTRY.AT.lt(search.to().atOffset(ZoneOffset.UTC)));
        }
        return all;
    }

    private static long position(String cursor) {
        try {
            return Long.parseLong(cursor, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("invalid_cursor", "That is not a cursor of this list.", "after")
                    .asException();
        }
    }

    static AuditEntry entry(Record row) {
        return new AuditEntry(
                row.get(AUDIT_ENTRY.ID),
                row.get(AUDIT_ENTRY.AT).toInstant(),
                Optional.ofNullable(row.get(AUDIT_ENTRY.ORGANIZATION_ID))
                        .map(OrganizationId::new)
                        .orElse(null),
                row.get(AUDIT_ENTRY.ACTOR_KIND),
                row.get(AUDIT_ENTRY.ACTOR),
                Optional.ofNullable(row.get(AUDIT_ENTRY.SESSION_ID))
                        .map(SessionId::new)
                        .orElse(null),
                row.get(AUDIT_ENTRY.REQUEST_ID),
                row.get(AUDIT_ENTRY.ACTION),
                row.get(AUDIT_ENTRY.SUBJECT),
                text(row.get(AUDIT_ENTRY.BEFORE)),
                text(row.get(AUDIT_ENTRY.AFTER)));
    }

    private static @Nullable String text(@Nullable JSONB json) {
        return json == null ? null : json.data();
    }

    private static String kind(Caller caller) {
        return switch (caller) {
            case Caller.Member _ -> "member";
            case Caller.Key _ -> "api_key";
            case Caller.Operator _ -> "operator";
            case Caller.Job _ -> "job";
        };
    }

    private static @Nullable UUID session(Caller caller) {
        return caller.signIn().map(SessionId::value).orElse(null);
    }
}

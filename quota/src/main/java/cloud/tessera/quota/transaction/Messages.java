package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.FACT;
import static cloud.tessera.quota.tables.Tables.OUTBOX;

import cloud.tessera.quota.term.OrganizationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the outbox and the facts of a transaction. */
final class Messages {
    private Messages() {}

    static void outbox(Tx tx, String topic, @Nullable OrganizationId organization, UUID subject, Object payload) {
        tx.sql()
                .insertInto(OUTBOX)
                .set(OUTBOX.TOPIC, topic)
                .set(OUTBOX.ORGANIZATION_ID, organization == null ? null : organization.value())
                .set(OUTBOX.SUBJECT, subject)
                .set(OUTBOX.PAYLOAD, Json.jsonb(payload))
                .set(OUTBOX.CREATED_AT, tx.timestamp())
                .set(OUTBOX.NEXT_ATTEMPT_AT, tx.timestamp())
                .execute();
    }

    static void fact(Tx tx, String topic, @Nullable OrganizationId organization, UUID subject, Object payload) {
        tx.sql()
                .insertInto(FACT)
                .set(FACT.TOPIC, topic)
                .set(FACT.ORGANIZATION_ID, organization == null ? null : organization.value())
                .set(FACT.SUBJECT, subject)
                .set(FACT.PAYLOAD, Json.jsonb(payload))
                .set(FACT.AT, tx.timestamp())
                .execute();
    }
}

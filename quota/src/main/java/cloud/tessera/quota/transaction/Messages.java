package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.FACT;

import cloud.tessera.quota.term.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the outbox and the facts of a transaction. */
final class Messages {
    private Messages() {}

    static void outbox(Tx tx, List<Tx.Told> all) {
        Rows.of(all)
                .column("topic", "text", Tx.Told::topic)
                .column("organization_id", "uuid", told -> id(told.organization()))
                .column("subject", "uuid", Tx.Told::subject)
                .column("payload", "jsonb", told -> Json.write(told.payload()))
                .same("created_at", "timestamptz", tx.now())
                .same("next_attempt_at", "timestamptz", tx.now())
                .insertInto(tx, "quota.outbox");
    }

    private static @Nullable UUID id(@Nullable OrganizationId organization) {
        return organization == null ? null : organization.value();
    }

    static void fact(Tx tx, String topic, @Nullable OrganizationId organization, UUID subject, Object payload) {
        tx.sql()
                .insertInto(FACT)
                .set(FACT.TOPIC, topic)
                .set(FACT.ORGANIZATION_ID, id(organization))
                .set(FACT.SUBJECT, subject)
                .set(FACT.PAYLOAD, Json.jsonb(payload))
                .set(FACT.AT, tx.timestamp())
                .execute();
    }
}

package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.FACT;

import cloud.tessera.quota.term.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Facts as they are stored. */
final class FactStore {
    private static final Field<String> XID = DSL.field("{0}::text", String.class, FACT.XID);

    /** A fact and its place in the feed. */
    record Placed(Fact fact, FeedPlace place) {}

    private FactStore() {}

    /**
     * What comes after a reader's place, in the order of commits.
     */
    static List<Placed> after(Tx tx, FeedPlace place, Set<String> topics, int most) {
        return tx.sql()
                .select(FACT.asterisk(), XID.as("place"))
                .from(FACT)
                .where(place.isBefore(FACT.XID, FACT.SEQ))
                .and(FACT.TOPIC.in(topics))
                .orderBy(FACT.XID, FACT.SEQ)
                .limit(most)
                .fetch(row -> new Placed(fact(row), new FeedPlace(row.get("place", String.class), row.get(FACT.SEQ))));
    }

    private static Fact fact(Record row) {
        return new Fact(
                row.get(FACT.TOPIC),
                Optional.ofNullable(row.get(FACT.ORGANIZATION_ID))
                        .map(OrganizationId::new)
                        .orElse(null),
                row.get(FACT.SUBJECT),
                row.get(FACT.PAYLOAD).data(),
                row.get(FACT.AT).toInstant());
    }
}

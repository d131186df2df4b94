package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.OUTBOX;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The outbox as it is stored. */
final class OutboxStore {
    private static final int LONGEST_ERROR = 1_000;

    private OutboxStore() {}

    /** Takes what is due, so that nobody else takes it for a while; others that take at the same time get other ones. */
    static List<Message> take(Tx tx, int most, Duration underWay) {
        var due = DSL.select(OUTBOX.SEQ)
                .from(OUTBOX)
                .where(OUTBOX.DELIVERED_AT.isNull())
                .and(OUTBOX.NEXT_ATTEMPT_AT.le(tx.timestamp()))
                .orderBy(OUTBOX.NEXT_ATTEMPT_AT, OUTBOX.SEQ)
                .limit(most)
                .forUpdate()
                .skipLocked();
        return tx
                .sql()
                .update(OUTBOX)
                .set(OUTBOX.ATTEMPTS, OUTBOX.ATTEMPTS.plus(1))
                .set(OUTBOX.NEXT_ATTEMPT_AT, tx.timestamp().plus(underWay))
                .where(OUTBOX.SEQ.in(due))
                .returning()
                .fetch(OutboxStore::message)
                .stream()
                .sorted(Comparator.comparingLong(Message::number))
                .toList();
    }

    static void delivered(Tx tx, long number) {
        tx.sql()
                .update(OUTBOX)
                .set(OUTBOX.DELIVERED_AT, tx.timestamp())
                .setNull(OUTBOX.LAST_ERROR)
                .where(OUTBOX.SEQ.eq(number))
                .execute();
    }

    static void failed(Tx tx, long number, Duration pause, String error) {
        tx.sql()
                .update(OUTBOX)
                .set(OUTBOX.NEXT_ATTEMPT_AT, tx.timestamp().plus(pause))
                .set(OUTBOX.LAST_ERROR, error.substring(0, Math.min(error.length(), LONGEST_ERROR)))
                .where(OUTBOX.SEQ.eq(number))
                .execute();
    }

    static int forget(Tx tx, Duration kept, int most) {
        return tx.sql()
                .deleteFrom(OUTBOX)
                .where(OUTBOX.SEQ.in(DSL.select(OUTBOX.SEQ)
                        .from(OUTBOX)
                        .where(OUTBOX.DELIVERED_AT.lt(tx.timestamp().minus(kept)))
                        .limit(most)))
                .execute();
    }

    private static Message message(Record row) {
        return new Message(
                row.get(OUTBOX.SEQ),
                row.get(OUTBOX.TOPIC),
                Optional.ofNullable(row.get(OUTBOX.ORGANIZATION_ID))
                        .map(OrganizationId::new)
                        .orElse(null),
                row.get(OUTBOX.SUBJECT),
                row.get(OUTBOX.PAYLOAD).data(),
                row.get(OUTBOX.CREATED_AT).toInstant(),
                row.get(OUTBOX.ATTEMPTS));
    }
}

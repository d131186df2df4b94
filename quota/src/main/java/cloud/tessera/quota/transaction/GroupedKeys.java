package cloud.tessera.quota.transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The idempotency keys of calls that share a transaction. */
final class GroupedKeys {
    private GroupedKeys() {}

    private record Keyed(Transactions.Call call, IdempotencyKey key) {
        static Keyed of(Transactions.Call call, String operation) {
            return new Keyed(call, new IdempotencyKey(call.caller(), operation, call.body()));
        }

        Scoped scoped() {
            return new Scoped(key.scope(), key.key());
        }
    }

    private record Scoped(UUID scope, String key) {}

    /**
     * Stores the keys, with what the calls are about to make, and returns the calls whose keys are new, and those without
     * a key. In one order everywhere, because a key that another transaction is storing is waited for.
     */
    static Later<List<Transactions.Call>> claim(Tx tx, String operation, List<Transactions.Call> calls) {
        List<Keyed> keyed = keyed(operation, calls.stream())
                .sorted(Comparator.comparing((Keyed each) -> each.key().scope())
                        .thenComparing(each -> each.key().key()))
                .toList();
        Set<Scoped> seen = new HashSet<>();
        List<Keyed> distinct =
                keyed.stream().filter(each -> seen.add(each.scoped())).toList();
        return Rows.of(distinct)
                .column("organization_id", "uuid", each -> each.key().scope())
                .column("key", "text", each -> each.key().key())
                .column("fingerprint", "bytea", each -> "\\x" + each.key().fingerprintHex())
                .column(
                        "outcome",
                        "jsonb",
                        each -> Json.write(new IdempotencyKey.Stored(each.call().reference(), null)))
                .same("created_at", "timestamptz", tx.now())
                .askInserted(
                        tx,
                        "quota.idempotency_key",
                        "on conflict do nothing returning organization_id, key",
                        row -> new Scoped(row.getObject(1, UUID.class), row.getString(2)))
                .map(stored -> first(calls, distinct, Set.copyOf(stored)));
    }

    private static List<Transactions.Call> first(
            List<Transactions.Call> calls, List<Keyed> distinct, Set<Scoped> stored) {
        List<Transactions.Call> first = new ArrayList<>(calls.stream()
                .filter(call -> call.caller().request().idempotencyKey() == null)
                .toList());
        distinct.stream().filter(each -> stored.contains(each.scoped())).forEach(each -> first.add(each.call()));
        return first;
    }

    /** Gives up the keys of calls that were not made. */
    static void release(Tx tx, String operation, Stream<Transactions.Call> calls) {
        List<Keyed> keyed = keyed(operation, calls).toList();
        if (!keyed.isEmpty()) {
            tx.later(
                    """
                            delete from quota.idempotency_key k using unnest(?::uuid[], ?::text[]) as gone (scope, key)
                            where k.organization_id = gone.scope and k.key = gone.key""",
                    keyed.stream().map(each -> each.key().scope()).toArray(UUID[]::new),
                    keyed.stream().map(each -> each.key().key()).toArray(String[]::new));
        }
    }

    private static Stream<Keyed> keyed(String operation, Stream<Transactions.Call> calls) {
        return calls.filter(call -> call.caller().request().idempotencyKey() != null)
                .map(call -> Keyed.of(call, operation));
    }
}

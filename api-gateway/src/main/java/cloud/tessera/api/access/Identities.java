package cloud.tessera.api.access;

import cloud.tessera.quota.term.Caller;

/** What a caller is called on the wire. */
final class Identities {
    private Identities() {}

    static String role(Caller caller) {
        return switch (caller) {
            case Caller.Member m -> m.role().text();
            case Caller.Key k -> k.role().text();
            case Caller.Operator o -> o.role().text();
            case Caller.Job j -> j.name();
        };
    }

    static String kind(Caller caller) {
        return switch (caller) {
            case Caller.Member m -> "member";
            case Caller.Key k -> "api_key";
            case Caller.Operator o -> "operator";
            case Caller.Job j -> "job";
        };
    }
}

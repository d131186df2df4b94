package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Caller;

/** A refresh token that was used, with the one to use next time. */
public record Rotated(Caller caller, String refreshToken) {}

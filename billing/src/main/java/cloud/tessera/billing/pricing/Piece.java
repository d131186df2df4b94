package cloud.tessera.billing.pricing;

import cloud.tessera.billing.money.Rate;
import java.time.Instant;

/** A stretch of time {@code [from, until)} over which one rate holds. */
public record Piece(Instant from, Instant until, Rate rate) {}

package cloud.tessera.quota.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a person has a second factor.
 *
 * @param since since when; empty where there is none
 * @param recoveryCodesLeft how many recovery codes were not used
 */
public record FactorState(Optional<Instant> since, int recoveryCodesLeft) {}

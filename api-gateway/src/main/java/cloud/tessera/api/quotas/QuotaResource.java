package cloud.tessera.api.quotas;

import cloud.tessera.api.wire.Cards;
import cloud.tessera.quota.limit.LimitUse;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A limit on what a project holds, and how much of it is taken.
 *
 * @param projectId whose limit it is
 * @param workload {@code training} or {@code inference}
 * @param family the family of models that it covers; {@code *} for all that have no limit of their own, together
 * @param max the most that may be held at any instant
 * @param now what is held now
 * @param peak the most that is held at any instant from now on, what is booked ahead included
 */
@Serdeable
@Schema(name = "Quota")
record QuotaResource(String projectId, String workload, String family, Cards max, Cards now, Cards peak) {
    static QuotaResource of(LimitUse use) {
        return new QuotaResource(
                use.project().text(),
                use.resource().workload().text(),
                use.resource().family(),
                Cards.of(use.max()),
                Cards.of(use.now()),
                Cards.of(use.peak()));
    }
}

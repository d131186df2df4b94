package cloud.tessera.quota.audit;

import cloud.tessera.quota.transaction.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a chain of audit entries, signed. Who keeps one can show later that the log still holds all that it held
 * then, in the same words.
 *
 * @param chain the name of the chain: the organization's id, or {@code platform}
 * @param length how many entries the chain has
 * @param hash the hash of the last one, in hexadecimal
 * @param sealedAt when it was signed, by the platform's clock
 * @param kid the key that signed, by its thumbprint (RFC 7638)
 * @param signature Ed25519 (RFC 8032) over {@link #signed}, in hexadecimal
 */
public record AuditHead(String chain, long length, String hash, Instant sealedAt, String kid, String signature) {
    /** The head as it is exported. */
    private record Line(
            String chain,
            long length,
            String hash,
            @JsonProperty("sealed_at") Instant sealedAt,
            String kid,
            String signature) {}

    String line() {
        return Json.write(new Line(chain, length, hash, sealedAt, kid, signature));
    }

    /** What is signed. */
    String signed() {
        return String.join("\n", "tessera audit head", chain, Long.toString(length), hash, sealedAt.toString());
    }

    /** The end of a chain, signed by a key. */
    static AuditHead sign(UUID chain, long length, String hash, Instant at, SealingKey key) {
        var unsigned = new AuditHead(AuditChain.name(chain), length, hash, at, key.kid(), "");
        return new AuditHead(unsigned.chain, length, hash, at, key.kid(), key.sign(unsigned.signed()));
    }

    /** What is wrong with the signature, if anything. */
    Optional<AuditFault.Kind> wrong(SealingKey key) {
        if (!kid.equals(key.kid())) {
            return Optional.of(AuditFault.Kind.FOREIGN_KEY);
        }
        return key.verifies(signed(), signature) ? Optional.empty() : Optional.of(AuditFault.Kind.FORGED_HEAD);
    }
}

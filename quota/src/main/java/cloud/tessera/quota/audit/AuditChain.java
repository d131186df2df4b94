package cloud.tessera.quota.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.tessera.quota.term.OrganizationId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * How entries are chained: the hash of an entry is the SHA-256 of the hash before it in hexadecimal, a line feed, and the
 * entry as it is {@linkplain AuditEntry#line written}. The first one stands on the name of its chain, so that no chain can
 * pass for another one. Anybody with an export can do the same by {@code sha256sum}.
 */
final class AuditChain {
    /** The chain of what belongs to the platform alone. */
    static final UUID PLATFORM = new UUID(0, 0);

    private static final HexFormat HEX = HexFormat.of();

    private AuditChain() {}

    /** What a chain is called in exports and reports. */
    static String name(UUID chain) {
        return organization(chain).map(OrganizationId::text).orElse("platform");
    }

    static Optional<OrganizationId> organization(UUID chain) {
        return chain.equals(PLATFORM) ? Optional.empty() : Optional.of(new OrganizationId(chain));
    }

    /** What the first entry of a chain stands on. */
    static String beginning(UUID chain) {
        return sha256("tessera audit " + name(chain));
    }

    /** The hash of an entry. */
    static String next(String before, String line) {
        return sha256(before + "\n" + line);
    }

    private static String sha256(String text) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

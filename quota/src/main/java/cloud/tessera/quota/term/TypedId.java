package cloud.tessera.quota.term;

import java.util.UUID;

/**
 * An id that says what it names. Inside it is a UUIDv7; on the wire it is a prefix, an underscore and 26 characters of
 * Crockford's base32 in lower case, as in {@code rsv_06f2q8m0x4y7n1k3c5d9e0g2hw}.
 */
public interface TypedId {
    /** The id itself. */
    UUID value();

    /** Three lower-case letters that name the kind, without the underscore. */
    String prefix();

    /** The id as programs and people see it. */
    default String text() {
        return prefix() + "_" + Base32.encode(value());
    }

    /**
     * Reads the text of an id of a known kind.
     *
     * @throws IllegalArgumentException when the text is not an id of this kind
     */
    static UUID parse(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + Base32.LENGTH
                || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_') {
            throw new IllegalArgumentException("Not an id of the form " + prefix + "_...: " + abbreviated(text));
        }
        return Base32.decode(text.substring(prefix.length() + 1));
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}

package cloud.tessera.quota.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Codes for when the authenticator app is lost; each works once, and they are shown once. */
public record RecoveryCodes(List<String> codes) {
    static final int COUNT = 10;
    private static final int BYTES = 10;

    static RecoveryCodes generate() {
        return new RecoveryCodes(
                Stream.generate(RecoveryCodes::code).limit(COUNT).toList());
    }

    /** 80 random bits in four groups, as in {@code ab2d-efgh-3jkl-mnop}. */
    private static String code() {
        String text = Secrets.base32(Secrets.bytes(BYTES)).toLowerCase(Locale.ROOT);
        return text.substring(0, 4) + "-" + text.substring(4, 8) + "-" + text.substring(8, 12) + "-"
                + text.substring(12);
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "RecoveryCodes[" + codes.size() + "]";
    }
}

package cloud.tessera.quota.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What an authenticator app needs to know; shown once.
 *
 * @param secret in base32 (RFC 4648), to be typed where no camera is
 * @param uri the same with what belongs to it, as {@code otpauth://} (Key URI Format)
 * @param qrSvg the URI as a QR code, an SVG image of dark squares on white
 */
public record Enrolment(String secret, String uri, String qrSvg) {
    private static final String ISSUER = "Tessera";

    static Enrolment of(byte[] secret, String email) {
        String text = Secrets.base32(secret);
        String uri = "otpauth://totp/" + ISSUER + ":" + encoded(email) + "?secret=" + text + "&issuer=" + ISSUER
                + "&algorithm=SHA1&digits=6&period=" + TimeCodes.STEP.toSeconds();
        return new Enrolment(text, uri, QrImage.svg(uri));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "Enrolment[]";
    }
}

package cloud.tessera.portal.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The headers that every page and file of the portal carries. The policy allows inline scripts, inline styles and
 * evaluation because Vaadin's client needs them to start and to run what the server sends; everything else comes from
 * this address or not at all. Vaadin is asked for no external host, and none is allowed.
 */
final class SecurityHeaders extends Handler.Wrapper {
    private static final String CONTENT_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'");
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean behindTls;

    SecurityHeaders(Handler next, boolean behindTls) {
        super(next);
        this.behindTls = behindTls;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Content-Security-Policy", CONTENT_POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
        if (behindTls) {
            headers.put("Strict-Transport-Security", ONE_YEAR);
        }
        return super.handle(request, response, callback);
    }
}

package cloud.tessera.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final TestPortal portal = TestPortal.running();

    @Test
    void every_answer_says_what_a_browser_may_do_with_it() throws Exception {
        var headers = get("/sign-in").headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("http:", "https:");
        assertThat(get("/portal/tessera.js").headers().firstValue("X-Content-Type-Options"))
                .contains("nosniff");
    }

    @Test
    void what_is_below_api_goes_through_with_the_address_of_the_caller_and_not_with_one_that_it_claims()
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(portal.address() + "/api/v1/things?limit=2"))
                .header("X-Forwarded-For", "203.0.113.9")
                .header("Forwarded", "for=203.0.113.9")
                .header("Authorization", "Bearer secret")
                .header("User-Agent", "a test")
                .GET()
                .build();
        String seen = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        assertThat(seen)
                .contains("GET /api/v1/things?limit=2")
                .containsIgnoringCase("x-forwarded-for: [127.0.0.1]")
                .containsIgnoringCase("x-forwarded-proto: [http]")
                .containsIgnoringCase("authorization: [Bearer secret]")
                .containsIgnoringCase("user-agent: [a test]")
                .doesNotContain("203.0.113.9");
        assertThat(get("/health/ready").body()).contains("GET /health/ready");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(portal.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

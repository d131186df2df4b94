package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.api.problem.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A body that comes after its head, as it does over a slow link: what is refused is answered as ever.
 *
 * <p>This is where Micronaut 4 writes "Failed to build error response" with an {@code AssertionError} of {@code
 * BaseSharedBuffer.subscribe0} wherever assertions are on. When the rest of a body comes while the request's filters are
 * at work on another thread, its reader goes on inside {@code subscribeFull0}, on the event loop. A refusal is written from
 * there, and the request is then cleaned up, which closes the other half of the body: {@code subscribe0} on the buffer
 * that is still at it. The flag that this assertion guards is used by nothing else, the buffer counts its users before it
 * calls them, and the answer has been written by then; so nothing is lost, and the tests run with that one assertion off
 * (pom.xml), as the product does with all of them.
 */
@SuppressWarnings("NullAway.Init")
class LateBodyTest {
    private static ApiServer api;

    @BeforeAll
    static void start() {
        api = new ApiServer();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/auth/token    | application/json | {                       | 400 | invalid_body",
                "/api/v1/auth/token    | application/json | {\"x\": 1}              | 400 | unknown_field",
                "/api/v1/auth/token    | application/json | {\"grant_type\": \"no\"} | 400 | invalid_value",
                "/api/v1/auth/token    | application/json | {}                      | 422 | invalid_value",
                "/api/v1/auth/token    | text/plain       | words                   | 415 | unsupported_media_type",
                "/api/v1/fleet/imports | application/yaml | format: 1               | 401 | unauthenticated",
                "/api/v1/nowhere       | application/json | {}                      | 404 | not_found",
            })
    void a_refusal_of_a_late_body_is_a_problem_and_the_connection_goes_on(
            String path, String type, String body, int status, String code) throws Exception {
        try (Socket socket = new Socket(api.address().getHost(), api.address().getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < 12; i++) {
                send(socket, path, type, body, i % 4);

                String answer = read(answers);

                assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase(Problem.MEDIA_TYPE);
                assertThat(answer).contains("\"code\":\"" + code + "\"");
            }
        }
    }

    private static void send(Socket socket, String path, String type, String body, int lateMs) throws Exception {
        String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        for (String part : new String[] {head, body}) {
            socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            TimeUnit.MILLISECONDS.sleep(lateMs);
        }
    }

    /** One answer with its body; empty where the server has closed the connection. */
    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        return head + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }
}

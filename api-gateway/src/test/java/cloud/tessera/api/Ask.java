package cloud.tessera.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client that says what it is told to say, well-formed or not. */
final class Ask {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpRequest.Builder request;

    private Ask(HttpRequest.Builder request) {
        this.request = request;
    }

    static Ask of(URI server, String method, String path) {
        return of(server, method, path, "");
    }

    static Ask of(URI server, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return body.isEmpty() ? new Ask(request) : new Ask(request).with("Content-Type", "application/json");
    }

    Ask with(String header, String value) {
        request.setHeader(header, value);
        return this;
    }

    Ask bearer(String token) {
        return token.isEmpty() ? this : with("Authorization", "Bearer " + token);
    }

    Answer send() {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

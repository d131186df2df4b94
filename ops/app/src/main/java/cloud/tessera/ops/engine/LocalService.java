package cloud.tessera.ops.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * The process behind a claim of the {@code local} engine: a small HTTP service on loopback that lets in whoever shows the
 * claim's token. It needs nothing but its directory, of which it is the only process, and ends when its order is gone.
 *
 * <p>Files in the directory: {@code order} is the platform's wish and is removed to end the service; {@code token},
 * {@code image} and {@code answer} say how to serve; {@code process} and {@code address} are what the service tells;
 * {@code alive} is touched every second.
 */
public final class LocalService {
    static final String ORDER = "order";
    static final String TOKEN = "token";
    static final String IMAGE = "image";
    static final String ANSWER = "answer";
    static final String PROCESS = "process";
    static final String ADDRESS = "address";
    static final String ALIVE = "alive";

    private static final int MOST_BYTES = 65_536;

    private final Path directory;

    private LocalService(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new LocalService(Path.of(arguments[0])).run();
    }

    private void run() throws IOException, InterruptedException {
        try (var file = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) {
                return; // Another process serves this claim already.
            }
            ProcessHandle self = ProcessHandle.current();
            write(PROCESS, self.pid() + " " + self.info().startInstant().orElseThrow());
            HttpServer server = listen();
            write(ADDRESS, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
            while (Files.exists(directory.resolve(ORDER))) {
                write(ALIVE, "");
                Thread.sleep(1000);
            }
            server.stop(0);
        }
    }

    /** On the port it had before, so that the address in the portal stays right after a restart. */
    private HttpServer listen() throws IOException {
        Path address = directory.resolve(ADDRESS);
        HttpServer server;
        try {
            int before = Files.exists(address)
                    ? java.net.URI.create(Files.readString(address)).getPort()
                    : 0;
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", before), 16);
        } catch (java.net.BindException e) {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
        }
        byte[] token = Files.readAllBytes(directory.resolve(TOKEN));
        byte[] answer = Files.readAllBytes(directory.resolve(ANSWER));
        boolean echo = Files.readString(directory.resolve(IMAGE)).equals(LocalEngine.ECHO);
        server.createContext("/", exchange -> serve(exchange, token, answer, echo));
        server.start();
        return server;
    }

    private static void serve(HttpExchange exchange, byte[] token, byte[] answer, boolean echo) throws IOException {
        try (exchange) {
            byte[] said = exchange.getRequestBody().readNBytes(MOST_BYTES);
            String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] given = shown.startsWith("Bearer ") ? bytes(shown.substring(7)) : new byte[0];
            if (!MessageDigest.isEqual(token, given)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                send(
                        exchange,
                        401,
                        "text/plain; charset=utf-8",
                        bytes("Show the token of this claim as a bearer token.\n"));
            } else if (echo && exchange.getRequestMethod().equals("POST")) {
                send(exchange, 200, "application/octet-stream", said);
            } else if (exchange.getRequestMethod().equals("GET")) {
                send(exchange, 200, "application/json", answer);
            } else {
                send(exchange, 405, "text/plain; charset=utf-8", bytes("This service answers GET.\n"));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        Path fresh = directory.resolve(name + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

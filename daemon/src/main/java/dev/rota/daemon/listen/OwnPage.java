package dev.rota.daemon.listen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rota.config.Listen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Serves `/metrics` and `/health` of this daemon. Every request has a thread of its own, so that a client that
/// reads slowly keeps nobody waiting.
public final class OwnPage implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param status 200, or 503 when the daemon cannot do its work
    public record Answer(int status, String mediaType, String text) {}

    /// Starts to listen.
    ///
    /// @throws IOException when the address cannot be listened on
    public OwnPage(Listen where, Supplier<Answer> metrics, Supplier<Answer> health) throws IOException {
        server = HttpServer.create(new InetSocketAddress(where.host(), where.port()), 0);
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> answer(exchange, "/metrics", metrics));
        server.createContext("/health", exchange -> answer(exchange, "/health", health));
        server.start();
    }

    /// The port it listens on.
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String path, Supplier<Answer> answer) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) { // the server matches beginnings
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Answer given = answer.get();
            byte[] body = given.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", given.mediaType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = method.equals("HEAD");
            exchange.sendResponseHeaders(given.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.rota.bin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rota.bin.doctor.Finding.Level;
import dev.rota.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagesProbeTest {
    private static final String WELL = "{\"status\":\"healthy\"}";

    @Test
    void whatAnswersWellIsWell() throws IOException {
        try (Page api = new Page("/api/health", 200, WELL);
                Page daemon = new Page("/health", 200, "{\"status\":\"ready\",\"says\":\"Polling every PT60S.\"}")) {
            assertThat(look(api.port(), daemon.port()))
                    .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
            assertThat(look(api.port(), daemon.port()).getLast().what()).contains("ready", "Polling every PT60S.");
        }
    }

    @Test
    void whatListensOnEveryAddressIsAskedOnItsOwn() throws IOException {
        try (Page api = new Page("/api/health", 200, WELL)) {
            Map<String, String> everywhere = Map.of("ROTA_LISTEN", "0.0.0.0:" + api.port());
            assertThat(PagesProbe.look(Settings.load(everywhere, null)))
                    .extracting(Finding::level)
                    .containsExactly(Level.OK);
        }
    }

    @Test
    void whatSaysThatItCannotWorkWarns() throws IOException {
        try (Page api = new Page("/api/health", 503, "{\"status\":\"down\"}");
                Page daemon =
                        new Page("/health", 503, "{\"status\":\"degraded\",\"says\":\"The database is away.\"}")) {
            List<Finding> findings = look(api.port(), daemon.port());
            assertThat(findings).extracting(Finding::level).containsExactly(Level.WARN, Level.WARN);
            assertThat(findings.getFirst().what()).contains("down");
            assertThat(findings.getLast().what()).contains("degraded", "The database is away.");
        }
    }

    @Test
    void nobodyOrSomebodyElseAtAnAddressThatWasGivenWarns() throws IOException {
        try (Page other = new Page("/", 200, "<html>It works!</html>")) {
            List<Finding> findings = look(other.port(), free());
            assertThat(findings).extracting(Finding::level).containsExactly(Level.WARN, Level.WARN);
            assertThat(findings.getLast().advice()).contains("ROTA_DAEMON_LISTEN");
        }
    }

    private static List<Finding> look(int api, int daemon) {
        return PagesProbe.look(Settings.load(
                Map.of("ROTA_LISTEN", "127.0.0.1:" + api, "ROTA_DAEMON_LISTEN", "127.0.0.1:" + daemon), null));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static final class Page implements AutoCloseable {
        private final HttpServer server;

        Page(String path, int status, String body) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(path, exchange -> {
                try (exchange) {
                    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}

package dev.rota.bin.doctor;

import dev.rota.api.ApiConfig;
import dev.rota.bin.client.ApiClient;
import dev.rota.config.Key;
import dev.rota.config.Listen;
import dev.rota.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether what listens on this machine answers: the API, and the daemon's own page where it is to have one.
final class PagesProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private PagesProbe() {}

    /// What a page answered.
    ///
    /// @param says the daemon's one line of status; empty when there is none
    private record Answer(int status, String state, String says) {}

    static List<Finding> look(Settings settings) {
        Optional<Listen> api = address(settings, Key.LISTEN);
        List<Finding> findings = new ArrayList<>();
        findings.add(api(api.orElse(ApiConfig.LISTEN), api.isPresent()));
        address(settings, Key.DAEMON_LISTEN).ifPresent(listen -> findings.add(daemon(listen)));
        return findings;
    }

    /// An address that makes no sense is told by the probe of the configuration.
    private static Optional<Listen> address(Settings settings, Key key) {
        return settings.optional(key).flatMap(Listen::parse);
    }

    private static Finding api(Listen listen, boolean asked) {
        String where = "The API at " + listen;
        Optional<Answer> answer = ask(listen, "/api/health");
        if (answer.isEmpty()) {
            return asked
                    ? Finding.warn(
                            where + " does not answer.",
                            "`systemctl start rota-api` (or `rota api`), and see `journalctl -u rota-api`.")
                    : Finding.skipped(where + " does not answer: this machine may be without one.");
        }
        return answer.get().status() == 200
                ? Finding.ok(where + " answers: " + answer.get().state() + ".")
                : Finding.warn(
                        where + " says that nothing can run: " + answer.get().state() + ".",
                        "See what is said of database and daemons.");
    }

    private static Finding daemon(Listen listen) {
        String where = "The daemon's page at " + listen;
        return ask(listen, "/health")
                .map(answer -> {
                    String said = where + " answers: " + answer.state() + ". " + answer.says();
                    return answer.status() == 200
                            ? Finding.ok(said.strip())
                            : Finding.warn(said.strip(), "See `journalctl -u rota-daemon -n 50`.");
                })
                .orElseGet(() -> Finding.warn(
                        where + " (ROTA_DAEMON_LISTEN) does not answer.",
                        "See whether the daemon runs, and whether it could listen there:"
                                + " `journalctl -u rota-daemon -g ROTA_DAEMON_LISTEN`."));
    }

    /// Empty when there is no answer, or none of Rota's.
    private static Optional<Answer> ask(Listen listen, String path) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            URI uri = new URI("http://" + new Listen(reachable(listen.host()), listen.port()) + path);
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            var body = ApiClient.JSON.readTree(answer.body());
            return body.path("status").isTextual()
                    ? Optional.of(new Answer(
                            answer.statusCode(),
                            body.path("status").asText(),
                            body.path("says").asText()))
                    : Optional.empty();
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// What listens on every address of the machine is asked on its own.
    private static String reachable(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    ? InetAddress.getLoopbackAddress().getHostAddress()
                    : host;
        } catch (UnknownHostException e) {
            return host; // and is told that nobody answers
        }
    }
}

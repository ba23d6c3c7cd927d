package dev.rota.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.resources.Pause;
import dev.rota.api.resources.RequestTotals;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Listen;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.syntax.Json;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The API on a free port over a database of its own. Whoever calls is the account `tester`, with the role that the
/// header `Test-Role` names (administrator without it).
final class TestApi implements AutoCloseable {
    private final TestDatabase test = PostgresForTests.freshDatabase();
    private final Database database = Database.open(test.as(DatabaseRole.API), "rota-api-test");
    private final Pause pause = new Pause();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiServer server;

    TestApi(boolean commandsAllowed) {
        sql("insert into rota.account (name, role) values ('tester', 'admin')");
        RequestTotals requests = new RequestTotals();
        ApiConfig config =
                new ApiConfig(test.config(), new Listen("127.0.0.1", 0), ZoneId.of("Europe/Berlin"), commandsAllowed);
        List<Object> components = new ArrayList<>(RotaApplication.openComponents(config, database, pause, requests));
        components.add(new Caller());
        server = new ApiServer("127.0.0.1", 0, components, requests::add);
        server.start();
    }

    private static final class Caller implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            String role = request.getHeaderString("Test-Role");
            Principal tester =
                    new Principal(1, "tester", role == null ? Role.ADMIN : Role.valueOf(role.toUpperCase(Locale.ROOT)));
            request.setSecurityContext(new SecurityContext() {
                @Override
                public Principal getUserPrincipal() {
                    return tester;
                }

                @Override
                public boolean isUserInRole(String word) {
                    return tester.role().word().equals(word);
                }

                @Override
                public boolean isSecure() {
                    return false;
                }

                @Override
                public String getAuthenticationScheme() {
                    return "test";
                }
            });
        }
    }

    /// An answer with its body as JSON; a missing node when there is none.
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer send(String method, String path, String body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (!body.isEmpty()) {
                request.setHeader("Content-Type", "application/json");
            }
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = response.body().isEmpty()
                            || !response.headers()
                                    .firstValue("Content-Type")
                                    .orElse("")
                                    .contains("json")
                    ? Json.object().path("nothing")
                    : Json.stored(response.body());
            return new Answer(response.statusCode(), json, response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Plays the daemon's part in the database.
    void sql(String statement) {
        test.sql(statement);
    }

    @Override
    public void close() {
        pause.end();
        client.close();
        server.stop();
        database.close();
        test.close();
    }
}

package dev.rota.api.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.ApiApp;
import dev.rota.api.ApiConfig;
import dev.rota.config.Listen;
import dev.rota.store.AccountStore;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.syntax.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneId;

/// The real API on a database of its own, and a second person at it: what a test does through this, the page sees as
/// somebody else's doing.
final class LiveApi implements AutoCloseable {
    private final TestDatabase postgres = PostgresForTests.freshDatabase();
    private final Database database = Database.open(postgres.config(), "rota-page-test");
    private final AccountStore accounts = new AccountStore(database);
    private final String token = accounts.createToken("admin", "admin").text();
    private final ApiApp api =
            new ApiApp(new ApiConfig(postgres.config(), new Listen("127.0.0.1", 0), ZoneId.of("Etc/UTC"), true));
    private final HttpClient client = HttpClient.newHttpClient();

    LiveApi() {
        api.start();
    }

    String address() {
        return "http://127.0.0.1:" + api.port();
    }

    /// A fresh one-time link, as `rota up` prints it.
    String loginLink() {
        return address() + "/#login=" + accounts.createLoginLink("admin");
    }

    String token() {
        return token;
    }

    /// Makes a schedule that only runs when asked; nothing runs it here, since there is no daemon.
    long schedule(String name) {
        return send("POST", "/api/schedules", """
            {"name": %s, "recurrence": {}, "job": {"kind": "scrape", "start": ["http://192.0.2.1/"],
             "items": {"select": "tr", "key": ["id"], "fields": {"id": {"attr": "data-id"}}}}}
            """.formatted(Json.write(name)))
                .path("id")
                .asLong();
    }

    /// Enters a daemon that is alive for a day.
    void daemon() {
        sql("""
            insert into rota.daemon (id, host, pid, version, state, kinds, slots, lease_until) values
              (gen_random_uuid(), 'machine-room', 1, '1', 'ready', '{}', 4, clock_timestamp() + interval '1 day')
            """);
    }

    void sql(String statements) {
        postgres.sql(statements);
    }

    JsonNode get(String path) {
        return send("GET", path, "");
    }

    JsonNode send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (method.equals("PATCH")) {
            request.header("If-Match", etag(path));
        }
        String answer = answer(request.build()).body();
        return answer.isEmpty() ? Json.object() : Json.stored(answer);
    }

    private String etag(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return answer(request).headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(request.method() + " " + request.uri() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        api.stop();
        database.close();
        postgres.close();
    }
}

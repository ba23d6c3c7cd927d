package dev.rota.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Listen;
import dev.rota.store.AccountStore;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.store.TokenSecret;
import dev.rota.syntax.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole API over a fresh database on a free port, and a client that speaks real HTTP to it.
record RunningApi(TestDatabase server, Database database, ApiApp app, HttpClient client) implements AutoCloseable {
    static RunningApi start() {
        TestDatabase server = PostgresForTests.freshDatabase();
        ApiApp app = new ApiApp(new ApiConfig(
                server.as(DatabaseRole.API), new Listen("127.0.0.1", 0), ZoneId.of("Europe/Berlin"), true));
        app.start();
        return new RunningApi(server, Database.open(server.config(), "RunningApi", 2), app, HttpClient.newHttpClient());
    }

    AccountStore accounts() {
        return new AccountStore(database);
    }

    TokenSecret token(String account, String role) {
        return accounts().createToken(account, role);
    }

    HttpResponse<String> as(TokenSecret token, String method, String path, @Nullable String body) {
        return send(method, path, body, Map.of("Authorization", "Bearer " + token.text()));
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(HttpResponse<String> answer) {
        return Json.stored(answer.body());
    }

    /// Puts the database into a state that only a daemon could bring about.
    void sql(String statements) {
        try (Connection connection = DriverManager.getConnection(
                        server.config().url() + "?currentSchema=rota",
                        server.config().user(),
                        server.config().password());
                var statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One number that only the database knows.
    long sqlNumber(String query) {
        try (Connection connection = DriverManager.getConnection(
                        server.config().url() + "?currentSchema=rota",
                        server.config().user(),
                        server.config().password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        app.stop();
        database.close();
        server.close();
    }
}

package dev.rota.bin.client;

import dev.rota.api.ApiApp;
import dev.rota.api.ApiConfig;
import dev.rota.bin.Rota;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.Listen;
import dev.rota.store.AccountStore;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.io.OutputStream;
import java.net.URI;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/// The command beside an API of its own; no daemon runs.
final class LiveRota implements AutoCloseable {
    private final TestDatabase test = PostgresForTests.freshDatabase();
    private ApiApp api = on(0);
    private final Map<String, String> environment = new HashMap<>();

    LiveRota() {
        api.start();
        try (Database database = Database.open(test.config(), "rota-test", 1)) {
            environment.put("ROTA_URL", "http://127.0.0.1:" + api.port());
            environment.put(
                    "ROTA_TOKEN",
                    new AccountStore(database).createToken("tester", "admin").text());
        }
    }

    private ApiApp on(int port) {
        return new ApiApp(
                new ApiConfig(test.config(), new Listen("127.0.0.1", port), ZoneId.of("Europe/Berlin"), true));
    }

    /// The API ends, as in an upgrade.
    void stop() {
        api.stop();
    }

    /// It comes back where it was.
    void startAgain() {
        api = on(URI.create(url()).getPort());
        api.start();
    }

    Rota.Said rota(String... arguments) {
        return Rota.run(environment, "", arguments);
    }

    /// The same, printing to a stream that may fail.
    int rotaInto(OutputStream out, OutputStream err, String... arguments) {
        return Rota.into(out, err, environment, arguments);
    }

    /// The same with a text on standard input.
    Rota.Said rotaReading(String in, String... arguments) {
        return Rota.run(environment, in, arguments);
    }

    void set(String name, String value) {
        environment.put(name, value);
    }

    String url() {
        return String.valueOf(environment.get("ROTA_URL"));
    }

    String token() {
        return String.valueOf(environment.get("ROTA_TOKEN"));
    }

    DatabaseConfig database() {
        return test.config();
    }

    /// Plays the daemon's part in the database.
    void sql(String statement) {
        test.sql(statement);
    }

    @Override
    public void close() {
        api.stop();
        test.close();
    }
}

package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.NotifySocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The API as a process of its own, with a service manager that listens.
@Timeout(180)
class ApiProcessIT {
    @Test
    void theServiceManagerHearsThatItLivesAndOfAReload(@TempDir Path directory) throws Exception {
        String name = "@rota-test-" + UUID.randomUUID();
        Path conf = Files.writeString(directory.resolve("rota.conf"), "ROTA_LISTEN=127.0.0.1:0\n");
        Path output = directory.resolve("output");
        try (TestDatabase server = PostgresForTests.freshDatabase();
                NotifySocket manager = new NotifySocket(name)) {
            Process api = start(server.as(DatabaseRole.API), output, conf, name);
            try {
                until(manager, api, "READY=1");
                until(manager, api, "WATCHDOG=1");

                Files.writeString(conf, "ROTA_LISTEN=nowhere\n");
                int sent = new ProcessBuilder("kill", "-HUP", String.valueOf(api.pid()))
                        .start()
                        .waitFor();
                assertThat(sent).isZero();
                assertThat(until(manager, api, "RELOADING=1")).last().asString().startsWith("MONOTONIC_USEC=");
                assertThat(until(manager, api, "READY=1"))
                        .last()
                        .asString()
                        .startsWith("STATUS=Listening on 127.0.0.1:");
                until(manager, api, "WATCHDOG=1");
                assertThat(Files.readString(output))
                        .contains(
                                "the settings are wrong, the old ones stay", "ROTA_LISTEN: 'nowhere' is no host:port");
            } finally {
                api.destroy();
                assertThat(api.waitFor()).isZero();
            }
        }
    }

    private static Process start(DatabaseConfig database, Path output, Path conf, String name) throws IOException {
        // What the tests were started with may ignore HUP, and a process inherits that.
        ProcessBuilder builder = new ProcessBuilder(
                        "env",
                        "--default-signal=HUP,INT,TERM",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ApiMain.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "ROTA_CONFIG", conf.toString(),
                        "ROTA_DB_URL", database.url(),
                        "ROTA_DB_USER", database.user(),
                        "ROTA_DB_PASSWORD", database.password(),
                        "NOTIFY_SOCKET", name,
                        "WATCHDOG_USEC", "400000"));
        return builder.start();
    }

    /// However long that takes: the socket's patience is shorter than ours.
    private static List<String> until(NotifySocket manager, Process api, String line) {
        while (true) {
            assertThat(api.isAlive()).isTrue();
            assertThat(Thread.interrupted()).as("out of time, without " + line).isFalse();
            try {
                List<String> message = manager.next();
                if (message.contains(line)) {
                    return message;
                }
            } catch (IOException nothingYet) {
                // asked again
            }
        }
    }
}

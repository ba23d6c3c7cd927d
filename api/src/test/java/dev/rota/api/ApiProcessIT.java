package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.JavaProcess;
import dev.rota.systemd.NotifySocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                manager.until(api, "READY=1");
                manager.until(api, "WATCHDOG=1");

                Files.writeString(conf, "ROTA_LISTEN=nowhere\n");
                JavaProcess.signal(api.pid(), "HUP");
                assertThat(manager.until(api, "RELOADING=1")).last().asString().startsWith("MONOTONIC_USEC=");
                assertThat(manager.until(api, "READY=1"))
                        .last()
                        .asString()
                        .startsWith("STATUS=Listening on 127.0.0.1:");
                manager.until(api, "WATCHDOG=1");
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
        ProcessBuilder builder = JavaProcess.ofSignals(ApiMain.class).redirectOutput(output.toFile());
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
}

package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.JavaProcess;
import dev.rota.systemd.NotifySocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// HUP, with a service manager that listens.
@Timeout(180)
class ReloadIT {
    @Test
    void theServiceManagerHearsOfAReloadAndItsEndAndTheLogOfWhatIsWrong(@TempDir Path directory) throws Exception {
        String name = "@rota-test-" + UUID.randomUUID();
        Path conf = Files.writeString(directory.resolve("rota.conf"), "ROTA_SLOTS=3\n");
        Path output = directory.resolve("output");
        try (TestDatabase server = PostgresForTests.freshDatabase();
                NotifySocket manager = new NotifySocket(name)) {
            DatabaseConfig database = server.as(DatabaseRole.DAEMON);
            ProcessBuilder builder =
                    JavaProcess.ofSignals(SchedulerDaemon.class).redirectOutput(output.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "ROTA_CONFIG", conf.toString(),
                            "ROTA_DB_URL", database.url(),
                            "ROTA_DB_USER", database.user(),
                            "ROTA_DB_PASSWORD", database.password(),
                            "NOTIFY_SOCKET", name));
            Process daemon = builder.start();
            try {
                manager.until(daemon, "READY=1");

                Files.writeString(conf, "ROTA_SLOTS=none\n");
                JavaProcess.signal(daemon.pid(), "HUP");
                assertThat(manager.until(daemon, "RELOADING=1"))
                        .last()
                        .asString()
                        .startsWith("MONOTONIC_USEC=");
                manager.until(daemon, "READY=1");

                assertThat(Files.readString(output))
                        .contains("the settings are wrong, the old ones stay", "ROTA_SLOTS: 'none' is no whole number")
                        .doesNotContain("Nothing but the log level was changed");
            } finally {
                daemon.destroy();
                assertThat(daemon.waitFor()).isZero();
            }
        }
    }
}

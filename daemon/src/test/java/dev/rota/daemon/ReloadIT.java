package dev.rota.daemon;

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
            ProcessBuilder builder = DaemonProcess.java(SchedulerDaemon.class, output);
            // What the tests were started with may ignore HUP, and a process inherits that.
            builder.command().addAll(0, List.of("env", "--default-signal=HUP,INT,TERM"));
            builder.environment()
                    .putAll(Map.of(
                            "ROTA_CONFIG", conf.toString(),
                            "ROTA_DB_URL", database.url(),
                            "ROTA_DB_USER", database.user(),
                            "ROTA_DB_PASSWORD", database.password(),
                            "NOTIFY_SOCKET", name));
            Process daemon = builder.start();
            try {
                until(manager, daemon, "READY=1");

                Files.writeString(conf, "ROTA_SLOTS=none\n");
                hangUp(daemon);
                assertThat(until(manager, daemon, "RELOADING=1"))
                        .last()
                        .asString()
                        .startsWith("MONOTONIC_USEC=");
                until(manager, daemon, "READY=1");

                assertThat(Files.readString(output))
                        .contains("the settings are wrong, the old ones stay", "ROTA_SLOTS: 'none' is no whole number")
                        .doesNotContain("Nothing but the log level was changed");
            } finally {
                daemon.destroy();
                assertThat(daemon.waitFor()).isZero();
            }
        }
    }

    private static List<String> until(NotifySocket manager, Process daemon, String line) {
        while (true) {
            assertThat(daemon.isAlive()).isTrue();
            assertThat(Thread.interrupted()).as("out of time, without " + line).isFalse();
            try {
                List<String> message = manager.next();
                if (message.contains(line)) {
                    return message;
                }
            } catch (IOException nothingYet) {
                // its patience is shorter than ours
            }
        }
    }

    private static void hangUp(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}

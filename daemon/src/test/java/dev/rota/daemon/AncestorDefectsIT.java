package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Defects of the systems that Rota replaces which only whole daemons can show. All of them, each with its test,
/// stand in `daemon/src/test/ancestors.md`.
@Timeout(180)
class AncestorDefectsIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void twoDaemonsShareTheWorkAndDoNothingTwice() throws Exception {
        for (int n = 0; n < 6; n++) {
            observer.schedule("job-" + n, "PT1S", "echo x >> %s/job-%d".formatted(directory, n));
        }
        DaemonApp one = new DaemonApp(DaemonProcess.config(server.config()));
        DaemonApp other = new DaemonApp(DaemonProcess.config(server.config()));
        try {
            one.start();
            other.start();
            observer.until("select count(distinct daemon_id) = 2 and count(*) >= 24 from rota.run"
                    + " where status = 'succeeded'");
        } finally {
            one.stop();
            other.stop();
        }

        assertThat(observer.truth("select count(*) = count(distinct (schedule_id, slot)) from rota.run"))
                .as("no slot has two runs")
                .isTrue();
        for (int n = 0; n < 6; n++) {
            int done = Files.readAllLines(directory.resolve("job-" + n)).size();
            assertThat(observer.truth(
                            "select count(*) = %d from rota.run where schedule_name = 'job-%d'".formatted(done, n)))
                    .as("each run is what its program did: job-%d did it %d times", n, done)
                    .isTrue();
        }
    }

    @Test
    void aProcessThatIsAskedToEndLetsItsRunEndAndLeavesNoRowOpen() throws Exception {
        observer.schedule("slow", "PT1H", "cd %s; until test -e go; do sleep 0.05; done".formatted(directory));
        Process daemon = start();
        try {
            observer.until("select exists (select 1 from rota.run where status = 'running')");

            daemon.destroy(); // SIGTERM
            observer.until("select exists (select 1 from rota.daemon where state = 'draining')");
            Files.createFile(directory.resolve("go"));

            assertThat(daemon.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isZero();
        } finally {
            daemon.destroyForcibly();
        }
        assertThat(observer.truth("select count(*) = 1 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
        assertThat(observer.truth("select bool_and(current_run is null) from rota.schedules"))
                .isTrue();
        assertThat(observer.truth("select bool_and(state = 'stopped') from rota.daemon"))
                .isTrue();
    }

    @Test
    void aSlotOutsideTheActiveHoursIsNotRunAndTheHoursAreThoseOfItsZone() throws Exception {
        // Open in the hour that is now in Rome and the next; and in the hour that is now in UTC, which is over in Rome.
        observer.schedule("rome", "PT1S", "true");
        observer.schedule("utc", "PT1S", "true");
        observer.execute("""
            update rota.schedules set zone = 'Europe/Rome', active_hours = jsonb_build_array(jsonb_build_object(
              'days', jsonb_build_array('mon','tue','wed','thu','fri','sat','sun'),
              'from', extract(hour from clock_timestamp() at time zone
                case name when 'rome' then 'Europe/Rome' else 'UTC' end)::int * 60,
              'until', (extract(hour from clock_timestamp() at time zone
                case name when 'rome' then 'Europe/Rome' else 'UTC' end)::int * 60
                + case name when 'rome' then 119 else 60 end - 1) % 1440 + 1))
            """);
        DaemonApp daemon = new DaemonApp(DaemonProcess.config(server.config()));
        try {
            daemon.start();
            observer.until("select count(*) >= 3 from rota.run where schedule_name = 'rome' and status = 'succeeded'");
        } finally {
            daemon.stop();
        }

        assertThat(observer.truth("select count(*) = 0 from rota.run where schedule_name = 'utc'"))
                .isTrue();
        assertThat(observer.truth("select next_due > clock_timestamp() from rota.schedules where name = 'utc'"))
                .as("it waits for its opening")
                .isTrue();
    }

    private Process start() throws IOException {
        ProcessBuilder builder = JavaProcess.of(SchedulerDaemon.class)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "ROTA_CONFIG",
                                Files.createFile(directory.resolve("rota.conf")).toString(),
                        "ROTA_DB_URL", server.config().url(),
                        "ROTA_DB_USER", server.config().user(),
                        "ROTA_DB_PASSWORD", server.config().password(),
                        "ROTA_POLL", "PT2S",
                        "ROTA_DRAIN", Duration.ofSeconds(30).toString(),
                        "ROTA_COMMANDS", "true",
                        "ROTA_COMMAND_DIRS", "/bin,/usr/bin"));
        return builder.start();
    }
}

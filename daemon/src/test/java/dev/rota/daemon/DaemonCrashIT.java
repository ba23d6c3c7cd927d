package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.daemon.time.Gate;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A daemon's process is killed while it runs a program. Leases are ten minutes long here, so that only the proof of
/// its death can give the slot back within a test.
@Timeout(180)
class DaemonCrashIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final DaemonApp survivor = new DaemonApp(DaemonProcess.config(server.as(DatabaseRole.DAEMON)));

    @TempDir
    Path directory;

    private Process victim;

    @BeforeEach
    void aDaemonWithARunningProgram() throws Exception {
        // The first run hangs; the second ends when the test has seen enough of it.
        observer.schedule("slow", "PT1H", """
            cd %s; echo $$ >> pids; mkdir first && exec sleep 60; \
            until test -e go; do sleep 0.05; done\
            """.formatted(directory));
        victim = DaemonProcess.start(server.as(DatabaseRole.DAEMON), directory.resolve("output"));
        observer.until("select exists (select 1 from rota.run where status = 'running')");
        Gate never = new Gate();
        while (!Files.exists(directory.resolve("first"))) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
    }

    @AfterEach
    void stop() throws IOException {
        victim.destroyForcibly();
        // Whatever went wrong, no program is left behind.
        for (String pid : Files.readAllLines(directory.resolve("pids"))) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        survivor.stop();
        server.close();
    }

    @Test
    void aNeighbourProvesTheDeathAndRunsTheSlotAgain() throws Exception {
        survivor.start();
        assertThat(observer.truth("select count(*) = 2 and bool_and(state <> 'dead') from rota.daemon"))
                .isTrue();

        kill();

        theSlotIsRunAgain();
    }

    @Test
    void aDaemonStartedAfterwardsProvesTheDeathAndRunsTheSlotAgain() throws Exception {
        kill();

        survivor.start();

        theSlotIsRunAgain();
    }

    @Test
    void whatADaemonLeftRunningIsEndedAlsoWhenNothingProvesItsDeath() throws Exception {
        kill();
        // As another host's daemon sees it: of another boot, and its lease is over.
        observer.execute("update rota.daemon set boot_id = 'another', lease_until = clock_timestamp()");

        survivor.start();

        observer.until("select exists (select 1 from rota.run where status = 'running' and attempt = 2)");
        Gate never = new Gate();
        while (firstProgram().map(ProcessHandle::isAlive).orElse(false)) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
        Files.createFile(directory.resolve("go"));
        observer.until("select exists (select 1 from rota.run where status = 'succeeded')");
    }

    private Optional<ProcessHandle> firstProgram() throws IOException {
        return ProcessHandle.of(
                Long.parseLong(Files.readAllLines(directory.resolve("pids")).getFirst()));
    }

    private void kill() throws Exception {
        victim.destroyForcibly().waitFor();
    }

    private void theSlotIsRunAgain() throws Exception {
        observer.until("select exists (select 1 from rota.run where status = 'running' and attempt = 2)");
        assertThat(observer.truth("select deaths = 1 and failures = 0 from rota.schedules"))
                .isTrue();
        assertThat(firstProgram().map(ProcessHandle::isAlive).orElse(false))
                .as("the dead daemon's program still runs")
                .isFalse();

        Files.createFile(directory.resolve("go"));
        observer.until("select exists (select 1 from rota.run where status = 'succeeded')");

        assertThat(observer.truth("""
            select count(*) = 2 and count(distinct slot) = 1 and count(distinct daemon_id) = 2
              and count(*) filter (where status = 'abandoned') = 1
              and count(*) filter (where status = 'succeeded') = 1
            from rota.run
            """)).isTrue();
        assertThat(observer.truth("""
            select current_run is null and failures = 0 and deaths = 0 and auto_disabled_at is null
              and last_status = 'succeeded' from rota.schedules
            """)).isTrue();
        assertThat(observer.truth("""
            select r.finished_at < d.lease_until and d.state = 'dead'
            from rota.run r join rota.daemon d on d.id = r.daemon_id where r.status = 'abandoned'
            """))
                .as("handed back while its lease still held")
                .isTrue();
    }
}

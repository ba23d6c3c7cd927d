package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.config.Secrets;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.time.Gate;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole daemon on a database, with programs as jobs.
@Timeout(180)
class DaemonIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final DaemonApp daemon = new DaemonApp(config(Duration.ofSeconds(20)));

    @BeforeEach
    void anAccount() throws SQLException {
        execute("insert into rota.account (name, role) values ('admin', 'admin')");
    }

    @AfterEach
    void stop() {
        daemon.stop();
        server.close();
    }

    @Test
    void aScheduleThatIsDueIsRunAndRecordedAgainAndAgain() throws Exception {
        schedule("PT1S", "/bin/echo", "hello");
        daemon.start();

        until("select count(*) >= 3 from rota.run where status = 'succeeded'");

        assertThat(truth("select bool_and(started_at >= slot) from rota.run")).isTrue();
        assertThat(truth("select count(*) = count(distinct slot) from rota.run"))
                .isTrue();
        until("select exists (select 1 from rota.run_log where level = 'OUT' and text = 'hello')");
    }

    @Test
    void stoppingLetsARunEndAndLeavesNothingOpen() throws Exception {
        schedule("PT1H", "/bin/sleep", "3");
        daemon.start();
        until("select exists (select 1 from rota.run where status = 'running')");

        daemon.stop();
        daemon.awaitStopped();

        assertThat(truth("select count(*) = 1 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
        assertThat(truth("select bool_and(state = 'stopped') from rota.daemon")).isTrue();
    }

    @Test
    void aSecondStopInterruptsAndTheSlotIsHandedBack() throws Exception {
        schedule("PT1H", "/bin/sleep", "100");
        daemon.start();
        until("select exists (select 1 from rota.run where status = 'running')");

        Thread first = Thread.ofPlatform().start(daemon::stop);
        until("select exists (select 1 from rota.daemon where state = 'draining')");
        daemon.stop();
        first.join();

        assertThat(truth("select bool_and(status = 'interrupted') from rota.run"))
                .isTrue();
        assertThat(truth("select bool_and(current_run is null and next_slot is not null and failures = 0)"
                        + " from rota.schedules"))
                .isTrue();
    }

    @Test
    void aRunIsRecordedAlthoughEveryConnectionIsCutBetweenClaimAndRecord() throws Exception {
        schedule("PT1H", "/bin/sleep", "2");
        daemon.start();
        until("select exists (select 1 from rota.run where status = 'running')");

        execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and application_name like 'rota-%'");

        until("select exists (select 1 from rota.run where status = 'succeeded')");
        assertThat(truth("select count(*) = 1 from rota.run")).isTrue();
    }

    private DaemonConfig config(Duration drain) {
        return new DaemonConfig(
                server.as(DatabaseRole.DAEMON),
                Duration.ofSeconds(2),
                new Slots(4, 2),
                Duration.ofSeconds(30),
                drain,
                new JobLimits("", true, List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), "test", null),
                Secrets.none());
    }

    private void schedule(String every, String program, String argument) throws SQLException {
        execute("""
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select 1, 'program', 'command', 'command',
              '{"argv": ["%s", "%s"], "timeout": "PT2M"}',
              jsonb_build_object('every', '%s', 'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome', t, t
            from date_trunc('second', clock_timestamp()) t
            """.formatted(program, argument, every));
    }

    private void until(String question) throws Exception {
        Gate never = new Gate();
        while (!truth(question)) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
    }

    private boolean truth(String question) throws SQLException {
        try (Connection connection = connect();
                var rows = connection.createStatement().executeQuery(question)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.config().url(), server.config().user(), server.config().password());
    }
}

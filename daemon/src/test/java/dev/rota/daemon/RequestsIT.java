package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Secrets;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.RequestStore;
import dev.rota.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Somebody presses "run now": with LISTEN it starts at once, without it by the next poll.
@Timeout(180)
class RequestsIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());

    @AfterEach
    void close() {
        server.close();
    }

    private DaemonApp daemon(Duration poll, boolean pooler) {
        DatabaseConfig database = server.as(DatabaseRole.DAEMON);
        return new DaemonApp(new DaemonConfig(
                new DatabaseConfig(database.url(), database.user(), database.password(), pooler),
                poll,
                new Slots(4, 2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                new JobLimits("", true, List.of(Path.of("/bin")), List.of(), "test", null),
                Secrets.none()));
    }

    /// Presses, and waits for the run.
    private void press(DaemonApp daemon) throws Exception {
        observer.schedule("asked", "PT24H", "true");
        observer.execute("update rota.schedules set next_slot = next_slot + interval '1 day',"
                + " next_due = next_due + interval '1 day'");
        daemon.start();
        try (Database database = Database.open(server.as(DatabaseRole.API), "rota-test", 1)) {
            observer.until("select exists (select from rota.daemon where state = 'ready')");
            new RequestStore(database).run(1, new RequestStore.Ask(1, false, null, null));
            observer.until("select exists (select from rota.run where trigger = 'manual' and status = 'succeeded')");
        } finally {
            daemon.stop();
        }
        assertThat(observer.truth("select status = 'done' from rota.run_request"))
                .isTrue();
        assertThat(observer.truth("select next_slot > clock_timestamp() + interval '23 hours' from rota.schedules"))
                .as("the grid stays")
                .isTrue();
    }

    @Test
    void aRequestStartsAtOnceThroughListenThoughTheNextPollIsFarAway() throws Exception {
        press(daemon(Duration.ofHours(1), false));

        assertThat(observer.truth("select started_at < slot + interval '30 minutes' from rota.run"))
                .isTrue();
    }

    @Test
    void withoutHintsThePollAloneFindsIt() throws Exception {
        press(daemon(Duration.ofSeconds(1), true));

        assertThat(observer.truth("select count(*) = 0 from pg_stat_activity where query ilike 'listen%'"
                        + " and datname = current_database()"))
                .isTrue();
    }
}

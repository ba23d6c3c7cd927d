package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rota.daemon.DaemonApp;
import dev.rota.store.Database;
import dev.rota.store.RequestStore;
import dev.rota.store.ServerLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A pooler in transaction mode between the daemons and their database.
@Timeout(180)
class PoolerIT {
    @TempDir
    Path directory;

    @Test
    @DisplayName("F-19h: behind PgBouncer in transaction mode two daemons race, work and run what is asked for")
    void nothingIsKeptInASession() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (World world = new World();
                Pooler pooler = behind(world)) {
            world.inside(pooler.config());
            world.inside(pooler.config());
            world.until("select count(*) = 2 and bool_and(state = 'ready') from rota.daemon");
            world.schedules(100, "PT1H", Target.WORK);
            world.until("select count(*) = 100 from rota.run where status = 'succeeded'");
            assertThat(world.target.requests()).as("effects").isEqualTo(100);
            world.schedules(5, "PT1S", Target.WORK);
            world.worksAgain();

            try (Database database = Database.open(pooler.config(), "rota-test", 1)) {
                new RequestStore(database).run(1, new RequestStore.Ask(1, false, null, null));
            }
            world.until("select exists (select from rota.run where trigger = 'manual' and status = 'succeeded')");

            Verdict verdict = world.settle();
            assertThat(verdict.abandoned() + verdict.interrupted()).isZero();
            assertThat(world.judge.count("select count(distinct daemon_id) from rota.run"))
                    .isEqualTo(2);
            assertThat(world.judge.count("""
                select count(*) from pg_stat_activity
                where application_name like 'rota-daemon%' and query ilike 'listen%'\
                """)).isZero();
        }
    }

    @Test
    void pastThePoolerADaemonHearsWhatIsAskedForThoughItsNextPollIsFarAway() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (World world = new World();
                Pooler pooler = behind(world)) {
            world.schedules(1, "PT24H", Target.WORK);
            DaemonApp daemon = world.seldom(pooler.configWithTheWayPast());
            world.until("select exists (select from rota.run where status = 'succeeded')");
            world.until("""
                select exists (select from pg_stat_activity
                where application_name = 'rota-wake' and query = 'listen rota' and datname = current_database())\
                """);

            try (Database database = Database.open(pooler.config(), "rota-test", 1)) {
                new RequestStore(database).run(1, new RequestStore.Ask(1, false, null, null));
            }

            world.until("select exists (select from rota.run where trigger = 'manual' and status = 'succeeded')");
            daemon.stop();
        }
    }

    @Test
    void aDaemonSaysOnceWhatLimitsTheRoleLacks() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Logger logger = (Logger) LoggerFactory.getLogger(ServerLimits.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        try (World world = new World();
                Pooler pooler = behind(world)) {
            DaemonApp daemon = world.seldom(pooler.config());
            World.until(() -> !said.list.isEmpty());
            assertThat(said.list).hasSize(1);
            assertThat(said.list.getFirst().getLevel()).isEqualTo(Level.WARN);
            assertThat(said.list.getFirst().getFormattedMessage())
                    .contains("no statement_timeout, no lock_timeout, no idle_in_transaction_session_timeout, so")
                    .contains("`rota setup-db` gives the roles their limits")
                    .doesNotContain("search_path", "\n");
            daemon.stop();
        } finally {
            logger.detachAppender(said);
        }
    }

    /// As `rota setup-db` leaves it: the schema is a setting on the server's side.
    private Pooler behind(World world) throws Exception {
        String name = world.database().url().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
        world.observer.execute("alter database " + name + " set search_path = rota");
        return new Pooler(directory, world.database());
    }
}

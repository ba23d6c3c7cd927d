package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL itself fails under a daemon at work. What ends during an outage is `DatabaseOutageIT`'s.
@Timeout(180)
class DatabaseFaultsIT {
    @TempDir
    Path directory;

    private OwnServer server;
    private World world;
    private StatusLines said;

    @BeforeEach
    void begin() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = new OwnServer(directory, Map.of());
        world = new World(server.database());
        said = new StatusLines();
        world.schedules(5, "PT1S", Target.WORK);
        world.steady();
        world.worksAgain();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
        said.close();
    }

    @Test
    @DisplayName("F-10, F-12: a server that is stopped, loses a backend, or takes no writes is waited for")
    void whateverTheServerDoesTheDaemonWaitsAndGoesOn() throws Exception {
        server.stop();
        World.until(() -> said.contain("Degraded"));
        server.start();
        world.worksAgain();
        World.until(said::wellAgain);

        remember("killed");
        server.killBackend(world.judge.count("select min(pid) from pg_stat_activity join public.killed using (pid)"));
        World.until(() -> gone("killed"));
        World.until(world::worksSoon);
        World.until(said::wellAgain);

        remember("barred");
        long degraded = said.count("Degraded");
        readOnly("alter system set default_transaction_read_only = on");
        World.until(() -> said.count("Degraded") > degraded);
        readOnly("alter system reset default_transaction_read_only");
        World.until(world::worksSoon); // the server takes its new settings when it comes to it
        World.until(said::wellAgain);
        assertThat(kept("barred"))
                .as("connections that were kept to a server that takes no writes")
                .isLessThan(world.judge.count("select count(*) from public.barred"));
        Verdict verdict = world.settle();
        assertThat(verdict.abandoned()).as("the lease outlived all of it").isZero();
        assertThat(world.judge.count("select count(*) from rota.daemon"))
                .as("incarnations")
                .isEqualTo(1);
    }

    /// Notes the daemon's connections under a name.
    private void remember(String name) throws SQLException {
        world.observer.execute("create table public." + name
                + " as select pid from pg_stat_activity where application_name like 'rota-daemon%'");
    }

    private long kept(String name) throws SQLException {
        return world.judge.count("select count(*) from pg_stat_activity join public." + name + " using (pid)"
                + " where application_name like 'rota-daemon%'");
    }

    private void readOnly(String order) throws Exception {
        world.observer.execute(order);
        world.observer.execute("select pg_reload_conf()");
    }

    /// The server may be on its way down, or up again, at any moment of this.
    private boolean gone(String name) {
        try {
            return kept(name) == 0;
        } catch (SQLException e) {
            return false;
        }
    }
}

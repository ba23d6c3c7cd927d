package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.DaemonApp;
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
@Timeout(90)
class DatabaseFaultsIT {
    @TempDir
    Path directory;

    private OwnServer server;
    private World world;
    private StatusLines said;
    private DaemonApp daemon;

    @BeforeEach
    void begin() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = new OwnServer(directory, Map.of());
        world = new World(server.database());
        said = new StatusLines();
        world.schedules(5, "PT1S", Target.WORK);
        daemon = world.inside(world.database());
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
        World.until(() -> said.count("Working again") == 1);

        server.killBackend(
                world.judge.count("select min(pid) from pg_stat_activity where application_name = 'rota-daemon'"));
        World.until(() -> said.count("Degraded") == 2);
        World.until(() -> answers());
        world.worksAgain();
        World.until(() -> said.count("Working again") == 2);

        readOnly("alter system set default_transaction_read_only = on");
        World.until(() -> said.count("Degraded") == 3);
        readOnly("alter system reset default_transaction_read_only");
        world.worksAgain();
        World.until(() -> said.count("Working again") == 3);

        assertThat(daemon).isNotNull();
        Verdict verdict = world.settle();
        assertThat(verdict.abandoned()).as("the lease outlived all of it").isZero();
        assertThat(world.judge.count("select count(*) from rota.daemon"))
                .as("incarnations")
                .isEqualTo(1);
    }

    private void readOnly(String order) throws Exception {
        world.observer.execute(order);
        world.observer.execute("select pg_reload_conf()");
    }

    private boolean answers() {
        try {
            return world.observer.truth("select true");
        } catch (SQLException e) {
            return false;
        }
    }
}

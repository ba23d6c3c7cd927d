package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.Migrations;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.commons.daemon.DaemonContext;
import org.apache.commons.daemon.DaemonController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// In the hands of jsvc: what it is told when the daemon ends by itself.
@Timeout(180)
class SchedulerDaemonIT {
    @TempDir
    private Path directory;

    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Jsvc jsvc = new Jsvc();

    /// Keeps what it is told.
    private static final class Jsvc implements DaemonContext, DaemonController {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public DaemonController getController() {
            return this;
        }

        @Override
        public String[] getArguments() {
            return new String[0];
        }

        @Override
        public void shutdown() {
            told.add("shutdown");
        }

        @Override
        public void reload() {
            told.add("reload");
        }

        @Override
        public void fail() {
            told.add("fail");
        }

        @Override
        public void fail(String message) {
            told.add("fail: " + message);
        }

        @Override
        public void fail(Exception exception) {
            told.add("fail: " + exception);
        }

        @Override
        public void fail(String message, Exception exception) {
            told.add("fail: " + message + exception);
        }
    }

    private SchedulerDaemon daemon = new SchedulerDaemon(Map.of());

    @BeforeEach
    void init() throws Exception {
        DatabaseConfig database = server.as(DatabaseRole.DAEMON);
        daemon = new SchedulerDaemon(Map.of(
                "ROTA_CONFIG", Files.createFile(directory.resolve("rota.conf")).toString(),
                "ROTA_DB_URL", database.url(),
                "ROTA_DB_USER", database.user(),
                "ROTA_DB_PASSWORD", database.password()));
        daemon.init(jsvc);
    }

    @AfterEach
    void close() {
        daemon.stop();
        daemon.destroy();
        server.close();
    }

    @Test
    void whatItCannotStartWithEndsTheProcessWithASentence() throws Exception {
        new Observer(server.config()).execute("update rota.schema_info set min_daemon = " + (Migrations.NEWEST + 1));

        daemon.start();

        assertThat(jsvc.told.take()).startsWith("fail: ").contains("Install a newer Rota");
    }

    @Test
    void aDaemonThatWantsToBeStartedAnewIs() throws Exception {
        daemon.start();
        new Observer(server.config()).until("select exists (select from rota.daemon where state = 'ready')");

        Objects.requireNonNull(daemon.app).renew("Of this test");

        assertThat(jsvc.told.take()).isEqualTo("reload");
        new Observer(server.config()).until("select bool_and(state = 'stopped') from rota.daemon");
    }
}

package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.Gate;
import dev.rota.store.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The database goes away under a daemon at work, and comes back. It is a server of its own, because the other
/// tests' must not be stopped.
@Timeout(180)
class DatabaseOutageIT {
    private static final Logger STATUS = (Logger) LoggerFactory.getLogger(StatusBoard.class);
    private static final String GO_ON = """
        select exists (select 1 from rota.run where schedule_name = 'tick' and status = 'succeeded'
          and slot > (select pg_postmaster_start_time()))
        """;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir
    Path directory;

    private EmbeddedPostgres server;
    private Observer observer;
    private DaemonApp daemon;

    @BeforeEach
    void aServerOfItsOwn() throws IOException {
        server = start(0);
        DatabaseConfig config = new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "postgres", false);
        Migrations.migrate(config);
        observer = new Observer(config);
        daemon = new DaemonApp(DaemonProcess.config(config));
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        STATUS.addAppender(said);
    }

    @AfterEach
    void stop() throws IOException {
        daemon.stop();
        server.close();
        STATUS.detachAppender(said);
    }

    @Test
    void whatEndsDuringAnOutageIsRecordedAfterItAndNothingRunsTwice() throws Exception {
        observer.schedule(
                "held",
                "PT1H",
                "cd %s; echo x >> begun; until test -e go; do sleep 0.05; done; touch ended".formatted(directory));
        observer.schedule("tick", "PT1S", "echo tick");
        daemon.start();
        observer.until("select state = 'ready' from rota.daemon");
        observer.until("select exists (select 1 from rota.run where schedule_name = 'held' and status = 'running')");
        observer.until(GO_ON);

        server.close();
        Files.createFile(directory.resolve("go"));
        until(() -> Files.exists(directory.resolve("ended")));
        until(this::theDaemonHasNoticed);
        server = start(server.getPort());

        observer.until("select status <> 'running' from rota.run where schedule_name = 'held'");
        observer.until(GO_ON);
        assertThat(observer.truth("select count(*) = 1 and bool_and(status = 'succeeded' and attempt = 1)"
                        + " from rota.run where schedule_name = 'held'"))
                .isTrue();
        assertThat(Files.readAllLines(directory.resolve("begun"))).hasSize(1);
        assertThat(observer.truth("""
            select bool_and(auto_disabled_at is null and failures = 0 and deaths = 0) from rota.schedules
            """)).isTrue();
        assertThat(observer.truth("""
            select count(*) = count(distinct (schedule_id, slot)) from rota.run where status = 'succeeded'
            """)).as("no slot twice").isTrue();
        assertThat(observer.truth("select count(*) = 1 and bool_and(state = 'ready') from rota.daemon"))
                .as("the same daemon all the time")
                .isTrue();
    }

    /// @param port 0 for any
    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("cluster"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private boolean theDaemonHasNoticed() {
        return said.list.stream().anyMatch(event -> event.getFormattedMessage().startsWith("Degraded"));
    }

    private static void until(BooleanSupplier happened) throws InterruptedException {
        Gate never = new Gate();
        while (!happened.getAsBoolean()) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
    }
}

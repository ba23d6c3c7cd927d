package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.config.Listen;
import dev.rota.config.Retention;
import dev.rota.config.Secrets;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.time.Gate;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a daemon says of itself while it works.
@Timeout(180)
class OwnFiguresIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final HttpClient client = HttpClient.newHttpClient();
    private final DaemonApp daemon = new DaemonApp(new DaemonConfig(
            server.as(DatabaseRole.DAEMON),
            Duration.ofSeconds(2),
            new Slots(4, 2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            new JobLimits("", true, List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), "test", null),
            Secrets.none(),
            new Listen("127.0.0.1", 0),
            Retention.STANDARD));

    @AfterEach
    void stop() {
        daemon.stop();
        client.close();
        server.close();
    }

    @Test
    void runsAreCountedAndTheirTimesToo() throws Exception {
        schedule();
        daemon.start();

        untilPageHas("rota_daemon_runs_total{kind=\"command\",outcome=\"succeeded\"}");

        assertThat(ask("/metrics").body())
                .contains("rota_daemon_build_info{version=", "rota_daemon_slots{lane=\"command\"} 2\n")
                .contains("rota_daemon_run_seconds_bucket{kind=\"command\",le=\"+Inf\"} ")
                .contains("rota_daemon_start_delay_seconds_count ", "rota_daemon_turn_seconds_count ")
                .contains("rota_daemon_connections{pool=\"control\",state=\"busy\"} ", "rota_daemon_fenced_total 0\n")
                .contains("rota_daemon_leases_lost_total 0\n")
                .contains("rota_daemon_lease_left_seconds ");
    }

    @Test
    void slotsThatBecameNoRunAreCountedByReason() throws Exception {
        schedule();
        server.sql("update rota.schedules set job = jsonb_set(job, '{argv}', '[\"/bin/sleep\", \"3\"]')");
        daemon.start();

        untilPageHas("rota_daemon_decisions_total{reason=\"overlap\"} ");
    }

    @Test
    void aLeaseThatWasLostIsCounted() throws Exception {
        daemon.start();
        untilPageHas("rota_daemon_ready 1\n");

        server.sql("update rota.daemon set state = 'dead', stopped_at = clock_timestamp()");

        untilPageHas("rota_daemon_leases_lost_total 1\n");
    }

    @Test
    void theShippedRulesNameOnlyMetricsThatThereAre() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("packaging/metrics"))) {
            here = Objects.requireNonNull(here.getParent());
        }
        String rules = Files.readString(here.resolve("packaging/metrics/rota-daemon.rules.yml"));
        daemon.start();
        untilPageHas("rota_daemon_ready 1\n");

        String page = ask("/metrics").body();
        assertThat(Pattern.compile("expr: .*?(rota_daemon_[a-z_]+)")
                        .matcher(rules)
                        .results())
                .hasSize(4)
                .allSatisfy(metric -> assertThat(page).contains("# TYPE " + metric.group(1) + " "));
    }

    @Test
    void healthIsWellWhileTheDaemonWorks() throws Exception {
        daemon.start();

        untilPageHas("rota_daemon_ready 1\n");

        assertThat(ask("/health").statusCode()).isEqualTo(200);
        assertThat(ask("/health").body()).startsWith("{\"status\":\"ready\",\"says\":\"Polling every PT2S");
    }

    @Test
    void aDaemonThatCannotTidyUpIsWellAndSaysWhatIsLeft() throws Exception {
        server.sql("alter table rota.session rename to away");
        daemon.start();

        untilPageHas("rota_daemon_maintenance_failed 1\n");

        assertThat(ask("/health").statusCode()).isEqualTo(200);
        assertThat(ask("/metrics").body()).contains("rota_daemon_ready 1\n");
    }

    @Test
    void aStoppedDaemonListensNoMore() throws Exception {
        daemon.start();
        assertThat(daemon.ownPort()).isPositive();

        daemon.stop();
        daemon.awaitStopped();

        assertThat(daemon.ownPort()).isZero();
    }

    private void untilPageHas(String line) throws Exception {
        Gate never = new Gate();
        while (!ask("/metrics").body().contains(line)) {
            assertThat(never.await(Duration.ofMillis(100))).isFalse();
        }
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + daemon.ownPort() + path);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void schedule() {
        server.sql("insert into rota.account (name, role) values ('admin', 'admin')");
        server.sql("""
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select 1, 'program', 'command', 'command', '{"argv": ["/bin/true"], "timeout": "PT2M"}',
              jsonb_build_object('every', 'PT1S', 'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome', t, t
            from date_trunc('second', clock_timestamp()) t
            """);
    }
}

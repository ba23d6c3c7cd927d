package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.run.Claim;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandBackIT {
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    private Claim requested() {
        long id = rota.schedule("asked", Duration.ofHours(1), Duration.ofHours(-5));
        rota.sql("insert into run_request (kind, schedule_id, account_id) values ('run', " + id + ", 1)");
        return rota.claim().getFirst();
    }

    private UUID tested() {
        rota.sql("""
            insert into run_request (kind, job_kind, job) values ('test', 'command', '{"argv": ["/bin/true"]}')\
            """);
        return rota.claim().getFirst().runId();
    }

    @Test
    void aRequestThatIsHandedBackWaitsAsLongAsANewOne() {
        Claim claim = requested();
        rota.sql("update run_request set expires_at = clock_timestamp() - interval '1 s'");

        rota.runs.handBack(List.of(claim.runId()), "lost");

        assertThat(new ChoreStore(rota.database).expireRequests()).isZero();
        assertThat(rota.claim()).extracting(Claim::requestId).containsExactly(claim.requestId());
    }

    @Test
    void whoAsksForARunWhileOneIsHandedBackIsTheOneWhoWaits() throws Exception {
        Claim claim = requested();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Handle press = rota.database.jdbi().open()) {
            press.begin();
            press.execute(
                    "insert into run_request (kind, schedule_id, account_id, force) values ('run', ?, 1, true)",
                    claim.scheduleId());
            Future<?> back = threads.submit(() -> rota.runs.handBack(List.of(claim.runId()), "lost"));
            while (rota.number("select count(*) from pg_locks where not granted") == 0 && !back.isDone()) {
                Thread.onSpinWait();
            }
            press.commit();
            back.get();
        } finally {
            threads.shutdownNow();
            threads.close();
        }
        assertThat(rota.text("select string_agg(status, ', ' order by id) from run_request"))
                .isEqualTo("refused, waiting");
        assertThat(rota.text("select refusal from run_request where status = 'refused'"))
                .contains("stands for both");
        assertThat(rota.number("select count(*) from schedules where current_run is null"))
                .isEqualTo(1);
    }

    @Test
    void aTestIsAmongWhatADaemonHoldsAndIsHandedBackAsWell() {
        UUID run = tested();
        DaemonStore.Pulse pulse = new DaemonStore.Pulse("ready", 0, null, 0, 0, null, "{}", "{}");
        assertThat(rota.daemons
                        .heartbeat(rota.daemon, pulse, EngineFixture.LEASE)
                        .runs())
                .containsExactly(run);

        rota.runs.handBack(List.of(run), "lost");

        assertThat(rota.daemons
                        .heartbeat(rota.daemon, pulse, EngineFixture.LEASE)
                        .runs())
                .isEmpty();
        assertThat(rota.text("select status from run_request")).isEqualTo("waiting");
        assertThat(rota.claim()).hasSize(1);
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What daemons remember of plans, and the two tables behind the view `schedules`.
class PlansIT {
    private final EngineFixture rota = new EngineFixture();
    private long id;

    @BeforeEach
    void aScheduleThatHasRun() {
        id = rota.schedule("remembered", Duration.ofSeconds(1), Duration.ofSeconds(1));
        rota.finish(rota.claim().getFirst(), Outcome.Succeeded.of("done"));
    }

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void aPlanIsReadOnceAndAgainOnlyWhenItChanged() {
        rota.sql("alter table schedule_plan rename to away");
        Claim second = next();
        assertThat(second.scheduleName()).isEqualTo("remembered");
        assertThat(rota.finish(second, Outcome.Succeeded.of("done")).recorded()).containsExactly(second.runId());

        rota.sql("alter table away rename to schedule_plan");
        rota.sql("update schedules set name = 'renamed' where id = " + id);
        rota.sql("alter table schedule_plan rename to away");
        assertThatThrownBy(this::next).hasMessageContaining("schedule_plan");

        rota.sql("alter table away rename to schedule_plan");
        assertThat(next().scheduleName()).isEqualTo("renamed");
    }

    @Test
    void anEndThatMeetsAnEditIsTriedAgainAndJudgedByTheEditedPlan() {
        Claim claim = next();
        try (Handle editor = rota.database.jdbi().open()) {
            editor.begin();
            editor.execute("update schedules set failure_threshold = 1 where id = ?", id);
            RunStore.Finish early = rota.finish(claim, EngineFixture.failure());
            assertThat(early.recorded()).isEmpty();
            assertThat(early.fenced()).as("it is ours as before").isEmpty();
            editor.commit();
        }
        assertThat(rota.finish(claim, EngineFixture.failure()).changes())
                .hasExactlyElementsOfTypes(RunStore.Change.PutAside.class);
        assertThat(rota.number("select count(*) from schedules where auto_disabled_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void aWriteToTheViewLeavesAloneWhatItDoesNotName() {
        try (Handle other = rota.database.jdbi().open()) {
            other.begin();
            other.execute("update schedule_progress set failures = 7 where schedule_id = ?", id);
            CompletableFuture<Void> write = CompletableFuture.runAsync(
                    () -> rota.sql("update schedules set deaths = 2, lane = 'command' where id = " + id));
            untilSomebodyWaits();
            other.commit();
            write.join();
        }
        assertThat(rota.text("select failures || ' ' || deaths || ' ' || s.lane || ' ' || p.lane from schedules s"
                        + " join schedule_progress p using (failures, deaths)"))
                .isEqualTo("7 2 command command");
    }

    @Test
    void whatAClaimMustKnowOfAPlanFollowsIt() {
        String live = "select live::text from schedule_progress where schedule_id = " + id;
        assertThat(rota.text(live)).isEqualTo("true");
        rota.sql("update schedules set enabled = false");
        assertThat(rota.text(live)).isEqualTo("false");
        rota.sql("update schedules set enabled = true, deleted_at = clock_timestamp()");
        assertThat(rota.text(live)).isEqualTo("false");
        rota.sql("delete from schedules");
        assertThat(rota.number("select count(*) from schedule_progress")).isZero();
    }

    /// Its next run, which is due within a second.
    private Claim next() {
        List<Claim> claims = rota.claim();
        while (claims.isEmpty()) {
            claims = rota.claim();
        }
        return claims.getFirst();
    }

    private void untilSomebodyWaits() {
        while (rota.number("select count(*) from pg_locks where not granted") == 0) {
            Thread.onSpinWait();
        }
    }
}

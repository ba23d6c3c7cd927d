package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditLedgerIT {
    private final EngineFixture engine = new EngineFixture();

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void slots_that_an_edit_leaves_behind_are_in_the_ledger() {
        long id = engine.schedule("edited", Duration.ofMinutes(10), Duration.ofMinutes(35));
        Plan plan = new Plan(
                "edited",
                ScrapeJob.example(),
                When.of(new Every(Duration.ofMinutes(7), engine.clock()), ZoneId.of("Europe/Rome")),
                FailurePolicy.STANDARD,
                true);
        new ScheduleStore(engine.database).update(id, null, new ScheduleStore.Draft(plan, Map.of(), null));
        assertThat(new DecisionReadStore(engine.database).list(id, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.reason()).isEqualTo("missed");
                    assertThat(entry.count()).isEqualTo(4);
                    assertThat(entry.planVersion()).isEqualTo(1);
                });
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Retention;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletedIT {
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void aRunEndsAlthoughSomebodyHoldsThePlanOfItsDeletedSchedule() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        rota.sql("update schedule_plan set deleted_at = clock_timestamp()");

        rota.database.inTransaction(editor -> {
            editor.execute("select from schedule_plan for update");
            rota.finish(claim, Outcome.Succeeded.of("done"));
            return editor;
        });

        assertThat(rota.number("select count(*) from run where status = 'succeeded'"))
                .isEqualTo(1);
        new ChoreStore(rota.database).prune(Retention.STANDARD);
        assertThat(rota.number("select count(*) from schedule_plan"))
                .as("gone by the chores at the latest")
                .isZero();
    }

    @Test
    void aRequestOfADeletedScheduleIsNotClaimedEvenWhereItWasNotRefusedBefore() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        rota.sql("insert into run_request (kind, schedule_id, force, account_id) select 'run', id, true, 1 from"
                + " schedules");
        assertThat(requests()).as("while it is there").hasSize(1);

        rota.sql("update schedule_plan set deleted_at = clock_timestamp()");

        assertThat(requests()).isEmpty();
    }

    private List<RequestClaims.Wanted> requests() {
        return rota.database.inTransaction(
                handle -> RequestClaims.runs(handle, new Plans(), new EnumMap<>(EngineFixture.SLOTS)));
    }
}

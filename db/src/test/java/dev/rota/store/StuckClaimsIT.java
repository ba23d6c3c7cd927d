package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Rows that no claim gets past, and that are the first of all.
class StuckClaimsIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    @DisplayName("F-27: an instant that is none is refused by the table")
    void anInfiniteInstantIsRefused() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        for (String column : List.of("next_slot", "next_due", "not_before", "probe_due")) {
            for (String instant : List.of("-infinity", "infinity")) {
                assertThatThrownBy(() -> rota.sql("update schedule_progress set auto_disabled_at = clock_timestamp(),"
                                + " auto_disabled_reason = 'x', " + column + " = '" + instant + "'"))
                        .hasMessageContaining("progress_instants");
            }
        }
    }

    @Test
    @DisplayName("F-27: a schedule at the end of time is put aside, and the others are claimed")
    void whatCannotBeDecidedIsPutAside() {
        long bad = rota.schedule("bad", HOUR, Duration.ofSeconds(5));
        rota.schedule("good", HOUR, Duration.ofSeconds(5));
        rota.sql("alter table schedule_progress drop constraint progress_instants;"
                + " update schedules set next_slot = '-infinity', next_due = '-infinity' where name = 'bad'");

        assertThat(rota.claim()).extracting(Claim::scheduleName).containsExactly("good");

        assertThat(rota.text("select auto_disabled_reason from schedules where name = 'bad'"))
                .startsWith(ClaimOneByOne.BROKEN);
        assertThat(new ScheduleStore(rota.database).enable(bad)).isEqualTo(new ScheduleStore.Written.Done(bad));
        assertThat(rota.number("select count(*) from schedules where name = 'bad' and auto_disabled_at is null"
                        + " and next_due > clock_timestamp()"))
                .as("it goes on")
                .isEqualTo(1);
    }

    @Test
    void manyThatCannotBeDecidedArePutAsideSomeAtATimeUnlessNoneGoesWell() {
        for (int i = 0; i < 12; i++) {
            rota.schedule("bad " + i, HOUR, Duration.ofSeconds(10));
        }
        rota.sql("alter table schedule_progress drop constraint progress_instants;"
                + " update schedules set next_slot = '-infinity', next_due = '-infinity'");
        String aside = "select count(*) from schedules where auto_disabled_at is not null";

        assertThatThrownBy(rota::claim).isInstanceOf(ArithmeticException.class);
        assertThat(rota.number(aside)).as("it may be a mistake of ours").isZero();

        rota.schedule("good", HOUR, Duration.ofSeconds(5));
        assertThat(rota.claim()).extracting(Claim::scheduleName).containsExactly("good");
        assertThat(rota.number(aside)).isEqualTo(10);

        assertThat(rota.claim()).isEmpty();
        assertThat(rota.number(aside)).isEqualTo(12);
    }

    @Test
    void aSlotThatHasItsRunAlreadyIsPassedAndTheOthersAreClaimed() {
        long again = rota.schedule("again", HOUR, Duration.ofSeconds(5));
        Instant first = rota.claim().getFirst().slot();
        rota.sql("""
            insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
              status, claimed_at, started_at, finished_at)
            select gen_random_uuid(), slot + interval '1 hour', schedule_id, schedule_name, trigger, attempt, kind,
              plan_version, daemon_id, 'succeeded', claimed_at, slot + interval '1 hour', slot + interval '2 hours'
            from run;
            update run set status = 'succeeded', finished_at = clock_timestamp() where finished_at is null;
            update schedules set current_run = null, current_daemon = null, current_slot = null, slot_attempts = 0,
              next_slot = '%1$s', next_due = '%1$s'
            """.formatted(first));
        rota.schedule("good", HOUR, Duration.ofSeconds(5));

        assertThat(rota.claim()).extracting(Claim::scheduleName).containsExactly("good");

        assertThat(rota.text("select cast(next_slot - '" + first + "' as text) from schedules where id = " + again))
                .as("behind both that have a run")
                .isEqualTo("02:00:00");
        assertThat(rota.number("select count(*) from schedules where auto_disabled_at is not null"))
                .isZero();
        assertThat(rota.number("select count(*) from decision")).isZero();
    }

    @Test
    void aRequestThatCannotBeStartedIsRefusedAndTheOthersAreClaimed() {
        long asked = rota.schedule("asked", HOUR, Duration.ofHours(-5));
        rota.schedule("good", HOUR, Duration.ofSeconds(5));
        rota.sql("insert into run_request (kind, schedule_id, account_id, requested_at) values ('run', " + asked
                + ", 1, '-infinity')");

        assertThat(rota.claim()).extracting(Claim::scheduleName).containsExactly("good");

        assertThat(rota.text("select status from run_request")).isEqualTo("refused");
        assertThat(rota.text("select refusal from run_request")).startsWith("The run could not be started");
    }

    @Test
    void aWeekWithoutPartitionIsMadeAlsoForOneByOne() {
        rota.schedule("bad", HOUR, Duration.ofSeconds(5));
        long old = rota.schedule("old", Duration.ofDays(300), Duration.ofDays(200));
        rota.sql("alter table schedule_progress drop constraint progress_instants;"
                + " update schedules set next_slot = '-infinity', next_due = '-infinity' where name = 'bad'");

        assertThat(rota.claim()).extracting(Claim::scheduleId).containsExactly(old);
        assertThat(rota.number("select count(*) from run")).isEqualTo(1);
    }

    @Test
    void theOldestRequestIsTakenFirst() {
        long younger = rota.schedule("younger", HOUR, Duration.ofHours(-5));
        long older = rota.schedule("older", HOUR, Duration.ofHours(-5));
        rota.sql("insert into run_request (kind, schedule_id, account_id) values ('run', " + older + ", 1);"
                + " insert into run_request (kind, schedule_id, account_id) values ('run', " + younger + ", 1)");

        List<Claim> first = rota.claims.claimDue(
                rota.daemon, java.util.Map.of(dev.rota.job.Lane.GENERAL, 1), Duration.ofMillis(100));

        assertThat(first).singleElement().satisfies(claim -> {
            assertThat(claim.scheduleId()).isEqualTo(older);
            assertThat(claim.trigger()).isEqualTo(Trigger.MANUAL);
        });
        rota.finish(first.getFirst(), Outcome.Succeeded.of("done"));
        assertThat(rota.claim()).extracting(Claim::scheduleId).containsExactly(younger);
    }
}

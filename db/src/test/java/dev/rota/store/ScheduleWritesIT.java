package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.job.ScrapeJob;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Once;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Recurrence;
import dev.rota.schedule.When;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What fitted when it was checked, and what it is when it is kept.
class ScheduleWritesIT {
    private static final Recurrence HOURLY = new Every(Duration.ofHours(1), null);

    private final EngineFixture rota = new EngineFixture();
    private final ScheduleStore store = new ScheduleStore(rota.database);

    @AfterEach
    void close() {
        rota.close();
    }

    private static ScheduleStore.Draft draft(Recurrence recurrence, JobSpec job, @Nullable String template) {
        When when = When.of(recurrence, ZoneId.of("Europe/Rome"));
        return new ScheduleStore.Draft(
                new Plan("written", job, when, FailurePolicy.STANDARD, true), Map.of(), template);
    }

    private static ScheduleStore.Draft draft(Recurrence recurrence) {
        return draft(recurrence, CommandJob.example(), null);
    }

    private @Nullable String pointer(Runnable write) {
        String[] pointer = new String[1];
        assertThatThrownBy(write::run)
                .isInstanceOfSatisfying(
                        WriteRefused.class,
                        refused -> pointer[0] = refused.problem().pointer());
        return pointer[0];
    }

    @Test
    void aCalendarThatWentMeanwhileIsNamed() {
        Plan plan = draft(HOURLY).plan();
        Plan blacked = new Plan(
                plan.name(),
                plan.job(),
                plan.when().withBlackouts(List.of(new Calendar("gone", List.of()))),
                plan.failure(),
                true);

        assertThat(pointer(() -> store.create(new ScheduleStore.Draft(blacked, Map.of(), null), 1)))
                .isEqualTo("/blackouts/0");
        assertThat(rota.number("select count(*) from schedules")).isZero();
    }

    @Test
    void aTemplateThatWentMeanwhileIsNamedAndOneThatChangedIsKeptAsItIsNow() {
        JobSpec read = ScrapeJob.example();
        new TemplateStore(rota.database).put("work_orders", "now a program", CommandJob.example());

        long id = store.create(draft(HOURLY, read, "work_orders"), 1);

        String kind = "select kind || ' ' || lane from schedules where id = " + id;
        assertThat(rota.text(kind)).isEqualTo("command command");
        store.update(id, null, draft(HOURLY, read, "work_orders"));
        assertThat(rota.text(kind)).isEqualTo("command command");
        assertThat(pointer(() -> store.update(id, null, draft(HOURLY, read, "gone"))))
                .isEqualTo("/template");
    }

    @Test
    void anInstantThatHasPassedIsRefusedUnlessItStoodThereBefore() {
        Instant now = rota.clock();
        Once past = new Once(now.minusSeconds(1));
        assertThat(pointer(() -> store.create(draft(past), 1))).isEqualTo("/recurrence/at");
        long id = store.create(draft(new Once(now.plusSeconds(3600))), 1);
        assertThat(pointer(() -> store.update(id, null, draft(past)))).isEqualTo("/recurrence/at");

        rota.sql("update schedules set recurrence = '{\"at\": \"" + past.at() + "\"}', next_slot = null,"
                + " next_due = null where id = " + id);

        assertThat(store.update(id, null, draft(past))).isInstanceOf(ScheduleStore.Written.Done.class);
        assertThat(rota.number("select version from schedules where id = " + id))
                .isEqualTo(2);
    }

    @Test
    void enablingWhatIsEnabledForgetsItsFailuresAndNothingElse() {
        long id = store.create(draft(HOURLY), 1);
        String rest = "select version || ' ' || next_slot from schedules where id = " + id;
        String before = rota.text(rest);
        rota.sql("update schedules set failures = 4, failing_since = clock_timestamp()");

        store.enable(id);

        assertThat(rota.number("select failures from schedules")).isZero();
        assertThat(rota.text(rest)).isEqualTo(before);
    }

    @Test
    void aChangedTemplateForgetsTheFailuresOfTheOldOne() {
        long id = store.create(draft(HOURLY, CommandJob.example(), "dispensers"), 1);
        rota.sql("update schedules set failures = 4, failing_since = clock_timestamp(), outcomes_known = 9");

        new TemplateStore(rota.database).put("dispensers", "another", CommandJob.example());

        assertThat(rota.number("select failures + outcomes_known from schedules where id = " + id
                        + " and failing_since is null"))
                .isZero();
    }
}

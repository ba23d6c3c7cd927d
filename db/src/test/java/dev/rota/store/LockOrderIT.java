package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.job.ScrapeJob;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import dev.rota.store.ScheduleStore.Draft;
import dev.rota.store.ScheduleStore.Written;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Edits that meet. Nobody here waits in vain, however slow the machine is: the limits are minutes.
class LockOrderIT {
    private static final TimeLimits PATIENT =
            new TimeLimits(Duration.ofMinutes(5), Duration.ofMinutes(6), Duration.ofMinutes(4), Duration.ofMinutes(10));

    private final EngineFixture rota = new EngineFixture();
    private final Database api = Database.openForEngine(rota.server.as(DatabaseRole.API), "rota-api", 4, PATIENT);
    private final Database others = Database.openForEngine(rota.server.config(), "others", 4, PATIENT);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final When hourly = When.of(new Every(Duration.ofHours(1), null), ZoneOffset.UTC);

    @BeforeEach
    void aCalendarAndATemplate() {
        new CalendarStore(rota.database).create("holidays", "", List.of());
        new TemplateStore(rota.database).put("shop", "", ScrapeJob.example());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        threads.close();
        api.close();
        others.close();
        rota.close();
    }

    private Draft draft(String name) {
        When when = hourly.withBlackouts(List.of(new Calendar("holidays", List.of())));
        return new Draft(new Plan(name, ScrapeJob.example(), when, FailurePolicy.STANDARD, true), Map.of(), "shop");
    }

    private void waitingAre(int sessions) {
        while (rota.number("select count(distinct pid) from pg_locks where not granted") < sessions) {
            Thread.onSpinWait();
        }
    }

    private static void lock(Handle handle, String rows) {
        handle.execute("select from " + rows + " for update");
    }

    @Test
    void anEditThatADeadlockEndedIsRepeatedAndGoesThrough() throws Exception {
        long id = new ScheduleStore(rota.database).create(draft("before"), 1);
        try (Handle backward = others.jdbi().open();
                Handle holder = others.jdbi().open()) {
            holder.begin();
            lock(holder, "job_template");
            backward.begin();
            backward.execute("set local deadlock_timeout = '1h'"); // so that the edit is the one that is ended
            lock(backward, "schedule_plan");

            Future<Written> edit = threads.submit(() -> new ScheduleStore(api).update(id, 1L, draft("after")));
            waitingAre(1); // it holds the calendar, and wants the template
            Future<?> backwards = threads.submit(() -> {
                lock(backward, "calendar");
                backward.commit();
            });
            waitingAre(2);
            holder.commit();

            assertThat(edit.get()).isEqualTo(new Written.Done(id));
            backwards.get();
        }
        assertThat(rota.text("select name from schedules")).isEqualTo("after");
        assertThat(rota.number("select version from schedules")).isEqualTo(2);
    }

    @Test
    void aSeedWaitsForTheTemplateBeforeItHoldsTheSchedule() throws Exception {
        SeedStore seeds = new SeedStore(api);
        var shop = new TemplateStore(rota.database).find("shop").orElseThrow();
        long id = seeds.create(
                        1, new SeedStore.Draft(shop, Duration.ofHours(1), ActiveHours.ALWAYS, true, ZoneOffset.UTC))
                .orElseThrow()
                .id();
        try (Handle holder = others.jdbi().open()) {
            holder.begin();
            lock(holder, "job_template");

            Future<?> change =
                    threads.submit(() -> seeds.change(1, id, new SeedStore.Change(Duration.ofHours(2), null, null)));
            waitingAre(1);
            holder.execute("select from schedules for update nowait"); // as one who puts the template does
            holder.commit();
            change.get();
        }
        assertThat(rota.text("select recurrence ->> 'every' from schedules")).isEqualTo("PT2H");
    }
}

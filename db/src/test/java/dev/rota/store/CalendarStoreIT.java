package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalendarStoreIT {
    private final EngineFixture rota = new EngineFixture();
    private final CalendarStore calendars = new CalendarStore(rota.database);
    private final ScheduleStore schedules = new ScheduleStore(rota.database);

    @AfterEach
    void close() {
        rota.close();
    }

    /// In UTC, some hours before now until some hours after.
    private List<Calendar.Entry> around(int before, int after) {
        LocalDateTime now =
                LocalDateTime.ofInstant(rota.clock(), ZoneOffset.UTC).withNano(0);
        return List.of(new Calendar.Entry(new Calendar.Times(now.minusHours(before), now.plusHours(after)), "upkeep"));
    }

    private ScheduleStore.Draft draft(Instant anchor, String... blackouts) {
        When when = When.of(new Every(Duration.ofHours(1), anchor), ZoneOffset.UTC)
                .withBlackouts(List.of(blackouts).stream()
                        .map(name -> new Calendar(name, List.of()))
                        .toList());
        return new ScheduleStore.Draft(
                new Plan("hourly", ScrapeJob.example(), when, FailurePolicy.STANDARD, true), Map.of(), null);
    }

    @Test
    void aScheduleInsideABlackoutIsNotRunAndRunsWhenItNamesTheCalendarNoMore() {
        Instant anchor = rota.clock().minus(Duration.ofMinutes(150));
        calendars.create("upkeep", "", around(10, 10));
        long id = schedules.create(draft(anchor, "upkeep"), 1);
        assertThat(rota.claim()).isEmpty();
        assertThat(rota.number("select count(*) from schedules where next_due > clock_timestamp() + interval '9 h'"))
                .isEqualTo(1);

        // Two slots pass inside the blackout.
        rota.sql("update schedules set next_slot = next_slot - interval '2 hours'");
        schedules.update(id, null, draft(anchor));
        assertThat(rota.text("select reason || ' ' || count from decision")).isEqualTo("blackout 2");
        rota.sql("update schedules set next_due = clock_timestamp(), next_slot = next_slot - interval '1 hour'");
        assertThat(rota.claim()).singleElement().extracting(Claim::trigger).isEqualTo(Trigger.SCHEDULED);
    }

    @Test
    void whatIsDueInABlackoutBecomesADecision() {
        Instant anchor = rota.clock().minus(Duration.ofMinutes(150));
        calendars.create("upkeep", "", around(10, 10));
        schedules.create(draft(anchor, "upkeep"), 1);
        rota.sql("update schedules set next_slot = next_slot - interval '3 hours', next_due = clock_timestamp()");
        assertThat(rota.claim()).isEmpty();
        assertThat(rota.text("select reason || ' ' || count from decision")).isEqualTo("blackout 3");
        assertThat(rota.number("select count(*) from schedules where next_due > clock_timestamp() + interval '9 h'"))
                .isEqualTo(1);
    }

    @Test
    void anEditOfTheCalendarMovesTheSchedulesThatNameItAndLeavesTheirVersions() {
        Instant anchor = rota.clock().minus(Duration.ofMinutes(150));
        calendars.create("upkeep", "", List.of());
        schedules.create(draft(anchor, "upkeep"), 1);
        String before = rota.text("select version || ' ' || next_slot || ' ' || next_due from schedules");

        calendars.replace("upkeep", 1L, "", around(10, 10));
        assertThat(rota.number("select count(*) from schedules where next_due > clock_timestamp() + interval '9 h'"
                        + " and progress_seq = 1 and version = 1"))
                .isEqualTo(1);
        rota.sql("update schedules set next_slot = next_slot - interval '2 hours'");
        calendars.replace("upkeep", null, "", List.of());
        assertThat(rota.text("select reason || ' ' || count from decision"))
                .as("what passed in the blackout is not made up for")
                .isEqualTo("blackout 2");
        assertThat(rota.text("select version || ' ' || next_slot || ' ' || next_due from schedules"))
                .isEqualTo(before);
        assertThat(calendars.find("upkeep").orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void aRequestRunsInABlackoutAndSaysSo() {
        calendars.create("upkeep", "", around(10, 10));
        long id = schedules.create(draft(rota.clock(), "upkeep"), 1);
        rota.sql("insert into run_request (kind, schedule_id) values ('run', " + id + ")");
        assertThat(rota.claim()).singleElement().extracting(Claim::trigger).isEqualTo(Trigger.MANUAL);
        assertThat(rota.number("select count(*) from run where window_bypassed"))
                .isEqualTo(1);
    }

    @Test
    void aCalendarInUseIsNotDeletedAndAStaleEditIsRefused() {
        calendars.create("upkeep", "", around(10, 10));
        schedules.create(draft(rota.clock(), "upkeep"), 1);
        assertThat(calendars.delete("upkeep", null)).isEqualTo(new CalendarStore.Written.InUse(1, List.of("hourly")));
        assertThat(calendars.replace("upkeep", 7L, "", List.of())).isEqualTo(new CalendarStore.Written.Stale(1));
        rota.sql("delete from schedules");
        assertThat(calendars.delete("upkeep", 1L)).isEqualTo(new CalendarStore.Written.Done());
        assertThat(calendars.delete("upkeep", 1L)).isEqualTo(new CalendarStore.Written.Nothing());
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import dev.rota.schedule.BreakerRule;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A schedule is paused, enabled and edited while a run of it is live: no slot is lost and none is settled twice.
class EditDuringRunIT {
    private static final Instant TEN = Instant.parse("2027-03-01T10:00:00Z");

    private final EngineFixture rota = EngineFixture.standingAt(TEN);
    private final ScheduleStore schedules = new ScheduleStore(rota.database);
    private final CalendarStore calendars = new CalendarStore(rota.database);
    private long id;

    @BeforeEach
    void anHourlyScheduleThatMayBeTriedThreeTimes() {
        calendars.create("upkeep", "", List.of());
        id = schedules.create(draft(Duration.ofHours(1), TEN), 1);
    }

    @AfterEach
    void close() {
        rota.close();
    }

    private static ScheduleStore.Draft draft(Duration every, Instant anchor) {
        When when = When.of(new Every(every, anchor), ZoneOffset.UTC)
                .withBlackouts(List.of(new Calendar("upkeep", List.of())));
        FailurePolicy failure = new FailurePolicy(3, Duration.ofMinutes(10), BreakerRule.inARow(100));
        return new ScheduleStore.Draft(new Plan("hourly", ScrapeJob.example(), when, failure, true), Map.of(), null);
    }

    private void at(String time) {
        rota.moveTo(Instant.parse("2027-03-01T" + time + ":00Z"));
    }

    /// Reason, slots and number of each decision, oldest first.
    private String ledger() {
        return String.valueOf(rota.text("""
            select coalesce(string_agg(reason || ' ' || to_char(first_slot at time zone 'UTC', 'HH24:MI') || '-'
              || to_char(last_slot at time zone 'UTC', 'HH24:MI') || ' ' || count, ', ' order by first_slot), 'empty')
            from decision\
            """));
    }

    private String nextSlot() {
        return String.valueOf(rota.text(
                "select to_char(next_slot at time zone 'UTC', 'HH24:MI') || ' ' || slot_attempts from schedules"));
    }

    private void pausedFromTwentyPastUntilHalfPastTwelve() {
        at("10:20");
        schedules.disable(id);
        at("12:30");
        schedules.enable(id);
        assertThat(ledger()).isEqualTo("paused 11:00-12:00 2");
    }

    @Test
    void everySlotOfAPauseIsInTheLedgerThoughARunWasLive() {
        Claim claim = rota.claim().getFirst();
        pausedFromTwentyPastUntilHalfPastTwelve();
        at("12:40");
        rota.finish(claim, Outcome.Succeeded.of("done"));
        assertThat(nextSlot()).isEqualTo("13:00 0");
        assertThat(ledger()).isEqualTo("paused 11:00-12:00 2");
    }

    @Test
    void aRunThatIsHandedBackAfterThePauseSettlesNoSlotTwice() {
        Claim claim = rota.claim().getFirst();
        pausedFromTwentyPastUntilHalfPastTwelve();
        at("12:40");
        rota.finish(claim, new Outcome.Interrupted("stopped"));
        assertThat(nextSlot()).isEqualTo("13:00 0");
        at("13:00");
        assertThat(rota.claim()).singleElement().satisfies(next -> {
            assertThat(next.slot()).isEqualTo("2027-03-01T13:00:00Z");
            assertThat(next.missed()).isZero();
        });
        assertThat(ledger()).isEqualTo("paused 11:00-12:00 2");
    }

    @Test
    void slotsThatPassedDuringTheRunAreOverlapWhenAnEditMovesTheGrid() {
        Claim claim = rota.claim().getFirst();
        at("12:30");
        schedules.update(id, null, draft(Duration.ofMinutes(7), Instant.parse("2027-03-01T12:30:00Z")));
        assertThat(ledger()).isEqualTo("overlap 11:00-12:00 2");
        at("12:31");
        rota.finish(claim, EngineFixture.failure());
        assertThat(nextSlot()).as("no retry goes back behind the edit").isEqualTo("12:37 0");
        assertThat(ledger()).isEqualTo("overlap 11:00-12:00 2, overlap 12:30-12:30 1");
    }

    @Test
    void theSlotThatWaitsForARetryIsNoOverlapOfARequestedRun() {
        rota.finish(rota.claim().getFirst(), EngineFixture.failure());
        assertThat(nextSlot()).isEqualTo("10:00 1");
        new RequestStore(rota.database).run(id, new RequestStore.Ask(1, false, null, null));
        Claim asked = rota.claim().getFirst();
        assertThat(asked.trigger()).isEqualTo(Trigger.MANUAL);
        at("11:30");
        schedules.update(id, null, draft(Duration.ofMinutes(30), Instant.parse("2027-03-01T12:00:00Z")));
        assertThat(ledger()).as("10:00 has a run").isEqualTo("overlap 11:00-11:00 1");
        rota.finish(asked, Outcome.Succeeded.of("done"));
        assertThat(nextSlot()).isEqualTo("12:00 0");
    }

    @Test
    void aRunThatIsHandedBackAfterItsCalendarWasEditedSettlesNoSlotTwice() {
        Claim claim = rota.claim().getFirst();
        LocalDateTime from = LocalDateTime.parse("2027-03-01T10:30");
        calendars.replace(
                "upkeep", null, "", List.of(new Calendar.Entry(new Calendar.Times(from, from.plusHours(2)), null)));
        at("12:40");
        calendars.replace("upkeep", null, "", List.of());
        assertThat(ledger()).isEqualTo("blackout 11:00-12:00 2");
        rota.finish(claim, new Outcome.Interrupted("stopped"));
        at("13:00");
        assertThat(rota.claim()).singleElement().extracting(Claim::missed).isEqualTo(0L);
        assertThat(ledger()).isEqualTo("blackout 11:00-12:00 2");
    }

    @Test
    void aSlotThatWasClaimedAMomentAheadIsNotClaimedAgainAfterAnEdit() {
        rota.finish(rota.claim().getFirst(), Outcome.Succeeded.of("done"));
        rota.moveTo(Instant.parse("2027-03-01T10:59:59.950Z"));
        Claim ahead = rota.claim().getFirst();
        assertThat(ahead.slot()).isEqualTo("2027-03-01T11:00:00Z");
        schedules.update(id, null, draft(Duration.ofMinutes(30), TEN));
        assertThat(nextSlot()).isEqualTo("11:30 0");
        at("11:10");
        rota.finish(ahead, Outcome.Succeeded.of("done"));
        assertThat(nextSlot()).isEqualTo("11:30 0");
        assertThat(ledger()).isEqualTo("empty");
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.MetricType;
import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import dev.rota.run.Measurement;
import dev.rota.run.Outcome;
import dev.rota.run.ScrapedItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunStoreIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    private Claim due(long id) {
        rota.makeDue(id);
        return rota.claim().getFirst();
    }

    @Test
    void recordsTheOutcomeAndFreesTheSchedule() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        RunStore.Finish finish = rota.finish(claim, Outcome.Succeeded.of("3 samples"));
        assertThat(finish.recorded()).containsExactly(claim.runId());
        assertThat(rota.text("select status || ': ' || message from run")).isEqualTo("succeeded: 3 samples");
        assertThat(rota.number(
                        "select count(*) from schedules where current_run is null and last_status = 'succeeded'"))
                .isEqualTo(1);
    }

    @Test
    void finishingTwiceChangesNothing() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        rota.finish(claim, EngineFixture.failure());
        RunStore.Finish again = rota.finish(claim, EngineFixture.failure());
        assertThat(again.recorded()).containsExactly(claim.runId());
        assertThat(again.fenced()).isEmpty();
        assertThat(rota.number("select failures from schedules")).isEqualTo(1);
    }

    @Test
    void aZombiesResultIsFenced() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        Claim stale = rota.claim().getFirst();
        rota.sql("update daemon set lease_until = clock_timestamp() - interval '1 second'");
        assertThat(rota.daemons.reap()).isEqualTo(1);
        UUID other = rota.daemon();
        Claim fresh = rota.claim(other).getFirst();
        assertThat(fresh.slot()).isEqualTo(stale.slot());
        assertThat(fresh.attempt()).isEqualTo(2);
        RunStore.Finish late = rota.finish(
                stale, Outcome.Succeeded.of("too late"), new Harvest(List.of(gauge(1, rota.clock())), List.of()));
        assertThat(late.fenced()).containsExactly(stale.runId());
        assertThat(rota.number("select count(*) from sample")).isZero();
        assertThat(rota.text("select current_run::text from schedules where id = " + id))
                .isEqualTo(fresh.runId().toString());
        rota.finish(fresh, Outcome.Succeeded.of("done"));
        assertThat(rota.text("select string_agg(status, ' ' order by attempt) from run"))
                .isEqualTo("abandoned succeeded");
    }

    @Test
    void fiveFailuresInARowPutTheScheduleAsideAndEnabledStaysTheUsersWish() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        for (int i = 1; i <= 5; i++) {
            assertThat(rota.text("select auto_disabled_reason from schedules")).isNull();
            rota.finish(due(id), EngineFixture.failure());
        }
        assertThat(rota.text("select auto_disabled_reason from schedules"))
                .isEqualTo("5 failures in a row, the last: connect: Nobody answers.");
        assertThat(rota.number("select count(*) from schedules where enabled")).isEqualTo(1);
        assertThat(rota.number("select jsonb_array_length(last_errors) from schedules"))
                .isEqualTo(5);
        rota.makeDue(id);
        assertThat(rota.claim()).isEmpty();
    }

    @Test
    void aSuccessResetsTheStreakAndAnInterruptedRunDoesNotMoveIt() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        for (int i = 0; i < 4; i++) {
            rota.finish(due(id), EngineFixture.failure());
        }
        rota.finish(due(id), new Outcome.Interrupted("The daemon stops."));
        assertThat(rota.number("select failures from schedules")).isEqualTo(4);
        Claim again = rota.claim().getFirst();
        assertThat(again.attempt()).isEqualTo(2);
        rota.finish(again, Outcome.Succeeded.of("done"));
        assertThat(rota.number("select failures from schedules")).isZero();
    }

    @Test
    void anEditDuringTheRunHoldsFromTheNextSlotOn() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        rota.sql("update schedules set version = version + 1, next_slot = '2030-01-01Z', next_due = '2030-01-01Z',"
                + " recurrence = '{\"every\":\"P1D\",\"anchor\":\"2030-01-01T00:00:00Z\"}'");
        rota.finish(claim, Outcome.Succeeded.of("done"));
        assertThat(rota.number("select count(*) from schedules where next_due = '2030-01-01Z'"))
                .isEqualTo(1);
    }

    @Test
    void slotsThatPassDuringARunAreTheDecisionOverlap() {
        // Making up for every missed slot starts with the oldest: a run of five minutes ago, which ends only now.
        rota.schedule("minutely", Duration.ofMinutes(1), Duration.ofMinutes(5).plusSeconds(5));
        rota.sql("update schedules set missed = 'all', missed_max = 100");
        Claim claim = rota.claim().getFirst();
        rota.sql("update schedules set missed = 'last', missed_max = null");
        rota.finish(claim, Outcome.Succeeded.of("done"));
        assertThat(rota.number("select sum(count) from decision where reason = 'overlap'"))
                .isEqualTo(5);
        assertThat(rota.number("select count(*) from schedules where next_due > clock_timestamp()"))
                .isEqualTo(1);
    }

    @Test
    void aDeferredRunSettlesItsSlotAndWaits() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        Instant until = rota.clock().plus(Duration.ofHours(3));
        rota.finish(claim, new Outcome.Deferred(until, "The server asked for patience."));
        assertThat(rota.number("select failures from schedules")).isZero();
        assertThat(rota.number(
                        "select count(*) from schedules where next_due >= clock_timestamp() + interval '2 hours'"))
                .isEqualTo(1);
    }

    @Test
    void badDataCostsOnlyItsOwnRun() {
        for (int i = 0; i < 4; i++) {
            rota.schedule("s" + i, HOUR, Duration.ofSeconds(5));
        }
        List<Claim> claims = rota.claim();
        List<RunStore.Finished> batch = claims.stream()
                .map(claim -> new RunStore.Finished(
                        claim,
                        Outcome.Succeeded.of("done"),
                        claim.scheduleName().equals("s2")
                                ? new Harvest(List.of(), List.of(item(tooLongForItsIndex(), "v")))
                                : Harvest.NONE,
                        rota.clock(),
                        rota.clock(),
                        0))
                .toList();
        RunStore.Finish finish = rota.runs.finish(batch);
        assertThat(finish.recorded()).hasSize(4);
        assertThat(rota.text("select string_agg(status, ' ' order by schedule_name) from run"))
                .isEqualTo("succeeded succeeded failed succeeded");
    }

    @Test
    void aCountersFirstSampleHasNoRateAndTheSecondHasOne() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        Instant start = rota.clock().minusSeconds(100);
        measure(id, counter("18446744073709551000", start));
        measure(id, counter("18446744073709551500", start.plusSeconds(50)));
        measure(id, counter("100", start.plusSeconds(60)));
        assertThat(rota.text(
                        "select string_agg(coalesce(value::text, '-') || '/' || coalesce(flag, '-'), ' ' order by at)"
                                + " from sample"))
                .isEqualTo("-/first_sample 10/- 10/reset");
        assertThat(rota.text("select raw::text from sample order by at limit 1"))
                .isEqualTo("18446744073709551000");
    }

    private void measure(long id, Measurement measurement) {
        rota.finish(due(id), Outcome.Succeeded.of("1 sample"), new Harvest(List.of(measurement), List.of()));
    }

    @Test
    void itemsAreAddedChangedUnchangedAndRemovedOnlyAfterTwoMisses() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        scrape(id, item("a", "1"), item("b", "1"));
        scrape(id, item("a", "2"), item("b", "1"));
        scrape(id, item("a", "2"));
        assertThat(rota.number("select count(*) from item where removed_at is not null"))
                .isZero();
        scrape(id, item("a", "2"));
        assertThat(rota.text("select key from item where removed_at is not null"))
                .isEqualTo("b");
        scrape(id, item("a", "2"), item("b", "1"));
        assertThat(rota.text("select string_agg(key || ' ' || change, ', ' order by c.id)"
                        + " from item_change c join item i on i.id = c.item_id"))
                .isEqualTo("a added, b added, a changed, b removed, b returned");
        assertThat(rota.text("select diff::text from item_change where change = 'changed'"))
                .isEqualTo("{\"v\": [\"1\", \"2\"]}");
    }

    @Test
    void anEmptyHarvestDeletesNothing() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        scrape(id, item("a", "1"));
        for (int i = 0; i < 5; i++) {
            scrape(id);
        }
        assertThat(rota.number("select count(*) from item where removed_at is null and misses = 0"))
                .isEqualTo(1);
    }

    private void scrape(long id, ScrapedItem... items) {
        rota.finish(due(id), Outcome.Succeeded.of("scraped"), new Harvest(List.of(), List.of(items)));
    }

    @Test
    void aTestLeavesNothingButItsResult() {
        rota.sql("insert into run_request (kind, job_kind, job) values ('test', 'scrape', '"
                + JobSpecJson.write(dev.rota.job.ScrapeJob.example()) + "')");
        Claim claim = rota.claim().getFirst();
        rota.finish(claim, Outcome.Succeeded.of("1 item"), new Harvest(List.of(), List.of(item("a", "1"))));
        assertThat(rota.text("select status || ' ' || (result -> 'items' -> 0 ->> 'key') from run_request"))
                .isEqualTo("done a");
        assertThat(rota.number("select (select count(*) from run) + (select count(*) from item)"))
                .isZero();
    }

    private static String tooLongForItsIndex() {
        StringBuilder key = new StringBuilder();
        new java.util.Random(7).ints(9000, 0x4e00, 0x9fff).forEach(key::appendCodePoint);
        return key.toString();
    }

    private static ScrapedItem item(String key, String value) {
        return new ScrapedItem(key, new TreeMap<>(Map.of("v", value)));
    }

    private static Measurement gauge(double value, Instant at) {
        return new Measurement(
                "level",
                new TreeMap<>(),
                MetricType.GAUGE,
                null,
                BigDecimal.valueOf(value),
                at,
                Measurement.CounterRule.PLAIN);
    }

    private static Measurement counter(String value, Instant at) {
        return new Measurement(
                "bytes",
                new TreeMap<>(),
                MetricType.COUNTER,
                "bytes",
                new BigDecimal(value),
                at,
                Measurement.CounterRule.PLAIN);
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.BreakerModel;
import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import dev.rota.schedule.BreakerRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The breaker on a real database: two daemons, people who ask for runs and enable, and all of them at once.
class BreakerInterleavingIT {
    private static final BreakerRule RULE = BreakerRule.inARow(3);

    private final EngineFixture rota = new EngineFixture();
    private final UUID other = rota.daemon();
    private final Random random = new Random(16);
    private final Map<Long, BreakerModel> models = new HashMap<>();
    private final List<Claim> live = new ArrayList<>();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void whatTwoDaemonsRecordAndPeopleAskForEndsAsTheModelSays() {
        for (int i = 0; i < 6; i++) {
            long id = rota.schedule("s" + i, Duration.ofHours(1), Duration.ofSeconds(5));
            models.put(id, new BreakerModel(RULE, 1));
        }
        rota.sql("update schedules set failure_threshold = 3");
        List<Long> ids = new ArrayList<>(models.keySet());
        ScheduleStore schedules = new ScheduleStore(rota.database);
        RequestStore requests = new RequestStore(rota.database);
        int given = 0;
        for (int step = 0; step < 400; step++) {
            long id = ids.get(random.nextInt(ids.size()));
            boolean idle = live.stream().noneMatch(claim -> claim.scheduleId() == id);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    if (idle) {
                        rota.makeDue(id);
                    }
                    live.addAll(rota.claim(random.nextBoolean() ? rota.daemon : other));
                }
                case 3 -> {
                    if (idle) {
                        requests.run(id, new RequestStore.Ask(1, true, null, null));
                        live.addAll(rota.claim(random.nextBoolean() ? rota.daemon : other));
                    }
                }
                case 4 -> {
                    schedules.enable(id);
                    if (model(id).given()) {
                        model(id).enabled();
                        given++;
                    } else {
                        model(id).forget();
                    }
                }
                default -> finishSome();
            }
            compare(ids, "step " + step);
        }
        assertThat(given).as("schedules that were given up and enabled again").isGreaterThan(5);
    }

    private void finishSome() {
        List<RunStore.Finished> batch = new ArrayList<>();
        for (Claim claim : List.copyOf(live)) {
            if (random.nextBoolean()) {
                live.remove(claim);
                Outcome outcome = outcome();
                batch.add(new RunStore.Finished(claim, outcome, Harvest.NONE, rota.clock(), rota.clock(), 0));
                tell(claim, outcome);
            }
        }
        rota.runs.finish(batch);
    }

    private Outcome outcome() {
        return switch (random.nextInt(6)) {
            case 0 -> Outcome.Succeeded.of("done");
            case 1 -> new Outcome.Failed(FailureClass.RESOURCE, "no", null);
            case 2 -> new Outcome.Cancelled("no");
            default -> new Outcome.Failed(FailureClass.CONNECT, "no", null);
        };
    }

    private void tell(Claim claim, Outcome outcome) {
        BreakerModel model = model(claim.scheduleId());
        boolean slot = claim.trigger() == Trigger.SCHEDULED;
        if (claim.forced()) {
            return;
        }
        switch (outcome) {
            case Outcome.Succeeded _ -> {
                if (slot) {
                    model.succeeded(rota.clock());
                } else {
                    model.forget();
                }
            }
            case Outcome.Failed failed -> {
                if (failed.failureClass().counted()) {
                    model.counted(rota.clock());
                }
            }
            case Outcome.Deferred _, Outcome.Cancelled _, Outcome.Interrupted _ -> {}
        }
    }

    private void compare(List<Long> ids, String step) {
        for (long id : ids) {
            String expected = model(id).streak() + " " + model(id).given();
            assertThat(rota.text(
                            "select failures || ' ' || (auto_disabled_at is not null) from schedules where id = " + id))
                    .as(step)
                    .isEqualTo(expected);
        }
    }

    private BreakerModel model(long id) {
        return java.util.Objects.requireNonNull(models.get(id));
    }

    @Test
    void aFailureThatGivesUpAndSomebodyWhoEnablesNeverLeaveItHalfWay() {
        ScheduleStore schedules = new ScheduleStore(rota.database);
        long id = rota.schedule("raced", Duration.ofHours(1), Duration.ofSeconds(5));
        for (int round = 0; round < 30; round++) {
            Claim claim = fifth(id);
            together(() -> rota.finish(claim, EngineFixture.failure()), () -> schedules.enable(id));
            assertThat(rota.text("select failures || ' ' || (auto_disabled_at is not null) from schedules"))
                    .isIn("5 true", "0 false");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // it misreads a nullable nested type in a compiled record's constructor
    void aFailureOfTheOldJobNeverCountsAgainstTheEditedOne() {
        long id = rota.schedule("raced", Duration.ofHours(1), Duration.ofSeconds(5));
        TemplateStore templates = new TemplateStore(rota.database);
        ScrapeJob job = ScrapeJob.example();
        templates.put("raced", "", job);
        rota.sql("update schedules set template = 'raced'");
        for (int round = 0; round < 30; round++) {
            Claim claim = fifth(id);
            ScrapeJob edited = new ScrapeJob(
                    List.of("https://example.com/" + round),
                    job.headers(),
                    job.items(),
                    job.next(),
                    job.minItems(),
                    job.removedAfterMisses(),
                    job.auth(),
                    job.timeout());
            together(() -> rota.finish(claim, EngineFixture.failure()), () -> templates.put("raced", "", edited));
            assertThat(rota.text("select failures || ' ' || (auto_disabled_at is not null) from schedules"))
                    .isIn("0 true", "0 false");
        }
    }

    /// The run whose failure would be the fifth in a row.
    private Claim fifth(long id) {
        rota.sql("update schedules set failures = 4, outcomes = 15, outcomes_known = 4, auto_disabled_at = null,"
                + " auto_disabled_reason = null, failing_since = clock_timestamp()");
        rota.makeDue(id);
        return rota.claim().getFirst();
    }

    private static void together(Runnable one, Runnable two) {
        CompletableFuture.allOf(CompletableFuture.runAsync(one), CompletableFuture.runAsync(two))
                .join();
    }

    @Test
    void aProbeTakesBackWhatWasGivenUpAndItsFailureOnlyWaitsLonger() {
        long id = rota.schedule("probed", Duration.ofHours(1), Duration.ofSeconds(5));
        rota.sql("update schedules set failure_threshold = 1, breaker_probation = interval '15 minutes'");
        rota.finish(rota.claim().getFirst(), EngineFixture.failure());
        assertThat(rota.claim()).isEmpty();
        rota.sql("update schedules set probe_due = clock_timestamp()");
        Claim probe = rota.claim().getFirst();
        assertThat(probe.trigger()).isEqualTo(Trigger.PROBE);
        rota.finish(probe, EngineFixture.failure());
        assertThat(rota.number("select count(*) from schedules where probes = 1 and failures = 1"
                        + " and probe_due between clock_timestamp() + interval '29 minutes'"
                        + " and clock_timestamp() + interval '30 minutes'"))
                .isEqualTo(1);
        rota.sql("update schedules set probe_due = clock_timestamp()");
        RunStore.Finish finish = rota.finish(rota.claim(other).getFirst(), Outcome.Succeeded.of("back"));
        assertThat(finish.changes()).containsExactly(new RunStore.Change.TakenBack(id, "probed"));
        assertThat(rota.number("select count(*) from schedules where auto_disabled_at is null and failures = 0"
                        + " and probe_due is null and next_due > clock_timestamp()"))
                .isEqualTo(1);
    }
}

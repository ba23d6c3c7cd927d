package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.When;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Edits of a schedule race the end of a live run of it, and each other: whoever is first, nothing that was accepted
/// is lost, and nothing happens twice.
class RacingEditsIT {
    private static final int ROUNDS = 200;

    private final EngineFixture rota = new EngineFixture();
    private final ScheduleStore schedules = new ScheduleStore(rota.database);
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final Random random = new Random(26);
    private long id;
    private int endedFirst;
    private int refused;

    @AfterEach
    void close() {
        threads.close();
        rota.close();
    }

    private enum Change {
        NAME,
        GRID,
        JOB
    }

    /// What one of the racers did, and when it was through.
    private record Through<T>(T result, long at) {}

    /// A round before its race.
    ///
    /// @param before the schedule while its run is live
    /// @param seq    how often its progress had been written
    private record Round(String name, Schedule before, long seq, RunStore.Finished run, List<Plan> edits) {}

    @Test
    void noAcceptedEditIsLostAndNoOutcomeCountsTwice() throws Exception {
        When when = When.of(new Every(Duration.ofHours(2), rota.clock()), ZoneOffset.UTC);
        FailurePolicy once = new FailurePolicy(1, Duration.ofSeconds(10), BreakerRule.inARow(100));
        id = schedules.create(draft(new Plan("raced", ScrapeJob.example(), when, once, true)), 1);
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round("round " + i, i % 3 == 0 ? 2 : 1);
            Plan stands = race(round);
            check(round, stands);
        }
        assertThat(refused).as("second edits that were refused").isEqualTo((ROUNDS + 2) / 3);
        assertThat(endedFirst).as("rounds in which the run was through first").isBetween(5, ROUNDS - 5);
        assertThat(rota.number("select count(*) from run")).isEqualTo(ROUNDS);
        assertThat(rota.number("select count(*) from decision"))
                .as("slots without a run")
                .isZero();
    }

    private Round round(String name, int edits) {
        rota.makeDue(id);
        Claim claim = rota.claim().getFirst();
        Schedule before = read();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < edits; i++) {
            plans.add(edited(before.plan(), name + " edit " + i, claim.slot()));
        }
        Instant now = rota.clock();
        return new Round(
                name,
                before,
                rota.number("select progress_seq from schedules"),
                new RunStore.Finished(claim, outcome(), Harvest.NONE, now, now, 0),
                plans);
    }

    /// Tried again, as the recorder does it, for as long as an edit holds the schedule.
    private RunStore.Finish finish(RunStore.Finished run) {
        while (true) {
            RunStore.Finish finish = rota.runs.finish(List.of(run));
            if (!finish.recorded().isEmpty() || !finish.fenced().isEmpty()) {
                return finish;
            }
            Thread.onSpinWait();
        }
    }

    /// @return the plan that was accepted
    private Plan race(Round round) throws Exception {
        CyclicBarrier line = new CyclicBarrier(1 + round.edits().size());
        Future<Through<RunStore.Finish>> end = start(line, 0, () -> finish(round.run()));
        List<Future<Through<ScheduleStore.Written>>> writes = new ArrayList<>();
        long version = round.before().version();
        for (Plan plan : round.edits()) {
            writes.add(start(line, random.nextInt(4_000_000), () -> schedules.update(id, version, draft(plan))));
        }
        RunStore.Finish finish = end.get().result();
        assertThat(finish.recorded())
                .as(round.name())
                .containsExactly(round.run().claim().runId());
        assertThat(finish.fenced()).as(round.name()).isEmpty();
        List<Plan> accepted = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Through<ScheduleStore.Written> write = writes.get(i).get();
            switch (write.result()) {
                case ScheduleStore.Written.Done _ -> {
                    accepted.add(round.edits().get(i));
                    endedFirst += end.get().at() < write.at() ? 1 : 0;
                }
                case ScheduleStore.Written.Stale(String tag) -> {
                    refused++;
                    assertThat(tag)
                            .as(round.name())
                            .isIn(
                                    "v" + (version + 1) + "." + round.seq(),
                                    "v" + (version + 1) + "." + (round.seq() + 1));
                }
                case ScheduleStore.Written.Nothing() -> throw new AssertionError(round.name());
            }
        }
        assertThat(accepted).as(round.name()).hasSize(1);
        return accepted.getFirst();
    }

    /// Off the line together. The edits give the run a head start of some nanoseconds, of four milliseconds at
    /// most, for they are quicker than the end of a run and would be first nearly always.
    private <T> Future<Through<T>> start(CyclicBarrier line, long wait, Callable<T> act) {
        return threads.submit(() -> {
            line.await();
            for (long from = System.nanoTime(); System.nanoTime() - from < wait; ) {
                Thread.onSpinWait();
            }
            T result = act.call();
            return new Through<>(result, System.nanoTime());
        });
    }

    private void check(Round round, Plan accepted) {
        Schedule after = read();
        Claim claim = round.run().claim();
        Outcome outcome = round.run().outcome();
        assertThat(after.plan()).as(round.name()).isEqualTo(accepted);
        assertThat(after.version()).as(round.name()).isEqualTo(round.before().version() + 1);
        Instant next = accepted.when().recurrence().nextAfter(claim.slot());
        assertThat(after.progress().nextSlot()).as(round.name()).isEqualTo(next);
        assertThat(after.progress().nextDue()).as(round.name()).isEqualTo(next);
        assertThat(after.progress().slotAttempts()).as(round.name()).isZero();
        assertThat(after.progress().failures()).as(round.name()).isEqualTo(failures(round, accepted));
        String row = row();
        assertThat(row).as(round.name()).isEqualTo("free " + outcome.status().word() + " " + (round.seq() + 1));
        assertThat(rota.text("select status || ' ' || message from run where id = '" + claim.runId() + "'"))
                .as(round.name())
                .isEqualTo(outcome.status().word() + " " + outcome.message());
        assertThat(rota.runs.finish(List.of(round.run())).recorded())
                .as("told again")
                .containsExactly(claim.runId());
        assertThat(row()).as(round.name()).isEqualTo(row);
        assertThat(read()).as(round.name()).isEqualTo(after);
    }

    private static int failures(Round round, Plan accepted) {
        int before = round.before().progress().failures();
        // Before or after the edit: what the old job did says nothing about the new one.
        return !accepted.job().equals(round.before().plan().job())
                ? 0
                : switch (round.run().outcome()) {
                    case Outcome.Failed _ -> before + 1;
                    case Outcome.Succeeded _ -> 0;
                    case Outcome.Cancelled _, Outcome.Deferred _, Outcome.Interrupted _ -> before;
                };
    }

    private String row() {
        return String.valueOf(rota.text("""
            select case when current_run is null and current_slot is null and current_daemon is null
                then 'free ' else 'taken ' end || last_status || ' ' || progress_seq
            from schedules\
            """));
    }

    private Outcome outcome() {
        return switch (random.nextInt(4)) {
            case 0 -> Outcome.Succeeded.of("done");
            case 1 -> new Outcome.Cancelled("Stopped.");
            default -> EngineFixture.failure();
        };
    }

    /// The plan with another name, and mostly with another grid or job too.
    private Plan edited(Plan plan, String name, Instant slot) {
        Change change = Change.values()[random.nextInt(Change.values().length)];
        return switch (change) {
            case NAME -> new Plan(name, plan.job(), plan.when(), plan.failure(), true);
            case GRID -> new Plan(name, plan.job(), moved(plan.when(), slot), plan.failure(), true);
            case JOB -> new Plan(name, job(name), plan.when(), plan.failure(), true);
        };
    }

    /// A grid that has no slot between now and the end of the round.
    private When moved(When when, Instant slot) {
        Duration every = Duration.ofMinutes(120 + random.nextInt(60));
        return when.withRecurrence(new Every(every, slot.plus(Duration.ofMinutes(10 + random.nextInt(50)))));
    }

    @SuppressWarnings("NullAway") // it misreads a nullable nested type in a compiled record's constructor
    private static ScrapeJob job(String name) {
        ScrapeJob job = ScrapeJob.example();
        return new ScrapeJob(
                List.of("https://example.com/" + name.replace(' ', '/')),
                job.headers(),
                job.items(),
                job.next(),
                job.minItems(),
                job.removedAfterMisses(),
                job.auth(),
                job.timeout());
    }

    private static ScheduleStore.Draft draft(Plan plan) {
        return new ScheduleStore.Draft(plan, Map.of(), null);
    }

    private Schedule read() {
        return schedules.upcoming(id, 1).orElseThrow().schedule();
    }
}

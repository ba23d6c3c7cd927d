package dev.rota.run;

import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.run.Consequence.Probation;
import dev.rota.run.Consequence.Stand;
import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Next;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.When;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A schedule whose runs end as a test says, carried on from run to run as the store does it.
final class FailingSchedule {
    private static final Instant START = Instant.parse("2027-03-01T00:00:00Z");

    private Stand stand;
    private Instant now = START;
    private int edits;

    FailingSchedule(BreakerRule rule, int attempts) {
        Plan plan = new Plan(
                "failing",
                job(0),
                When.of(new Every(Duration.ofHours(1), START), ZoneOffset.UTC),
                new FailurePolicy(attempts, Duration.ofSeconds(5), rule),
                true);
        Schedule fresh = new Schedule(7, 1, plan, Progress.NEW);
        stand = new Stand(
                new Schedule(7, 1, plan, Progress.NEW.at(fresh.first(now))),
                Breaker.Memory.CLEAN,
                Probation.NONE,
                false);
    }

    /// Lets time pass, unless a retry waits: it would be overtaken by the next slot, and then its slot never
    /// failed.
    void pass(Duration time) {
        now = progress().slotAttempts() > 0 ? now : now.plus(time);
    }

    Instant now() {
        return now;
    }

    int failures() {
        return stand.memory().failures();
    }

    boolean given() {
        return progress().autoDisabledAt() != null;
    }

    Stand stand() {
        return stand;
    }

    /// Waits for the next slot, or retry, and ends its run.
    Consequence slot(Outcome outcome, boolean excused) {
        return slot(outcome, excused, stand.schedule().plan().job());
    }

    void slotOfAnOldJob(Outcome outcome) {
        slot(outcome, false, job(-1));
    }

    private Consequence slot(Outcome outcome, boolean excused, JobSpec job) {
        Instant due = Objects.requireNonNull(progress().nextDue());
        now = now.isBefore(due) ? due : now;
        if (!(stand.schedule().decide(now) instanceof Decision.Start start)) {
            throw new AssertionError("nothing starts at " + now + ": " + stand);
        }
        boolean same = start.slot().equals(progress().nextSlot());
        move(start.next(), start.attempt(), same ? progress().slotFailures() : 0);
        return end(claim(start.slot(), Trigger.SCHEDULED, start.attempt(), job, false), outcome, excused);
    }

    void asked(Outcome outcome, boolean forced) {
        end(claim(now, Trigger.MANUAL, 1, stand.schedule().plan().job(), forced), outcome, false);
    }

    /// @return whether a probe is ever due
    boolean probe(Outcome outcome) {
        Instant due = stand.probation().due();
        if (due == null) {
            return false;
        }
        now = now.isBefore(due) ? due : now;
        end(claim(due, Trigger.PROBE, 1, stand.schedule().plan().job(), false), outcome, false);
        return true;
    }

    void enable() {
        stand = new Stand(with(stand.schedule().first(now), 0, 0, null), Breaker.Memory.CLEAN, Probation.NONE, false);
    }

    void editJob() {
        Schedule old = stand.schedule();
        Plan plan = new Plan(
                old.plan().name(), job(++edits), old.plan().when(), old.plan().failure(), true);
        stand = new Stand(
                new Schedule(old.id(), old.version() + 1, plan, old.progress()),
                Breaker.Memory.CLEAN,
                stand.probation(),
                false);
    }

    private Consequence end(Claim claim, Outcome outcome, boolean excused) {
        Consequence after = Consequence.of(stand, claim, outcome, excused, now);
        @Nullable Instant given = after.restored() ? null : progress().autoDisabledAt();
        given = given == null && after.breaker().reason() != null ? now : given;
        stand = new Stand(
                with(after.next(), after.slotAttempts(), after.slotFailures(), given),
                after.breaker().memory(),
                after.probation(),
                false);
        return after;
    }

    private void move(@Nullable Next next, int attempts, int failures) {
        stand = new Stand(
                with(next, attempts, failures, progress().autoDisabledAt()), stand.memory(), stand.probation(), false);
    }

    private Schedule with(@Nullable Next next, int attempts, int failures, @Nullable Instant given) {
        Schedule old = stand.schedule();
        return new Schedule(
                old.id(),
                old.version(),
                old.plan(),
                new Progress(
                        next == null ? null : next.slot(),
                        next == null ? null : next.due(),
                        attempts,
                        failures,
                        null,
                        0,
                        given,
                        given == null ? null : "given up"));
    }

    private Progress progress() {
        return stand.schedule().progress();
    }

    private static Claim claim(Instant slot, Trigger trigger, int attempt, JobSpec job, boolean forced) {
        return new Claim(
                UUID.randomUUID(), 7, "failing", slot, trigger, attempt, job, slot, false, 0, null, null, forced);
    }

    private static JobSpec job(int number) {
        return new CommandJob(
                List.of("/bin/true", String.valueOf(number)), null, Map.of(), List.of(0), Duration.ofSeconds(30));
    }
}

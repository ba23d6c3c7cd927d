package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.CommandJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Lives through the days of random schedules, with outages, failures, runs that are handed back, requests, waiting
/// that a target asked for, pauses and edits, and holds every single decision against [SlotBySlot]. In the end each
/// slot is accounted for exactly once.
class LedgerTest {
    private static final int SCHEDULES = 80;
    private static final Duration DAYS = Duration.ofDays(6);

    @Test
    void every_slot_ends_as_exactly_one_of_a_run_and_a_skip() {
        Map<String, Integer> seen = new HashMap<>();
        for (int seed = 0; seed < SCHEDULES; seed++) {
            new Life(seed, seen).live();
        }
        // A test that never meets these proves nothing about them.
        assertThat(seen)
                .containsKeys(
                        "START",
                        "WAIT",
                        "LATE",
                        "RETRY",
                        "HANDED_BACK",
                        "EDIT",
                        "PAUSE",
                        "REQUEST",
                        "WAITS_FOR_OPENING")
                .containsKeys("OUTSIDE_WINDOW", "BLACKOUT", "OVERLAP", "COALESCED", "MISSED", "DEFERRED", "PAUSED");
    }

    private static final class Life {
        private final String name;
        private final Random random;
        private final RandomPlans plans;
        private final Map<String, Integer> seen;
        private final long id;
        private final Map<Instant, String> ledger = new HashMap<>();
        private Schedule schedule;
        private SlotBySlot oracle;
        private Instant now;
        private final Instant end;
        private Instant planSince;

        Life(int seed, Map<String, Integer> seen) {
            this.random = new Random(seed);
            this.seen = seen;
            this.plans = new RandomPlans(random);
            this.id = random.nextLong(1, 1_000_000);
            ZoneId zone = plans.zone();
            this.now = plans.begin(zone);
            this.end = now.plus(DAYS);
            this.planSince = now;
            When when = plans.when(zone, now);
            this.name = "seed " + seed + " " + when;
            this.schedule = new Schedule(id, 1, plan(when), Progress.NEW);
            this.oracle = oracle(when);
            this.schedule = standing(schedule.first(now));
        }

        void live() {
            while (now.isBefore(end)) {
                now = now.plus(idle());
                switch (random.nextInt(60)) {
                    case 0 -> edit();
                    case 1 -> pause();
                    case 2 -> request();
                    default -> look();
                }
            }
            close("end of plan");
        }

        /// Until the next due time, sometimes later, sometimes much later, sometimes earlier.
        private Duration idle() {
            Instant due = Objects.requireNonNull(schedule.progress().nextDue());
            Duration left = due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
            return switch (random.nextInt(12)) {
                case 0 -> left.plusSeconds(random.nextInt(100_000));
                case 1 -> left.plusSeconds(random.nextInt(5_000));
                case 2 -> left.plusMillis(random.nextInt(100_000));
                case 3 -> left.dividedBy(2);
                default -> left;
            };
        }

        private void look() {
            Progress before = schedule.progress();
            Decision decision = schedule.decide(now);
            compare(oracle.decide(before, now), decision);
            decision.skips().forEach(this::write);
            Next next = Objects.requireNonNull(decision.next());
            switch (decision) {
                case Decision.Wait _ -> {
                    count("WAIT");
                    if (!now.isBefore(Objects.requireNonNull(before.nextDue()))) {
                        assertThat(next.due()).as("%s at %s", name, now).isAfter(now);
                    }
                    if (next.slot().equals(before.nextSlot()) && !next.due().equals(before.nextDue())) {
                        count("WAITS_FOR_OPENING");
                        schedule = with(new Progress(
                                next.slot(), next.due(), before.slotAttempts(), 0, before.notBefore(), 0, null, null));
                    } else if (!next.slot().equals(before.nextSlot())) {
                        schedule = standing(next);
                    }
                }
                case Decision.Start start -> {
                    count("START");
                    count(start.late() ? "LATE" : "IN_TIME");
                    assertThat(start.startsAt()).isAfterOrEqualTo(start.slot()).isBeforeOrEqualTo(now);
                    if (schedule.plan().when().missed().kind() != MissedPolicy.Kind.ALL) {
                        assertThat(next.due()).as("%s at %s", name, now).isAfter(now);
                    }
                    run(start);
                }
            }
        }

        private void run(Decision.Start start) {
            ran(start.slot());
            schedule = standing(start.next());
            now = now.plusMillis(random.nextInt(10) == 0 ? random.nextInt(20_000_000) : random.nextInt(60_000));
            int outcome = random.nextInt(12);
            Instant retry = now.plusSeconds(random.nextInt(3) == 0 ? 0 : random.nextInt(600));
            Instant following = Objects.requireNonNull(start.next()).slot();
            if (outcome == 0 || (outcome == 1 && retry.isBefore(following))) {
                count(outcome == 0 ? "HANDED_BACK" : "RETRY");
                Instant due = outcome == 0 ? start.startsAt() : retry;
                schedule = with(new Progress(
                        start.slot(),
                        due,
                        start.attempt(),
                        outcome,
                        schedule.progress().notBefore(),
                        0,
                        null,
                        null));
                return;
            }
            if (outcome == 2) {
                schedule = with(new Progress(
                        schedule.progress().nextSlot(),
                        schedule.progress().nextDue(),
                        0,
                        0,
                        now.plusSeconds(random.nextInt(30_000)),
                        0,
                        null,
                        null));
            }
            finish(schedule.afterRun(start.slot(), now));
        }

        private void request() {
            count("REQUEST");
            Instant asked = now.plusNanos(1000); // a request is never made at a slot's very microsecond
            now = now.plusSeconds(random.nextInt(7200));
            finish(schedule.afterRun(asked, now));
        }

        private void finish(AfterRun after) {
            after.skips().forEach(this::write);
            Next next = Objects.requireNonNull(after.next());
            Progress before = schedule.progress();
            schedule = next.slot().equals(before.nextSlot()) && before.slotAttempts() > 0
                    ? with(new Progress(
                            next.slot(), next.due(), before.slotAttempts(), 0, before.notBefore(), 0, null, null))
                    : standing(next);
        }

        private void pause() {
            count("PAUSE");
            now = now.plusSeconds(random.nextInt(40_000));
            Skip skip = schedule.passed(Reason.PAUSED, now);
            if (skip != null) {
                write(skip);
            }
            schedule = standing(schedule.first(now));
        }

        private void edit() {
            count("EDIT");
            Plan old = schedule.plan();
            When when = random.nextInt(3) == 0
                    ? old.when()
                    : plans.when(random.nextBoolean() ? old.when().zone() : plans.zone(), now);
            Schedule edited = new Schedule(id, schedule.version() + 1, plan(when), schedule.progress());
            Next next = edited.afterEdit(old, schedule.progress(), now);
            if (when.sameSlotsAs(old.when())) {
                assertThat(next)
                        .isEqualTo(new Next(
                                Objects.requireNonNull(schedule.progress().nextSlot()),
                                Objects.requireNonNull(schedule.progress().nextDue())));
                schedule = new Schedule(id, edited.version(), edited.plan(), schedule.progress());
            } else {
                close("edit");
                schedule = new Schedule(
                        id, edited.version(), edited.plan(), schedule.progress().at(next));
                planSince = now;
                ledger.clear();
            }
            oracle = oracle(when);
        }

        /// The books of one plan are closed: what has passed is written off, then every slot must be there
        /// once.
        private void close(String why) {
            Skip rest = schedule.passed(Reason.PAUSED, now);
            if (rest != null) {
                write(rest);
            }
            List<Instant> missing = new ArrayList<>();
            long slots = 0;
            for (Instant slot = oracle.firstSlot(planSince);
                    slot.isBefore(now);
                    slot = Objects.requireNonNull(
                            schedule.plan().when().recurrence().nextAfter(slot))) {
                slots++;
                if (!ledger.containsKey(slot)) {
                    missing.add(slot);
                }
            }
            assertThat(missing)
                    .as("%s: %s at %s, since %s", name, why, now, planSince)
                    .isEmpty();
            assertThat(ledger.keySet().stream()
                            .filter(slot -> slot.isBefore(now))
                            .count())
                    .as("%s: only slots of the grid", name)
                    .isEqualTo(slots);
        }

        private void ran(Instant slot) {
            String before = ledger.put(slot, "run");
            assertThat(before)
                    .as("%s: %s runs although it is settled", name, slot)
                    .isIn(null, "run");
        }

        private void write(Skip skip) {
            count(skip.reason().name());
            Recurrence slots = schedule.plan().when().recurrence();
            long count = 0;
            for (Instant slot = skip.first();
                    slot != null && !slot.isAfter(skip.last());
                    slot = slots.nextAfter(slot)) {
                count++;
                String before = ledger.put(slot, skip.reason().word());
                assertThat(before)
                        .as("%s: %s is skipped as %s although it is settled", name, slot, skip.reason())
                        .isNull();
            }
            assertThat(skip.count()).as("%s: %s", name, skip).isEqualTo(count);
        }

        private void compare(SlotBySlot.Verdicts expected, Decision actual) {
            String what = "%s at %s, standing %s".formatted(name, now, schedule.progress());
            Map<Instant, Reason> skipped = new java.util.TreeMap<>();
            Recurrence slots = schedule.plan().when().recurrence();
            for (Skip skip : actual.skips()) {
                for (Instant slot = skip.first();
                        slot != null && !slot.isAfter(skip.last());
                        slot = slots.nextAfter(slot)) {
                    skipped.put(slot, skip.reason());
                }
            }
            assertThat(skipped).as(what).isEqualTo(new java.util.TreeMap<>(expected.skipped()));
            assertThat(actual.next()).as(what).isEqualTo(expected.next());
            switch (actual) {
                case Decision.Wait _ -> assertThat(expected.started()).as(what).isNull();
                case Decision.Start start -> {
                    assertThat(start.slot()).as(what).isEqualTo(expected.started());
                    assertThat(start.startsAt()).as(what).isEqualTo(expected.startsAt());
                    assertThat(start.late()).as(what).isEqualTo(expected.late());
                    assertThat(start.missed()).as(what).isEqualTo(expected.missed());
                    assertThat(start.attempt()).as(what).isEqualTo(expected.attempt());
                }
            }
        }

        private SlotBySlot oracle(When when) {
            Duration offset = Timetable.of(when, id).offset();
            return new SlotBySlot(when, offset, now, end.plus(Duration.ofDays(25)));
        }

        private Plan plan(When when) {
            return new Plan("random", CommandJob.example(), when, FailurePolicy.STANDARD, true);
        }

        private Schedule standing(@Nullable Next next) {
            return with(schedule.progress().at(Objects.requireNonNull(next)));
        }

        private Schedule with(Progress progress) {
            return new Schedule(id, schedule.version(), schedule.plan(), progress);
        }

        private void count(String event) {
            seen.merge(event, 1, Integer::sum);
        }
    }
}

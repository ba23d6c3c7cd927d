package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lives a schedule through a stretch of time and tells what becomes of each of its slots.
///
/// It goes from decision to decision with [Schedule#decide] and [Schedule#afterRun], as the daemon does; a daemon
/// that is up looks at the very instant at which the schedule is due. Every slot in `[from, to)` is told exactly
/// once, in the order of the slots, also when its fate is sealed only after `to`.
public final class Simulation {
    private final Frame frame;
    private final Story story;
    private final Timetable kept;
    private Schedule schedule;
    private Instant now;

    private Simulation(Schedule schedule, Frame frame) {
        this.schedule = schedule;
        this.frame = frame;
        this.story =
                new Story(schedule.plan().when(), Timetable.of(schedule.plan().when(), schedule.id()), frame);
        this.kept = schedule.timetable();
        this.now = frame.from();
    }

    /// The slots of a delay after each run move with its runs; all others stay where they are.
    private Timetable table() {
        return kept.when().recurrence() instanceof AfterCompletion ? schedule.timetable() : kept;
    }

    /// A time in which no daemon runs; a run that is live when it begins is cut off and handed back.
    ///
    /// @param until excluded: at this instant the daemon is back
    public record Outage(Instant from, Instant until) {
        /// @throws IllegalArgumentException if it ends before it begins
        public Outage {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("an outage must end after it begins");
            }
        }
    }

    /// What is played.
    ///
    /// @param from       the first instant, at which a daemon looks for the first time
    /// @param to         the last, excluded
    /// @param outages    in any order; they may overlap
    /// @param duration   how long each run takes
    /// @param limit      how many entries are told at most
    /// @param compressed whether slots in a row that are skipped for one reason are one entry
    public record Frame(
            Instant from, Instant to, List<Outage> outages, Duration duration, int limit, boolean compressed) {
        /// Cuts instants to microseconds, and makes outages that touch one.
        public Frame {
            from = Micros.cut(from);
            to = Micros.cut(to);
            outages = merged(outages);
        }

        private static List<Outage> merged(List<Outage> outages) {
            List<Outage> merged = new ArrayList<>();
            for (Outage outage :
                    outages.stream().sorted(Comparator.comparing(Outage::from)).toList()) {
                Outage before = merged.isEmpty() ? null : merged.getLast();
                if (before == null || outage.from().isAfter(before.until())) {
                    merged.add(outage);
                } else if (outage.until().isAfter(before.until())) {
                    merged.set(merged.size() - 1, new Outage(before.from(), outage.until()));
                }
            }
            return List.copyOf(merged);
        }

        /// The outage that an instant lies in, or null.
        @Nullable
        Outage at(Instant instant) {
            for (Outage outage : outages) {
                if (!instant.isBefore(outage.from()) && instant.isBefore(outage.until())) {
                    return outage;
                }
            }
            return null;
        }

        /// The first outage that begins within a run, or null.
        private @Nullable Outage cutting(Instant begin, Instant end) {
            for (Outage outage : outages) {
                if (outage.from().isAfter(begin) && outage.from().isBefore(end)) {
                    return outage;
                }
            }
            return null;
        }
    }

    /// What becomes of a slot.
    ///
    /// @param lastSlot of a compressed entry the last slot; otherwise the slot itself
    /// @param count    how many slots; null: more than were counted
    /// @param skipped  why it does not run; null: it runs
    /// @param startsAt when its run starts; null when it does not run
    /// @param late     whether the run starts later than the due time and the grace allow
    /// @param missed   how many missed slots are merged into the run
    /// @param why      a sentence, with times in the schedule's zone; null when it simply runs at its slot
    public record Entry(
            Instant slot,
            Instant lastSlot,
            @Nullable Long count,
            @Nullable Reason skipped,
            @Nullable Instant startsAt,
            boolean late,
            long missed,
            @Nullable String why) {
        /// `run`, or the word of the decision.
        public String outcome() {
            return skipped == null ? "run" : skipped.word();
        }
    }

    /// @param truncated whether there were more entries than the limit
    public record Played(List<Entry> entries, boolean truncated) {
        public Played {
            entries = List.copyOf(entries);
        }
    }

    /// A plan that begins at an instant: a grid without an anchor has its first slot then.
    public static Schedule beginning(long id, Plan plan, Instant from) {
        Schedule fresh = new Schedule(id, 1, plan.anchoredAt(from), Progress.NEW);
        return new Schedule(id, 1, fresh.plan(), Progress.NEW.at(fresh.first(from)));
    }

    /// Plays a schedule from where it stands, as if it were enabled and no run of it were live. Slots that are
    /// overdue at `from` are told too.
    public static Played play(Schedule schedule, Frame frame) {
        Simulation simulation = new Simulation(schedule, frame);
        simulation.live();
        return simulation.story.told();
    }

    private void live() {
        while (!story.full()) {
            Progress before = schedule.progress();
            Instant slot = before.nextSlot();
            Instant due = before.nextDue();
            if (slot == null || due == null || !slot.isBefore(frame.to())) {
                return;
            }
            now = awake(due.isAfter(now) ? due : now);
            Decision decision = schedule.decide(now, table());
            switch (decision) {
                case Decision.Wait(List<Skip> skips, Next next) -> {
                    story.skipped(skips, now, null);
                    if (Objects.equals(next, new Next(slot, due))) {
                        return; // it would wait for ever
                    }
                    boolean same = next != null && next.slot().equals(slot);
                    stands(next, same ? before.slotAttempts() : 0);
                }
                case Decision.Start start -> run(start);
            }
        }
    }

    private void run(Decision.Start start) {
        Instant begin = start.startsAt().isAfter(now) ? start.startsAt() : now;
        Instant end = begin.plus(frame.duration());
        story.skipped(start.skips(), now, start.slot());
        Outage cut = frame.cutting(begin, end);
        story.ran(start, begin, cut);
        if (cut != null) {
            stands(new Next(start.slot(), begin), start.attempt());
            now = cut.until();
            return;
        }
        stands(start.next(), 0);
        now = end;
        AfterRun after = schedule.afterRun(start.slot(), now, table());
        story.overlapped(after.skips(), start.slot(), end);
        stands(after.next(), 0);
    }

    private Instant awake(Instant instant) {
        Outage outage = frame.at(instant);
        return outage == null ? instant : outage.until();
    }

    private void stands(@Nullable Next next, int attempts) {
        Progress was = schedule.progress();
        Progress here = new Progress(
                next == null ? null : next.slot(),
                next == null ? null : next.due(),
                next == null ? 0 : attempts,
                0,
                was.notBefore(),
                was.failures(),
                was.autoDisabledAt(),
                was.autoDisabledReason());
        schedule = new Schedule(schedule.id(), schedule.version(), schedule.plan(), here);
    }
}

package dev.rota.schedule;

import dev.rota.schedule.Explanation.Entry;
import dev.rota.schedule.Explanation.Ran;
import dev.rota.schedule.Explanation.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of single slots, or becomes, as the entries of an [Explanation].
final class ExplainedSlots {
    private final Schedule schedule;
    private final When when;
    private final Instant now;
    private final Because because;

    /// @param when of the schedule, with its slots from where it stands
    ExplainedSlots(Schedule schedule, When when, Instant now) {
        this.schedule = schedule;
        this.when = when;
        this.now = now;
        this.because = new Because(when, Timetable.of(when, schedule.id()));
    }

    /// @param attempts at one slot, the oldest first
    Entry ran(List<Ran> attempts) {
        Ran last = attempts.getLast();
        List<String> notes = new ArrayList<>();
        if (last.requested()) {
            notes.add("somebody asked for it");
        }
        if (attempts.getFirst().late()) {
            notes.add("late");
        }
        if (attempts.getFirst().missed() > 0) {
            notes.add("stands for " + attempts.getFirst().missed() + " missed before it");
        }
        if (attempts.size() > 1) {
            notes.add(attempts.size() + " attempts");
        }
        if (last.message() != null && !last.status().equals("succeeded")) {
            notes.add(last.message());
        }
        return new Entry(
                last.slot(),
                last.slot(),
                1L,
                "run",
                last.id(),
                last.status(),
                last.startedAt(),
                notes.isEmpty() ? null : String.join("; ", notes),
                false);
    }

    Entry skipped(Skipped entry) {
        Skip skip = entry.skip();
        String decided = time(entry.decidedAt());
        String why = switch (skip.reason()) {
            case OUTSIDE_WINDOW, BLACKOUT ->
                entry.planVersion() == schedule.version()
                        ? because.of(skip.reason(), skip.first())
                        : skip.reason() == Reason.BLACKOUT
                                ? "blacked out by a calendar"
                                : "outside the active hours it had then";
            case MISSED -> "missed because no daemon was running; noticed at " + decided;
            case COALESCED -> "missed because no daemon was running; merged into the run of " + decided;
            case PAUSED -> "the schedule was paused until " + decided;
            case AUTO_DISABLED -> "the schedule was given up after too many failures, until " + decided;
            case OVERLAP, DEFERRED, CAPACITY, UNKNOWN_KIND -> because.of(skip.reason(), skip.first());
        };
        return new Entry(
                skip.first(),
                skip.last(),
                skip.count(),
                skip.reason().word(),
                null,
                null,
                null,
                skip.detail() == null ? why : why + "; " + skip.detail(),
                false);
    }

    /// The slots for which the schedule stands still, those that have passed and those to come.
    @Nullable
    Entry standing(Reason reason, Instant from, Instant to) {
        Instant unsettled = schedule.progress().nextSlot();
        if (unsettled != null && schedule.progress().slotAttempts() > 0) {
            unsettled = when.recurrence().nextAfter(unsettled);
        }
        Instant first = unsettled == null
                ? null
                : unsettled.isBefore(from) ? when.recurrence().atOrAfter(from) : unsettled;
        Instant last = when.recurrence().atOrBefore(Micros.cut(to).minusNanos(1000));
        if (first == null || last == null || last.isBefore(first)) {
            return null;
        }
        String why = because.of(reason, first);
        String cause = schedule.progress().autoDisabledReason();
        return new Entry(
                first,
                last,
                when.recurrence().count(first, last),
                reason.word(),
                null,
                null,
                null,
                reason == Reason.AUTO_DISABLED && cause != null ? why + ": " + cause : why,
                true);
    }

    /// What is planned, from now on.
    Simulation.Played ahead(Instant from, Instant to, int limit) {
        Schedule begins = schedule;
        Instant start = now;
        if (from.isAfter(now) && when.recurrence() instanceof Every) {
            start = from;
            Next first = schedule.first(from);
            begins = new Schedule(
                    schedule.id(),
                    schedule.version(),
                    schedule.plan(),
                    schedule.progress().at(first));
        }
        return start.isBefore(to)
                ? Simulation.play(begins, new Simulation.Frame(start, to, List.of(), Duration.ZERO, limit, true))
                : new Simulation.Played(List.of(), false);
    }

    Entry planned(Simulation.Entry entry) {
        boolean overdue = entry.skipped() == null && entry.slot().isBefore(now) && entry.late();
        return new Entry(
                entry.slot(),
                entry.lastSlot(),
                entry.count(),
                entry.skipped() == null ? "planned" : entry.outcome(),
                null,
                null,
                entry.startsAt(),
                overdue ? "due since " + time(entry.slot()) + ", no daemon has taken it yet" : entry.why(),
                true);
    }

    private String time(Instant instant) {
        return Wording.time(instant, when.zone());
    }
}

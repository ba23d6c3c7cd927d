package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at a plan, and at what a simulation of it told, for what its user hardly meant.
public final class Lint {
    private static final Duration WINDOWS_WITHIN = Duration.ofDays(31);
    private static final Duration CLOCK_CHANGES_WITHIN = Duration.ofDays(366);
    private static final long A_DAY = Duration.ofDays(1).toSeconds();

    private final When when;
    private final Timetable table;
    private final Simulation.Frame frame;
    private final List<Finding> findings = new ArrayList<>();

    private Lint(Schedule schedule, Simulation.Frame frame) {
        Instant waitsFor = schedule.progress().nextSlot();
        this.when = schedule.plan().when().waitingFor(waitsFor == null ? frame.from() : waitsFor);
        this.table = Timetable.of(when, schedule.id());
        this.frame = frame;
    }

    public enum Severity {
        /// It cannot be what was meant.
        ERROR,
        /// It is probably not what was meant.
        WARNING,
        /// It is worth knowing.
        INFO;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param code    `manual`, `never_fires`, `no_slot`, `all_skipped`, `window_without_slot`, `overlap`,
    ///     `clock_gap`, `clock_overlap`, `clock_drift`, `paused`
    /// @param message a sentence with times in the schedule's zone
    public record Finding(String code, Severity severity, String message) {}

    /// @param played what the simulation of the schedule told within the frame
    public static List<Finding> of(Schedule schedule, Simulation.Frame frame, Simulation.Played played) {
        Lint lint = new Lint(schedule, frame);
        if (!schedule.plan().enabled()) {
            lint.find("paused", Severity.INFO, "It is paused; this is what it would do.");
        }
        if (lint.slots(played)) {
            lint.outcomes(played);
            lint.windows();
            lint.clocks();
        }
        return List.copyOf(lint.findings);
    }

    /// Whether there are slots at all.
    private boolean slots(Simulation.Played played) {
        if (when.recurrence() instanceof Manual) {
            find("manual", Severity.INFO, "It has no slots: it runs only when somebody asks for it.");
            return false;
        }
        if (!played.entries().isEmpty()) {
            return true;
        }
        Instant first = when.recurrence().atOrAfter(frame.from());
        if (first == null) {
            find("never_fires", Severity.ERROR, "It never runs: there is no slot from " + time(frame.from()) + " on.");
        } else {
            find("no_slot", Severity.INFO, "There is no slot in this time; the next is at " + time(first) + ".");
        }
        return false;
    }

    private void outcomes(Simulation.Played played) {
        long runs = played.entries().stream()
                .filter(entry -> entry.skipped() == null)
                .count();
        if (runs == 0) {
            find(
                    "all_skipped",
                    Severity.ERROR,
                    "None of its slots in this time runs; the first, at "
                            + time(played.entries().getFirst().slot()) + ": "
                            + played.entries().getFirst().why() + ".");
        }
        long overlaps = played.entries().stream()
                .filter(entry -> entry.skipped() == Reason.OVERLAP)
                .count();
        if (overlaps > 0) {
            find(
                    "overlap",
                    Severity.WARNING,
                    "Runs of " + Wording.length(frame.duration())
                            + " are longer than the time between two slots; what passes meanwhile is skipped.");
        }
    }

    private void windows() {
        List<OpenTimes.Open> open = OpenTimes.between(
                table, frame.from(), earlier(frame.to(), frame.from().plus(WINDOWS_WITHIN)));
        long whole = 0;
        long empty = 0;
        Instant first = null;
        for (OpenTimes.Open time : open) {
            if (time.from().isAfter(frame.from()) && time.closes()) {
                whole++;
                if (when.recurrence().count(time.from(), time.until().minusNanos(1000)) == 0) {
                    empty++;
                    first = first == null ? time.from() : first;
                }
            }
        }
        if (first == null) {
            return;
        }
        boolean skip = when.outside() == OutsideWindow.SKIP;
        find(
                "window_without_slot",
                skip ? Severity.WARNING : Severity.INFO,
                empty + " of " + whole + " windows hold no slot, the first opens at " + time(first)
                        + (skip ? "; nothing runs in them." : "; what runs in them is the run at their opening."));
    }

    private void clocks() {
        Instant end = frame.from().plus(CLOCK_CHANGES_WITHIN);
        ZoneOffsetTransition change = when.zone().getRules().nextTransition(frame.from());
        boolean gap = false;
        boolean overlap = false;
        while (change != null && change.getInstant().isBefore(end) && !(gap && overlap)) {
            Optional<String> odd = byElapsedTime() ? drift(change) : oddAt(change);
            if (odd.isPresent() && !(change.isGap() ? gap : overlap)) {
                gap = gap || change.isGap() || byElapsedTime();
                overlap = overlap || change.isOverlap() || byElapsedTime();
                find(
                        byElapsedTime() ? "clock_drift" : change.isGap() ? "clock_gap" : "clock_overlap",
                        Severity.INFO,
                        odd.get());
            }
            change = when.zone().getRules().nextTransition(change.getInstant());
        }
    }

    private boolean byElapsedTime() {
        return when.recurrence() instanceof Every || when.recurrence() instanceof AfterCompletion;
    }

    /// A grid of whole days keeps its distance, not its local time.
    private Optional<String> drift(ZoneOffsetTransition change) {
        if (!(when.recurrence() instanceof Every(Duration every, var _)) || every.toSeconds() % A_DAY != 0) {
            return Optional.empty();
        }
        Instant before = when.recurrence().atOrBefore(change.getInstant().minusNanos(1000));
        Instant after = when.recurrence().atOrAfter(change.getInstant());
        return before == null || after == null
                ? Optional.empty()
                : Optional.of("It counts elapsed time: until the clocks change on "
                        + change.getDateTimeBefore().toLocalDate() + " it is due at " + clock(before)
                        + ", from then on at "
                        + clock(after) + "; a cron expression keeps the local time.");
    }

    /// What becomes of the local times that a change of the clocks leaves out or repeats.
    private Optional<String> oddAt(ZoneOffsetTransition change) {
        LocalTime from = (change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter()).toLocalTime();
        Duration length = change.getDuration().abs();
        Instant dayAfter = change.getInstant().plus(Duration.ofDays(1));
        Instant sample = slotAt(dayAfter, from, length);
        sample = sample == null ? slotAt(change.getInstant().minus(Duration.ofDays(1)), from, length) : sample;
        if (sample == null) {
            return Optional.empty();
        }
        ZoneId zone = when.zone();
        String day = change.getDateTimeBefore().toLocalDate().toString();
        if (change.isGap()) {
            boolean kept = when.recurrence().count(change.getInstant(), change.getInstant()) > 0;
            return Optional.of("The clocks of " + zone + " skip " + clock(sample) + " on " + day
                    + (kept
                            ? "; it is due at " + clock(change.getInstant()) + " instead."
                            : "; there is no slot that day for it."));
        }
        Instant begin = change.getInstant().minus(length);
        long first = when.recurrence().count(begin, change.getInstant().minusNanos(1000));
        long second = when.recurrence()
                .count(change.getInstant(), change.getInstant().plus(length).minusNanos(1000));
        return Optional.of("The clocks of " + zone + " show " + clock(sample) + " twice on " + day
                + (first > 0 && second > 0 ? "; it is due both times." : "; it is due once."));
    }

    /// A slot around an instant (within half a day) whose local time lies in `[from, from + length)`, or null.
    private @Nullable Instant slotAt(Instant around, LocalTime from, Duration length) {
        Instant slot = when.recurrence().atOrAfter(around.minus(Duration.ofHours(3)));
        Instant end = around.plus(Duration.ofHours(3));
        for (int i = 0; slot != null && slot.isBefore(end) && i < 1000; i++) {
            Duration since = Duration.between(from, slot.atZone(when.zone()).toLocalTime());
            if (!since.isNegative() && since.compareTo(length) < 0) {
                return slot;
            }
            slot = when.recurrence().nextAfter(slot);
        }
        return null;
    }

    private void find(String code, Severity severity, String message) {
        findings.add(new Finding(code, severity, message));
    }

    private String clock(Instant instant) {
        return Wording.time(instant, when.zone()).substring(11);
    }

    private String time(Instant instant) {
        return Wording.time(instant, when.zone());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

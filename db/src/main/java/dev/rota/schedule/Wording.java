package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says for people why a schedule waits.
final class Wording {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    static final String REQUESTED = "A requested run waits for a daemon.";
    static final String NO_MORE = "It has no more slots.";

    private Wording() {}

    /// A local time, to the minute, or to the second where there are seconds.
    static String time(Instant instant, ZoneId zone) {
        return (instant.getEpochSecond() % 60 == 0 ? MINUTE : SECOND)
                .withZone(zone)
                .format(instant);
    }

    /// `2 h 30 min`, `17 s`: whole seconds, the largest units first.
    static String length(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "min");
        append(text, duration.toSecondsPart(), "s");
        return text.toString().strip();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(' ').append(unit).append(' ');
        }
    }

    /// `today 06:00 Europe/Rome`, `tomorrow …`, `yesterday …`, or the date.
    static String near(Instant at, ZoneId zone, Instant now) {
        return day(at, zone, now) + " " + zone;
    }

    private static String day(Instant at, ZoneId zone, Instant now) {
        LocalDate date = LocalDate.ofInstant(at, zone);
        String written = time(at, zone);
        String clock = written.substring(written.indexOf(' '));
        return switch (Math.clamp(ChronoUnit.DAYS.between(LocalDate.ofInstant(now, zone), date), -2, 2)) {
            case -1 -> "yesterday" + clock;
            case 0 -> "today" + clock;
            case 1 -> "tomorrow" + clock;
            default -> written;
        };
    }

    static String givenUp(Standing.AutoDisabled given, ZoneId zone, Instant now, Standing.Beside beside) {
        String reason = given.reason().isEmpty() ? "" : ": " + given.reason().replaceFirst("\\.$", "");
        Instant probe = beside.probeDue();
        return "It switched itself off " + near(given.since(), zone, now) + reason + ". "
                + (probe == null
                        ? "Enable it to go on."
                        : "It is tried again " + near(probe, zone, now) + "; enable it to go on now.");
    }

    static @Nullable String waiting(Schedule schedule, Instant now) {
        Progress progress = schedule.progress();
        When when = schedule.plan().when();
        ZoneId zone = when.zone();
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        if (slot == null || due == null) {
            return when.recurrence() instanceof Manual ? "It runs only when asked." : NO_MORE;
        }
        if (!due.isAfter(now)) {
            return due.isAfter(now.minus(When.STANDARD_GRACE))
                    ? null
                    : "It has been due since " + near(due, zone, now) + "; no daemon has taken it yet.";
        }
        if (progress.slotAttempts() > 0) {
            return (progress.slotFailures() > 0
                            ? "It failed attempt " + progress.slotFailures() + " of "
                                    + schedule.plan().failure().attempts() + "; it is tried again "
                            : "Its last run was handed back; it runs again ")
                    + near(due, zone, now) + ".";
        }
        Instant notBefore = progress.notBefore();
        if (notBefore != null && now.isBefore(notBefore)) {
            return "The target asked to be left alone until " + near(notBefore, zone, now) + "; the next run is "
                    + near(due, zone, now) + ".";
        }
        return closed(when, Timetable.of(when, schedule.id()).start(slot), slot, due, now);
    }

    /// What keeps it closed now, or closes it before its next run.
    private static @Nullable String closed(When when, Instant start, Instant slot, Instant due, Instant now) {
        ZoneId zone = when.zone();
        Calendar blackout = when.open().blackoutAt(now);
        if (blackout != null) {
            Instant end = when.open().blackoutEnd(now);
            return "In the blackout \"" + blackout.name() + "\""
                    + (end == null ? "." : " until " + near(end, zone, now) + ".");
        }
        if (!when.isOpen(now)) {
            Instant opening = when.open().nextOpening(now);
            return "O" + outside(when).substring(1)
                    + (opening == null ? "." : " until " + day(opening, zone, now) + ".");
        }
        if (!due.isAfter(start) || when.isOpen(slot)) {
            return null;
        }
        Calendar ahead = when.open().blackoutAt(slot);
        return "Its next slot, " + day(slot, zone, now) + ", is "
                + (ahead == null ? outside(when) : "in the blackout \"" + ahead.name() + "\"") + "; the next run is "
                + near(due, zone, now) + ".";
    }

    /// `outside 06:00–22:00 Europe/Rome`.
    static String outside(When when) {
        return "outside " + hours(when.activeHours()) + " " + when.zone();
    }

    private static String hours(ActiveHours hours) {
        if (hours.windows().size() != 1 || !hours.exceptions().isEmpty()) {
            return "its active hours";
        }
        ActiveHours.Window window = hours.windows().getFirst();
        return clock(window.from()) + "–" + clock(window.until());
    }

    private static String clock(int minutes) {
        return String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
    }
}

package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says for people why a schedule waits.
final class Wording {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

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

    static @Nullable String waiting(Schedule schedule, Instant now) {
        Progress progress = schedule.progress();
        When when = schedule.plan().when();
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        if (slot == null || due == null) {
            return null;
        }
        if (!due.isAfter(now)) {
            return "due since " + time(due, when.zone()) + ", waits for a daemon";
        }
        String until = time(due, when.zone());
        if (progress.slotAttempts() > 0) {
            return progress.slotFailures() > 0
                    ? "failed attempt " + progress.slotFailures() + " of "
                            + schedule.plan().failure().attempts() + ", tries again at " + until
                    : "its last run was handed back, runs again at " + until;
        }
        Instant notBefore = progress.notBefore();
        if (notBefore != null && now.isBefore(notBefore)) {
            return "the target asked to wait until " + time(notBefore, when.zone()) + ", next run at " + until;
        }
        Calendar blackout = when.open().blackoutAt(now);
        if (blackout != null) {
            return "in the blackout \"" + blackout.name() + "\" until " + until;
        }
        return when.isOpen(now) ? null : outside(when) + " until " + until;
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

package dev.rota.api.wire;

import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Stands;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says what a schedule waits for, for whoever wonders why it does not run.
final class WaitingFor {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private WaitingFor() {}

    /// One sentence, or null when it runs or simply waits for its next slot.
    static @Nullable String sentence(ScheduleRow row) {
        Stands stands = row.stands();
        return switch (stands.standing()) {
            case "running" -> stands.requested() ? "A requested run starts when this one ends." : null;
            case "unknown_kind" ->
                "No daemon of this version knows jobs of the kind '"
                        + row.written().kind() + "'.";
            case "paused" -> "It is paused; enable it to go on.";
            case "failed" ->
                "It switched itself off at " + local(row, stands.autoDisabledAt()) + ": " + stands.autoDisabledReason()
                        + ". " + probe(row);
            default -> stands.requested() ? "A requested run waits for a daemon." : slot(row);
        };
    }

    private static String probe(ScheduleRow row) {
        Instant probe = row.stands().probeDue();
        return probe == null
                ? "Enable it to go on."
                : "It is tried again at " + local(row, probe) + "; enable it to go on now.";
    }

    private static @Nullable String slot(ScheduleRow row) {
        Stands stands = row.stands();
        Instant slot = stands.nextSlot();
        Instant due = stands.nextDue();
        if (slot == null || due == null) {
            boolean manual = row.written().recurrence().properties().stream()
                    .allMatch(part -> part.getKey().equals("words"));
            return manual ? "It runs only when asked." : "It has no more slots.";
        }
        if (due.isBefore(stands.readAt().minus(SOON))) {
            return "It has been due since " + local(row, due) + "; no daemon has taken it yet.";
        }
        if (stands.slotAttempts() > 0) {
            return "The run failed; it is tried again at " + local(row, due) + ".";
        }
        Instant notBefore = stands.notBefore();
        if (notBefore != null && notBefore.isAfter(stands.readAt())) {
            return "The target asked to be left alone until " + local(row, notBefore) + ".";
        }
        return due.isAfter(slot.plus(row.written().spread()))
                ? "Its active hours begin at " + local(row, due) + "."
                : null;
    }

    private static String local(ScheduleRow row, @Nullable Instant at) {
        ZoneId zone = ZoneId.of(row.written().zone());
        return at == null
                ? "an unknown time"
                : LOCAL.format(at.truncatedTo(ChronoUnit.SECONDS).atZone(zone)) + " (" + zone + ")";
    }
}

package dev.rota.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Says why a slot does not run, as far as the plan alone tells.
final class Because {
    private final When when;
    private final Timetable table;
    private @Nullable Instant until;
    private String closed = "";

    Because(When when, Timetable table) {
        this.when = when;
        this.table = table;
    }

    String of(Reason reason, Instant slot) {
        return switch (reason) {
            case OUTSIDE_WINDOW -> closed(slot);
            case BLACKOUT -> blackout(slot);
            case OVERLAP -> "a run was live";
            case COALESCED -> "missed, and merged into a late run";
            case MISSED -> "missed because no daemon was running";
            case PAUSED -> "the schedule is paused";
            case AUTO_DISABLED -> "the schedule was given up after too many failures";
            case DEFERRED -> "the target asked to be left alone";
            case CAPACITY -> "no daemon had a free place in time";
            case UNKNOWN_KIND -> "no daemon knew this kind of job";
        };
    }

    private String blackout(Instant slot) {
        Calendar calendar = table.open().blackoutAt(slot);
        return calendar == null
                ? "blacked out by a calendar as it was then"
                : "in the blackout \"" + calendar.name() + "\" until " + time(table.opening(slot));
    }

    /// Neighbours share the sentence.
    private String closed(Instant slot) {
        if (until == null || !slot.isBefore(until)) {
            until = table.opening(slot);
            closed = Wording.outside(when) + " until " + time(until);
        }
        return closed;
    }

    private String time(Instant instant) {
        return Wording.time(instant, when.zone());
    }
}

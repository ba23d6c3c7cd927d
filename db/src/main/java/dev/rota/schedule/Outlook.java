package dev.rota.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Looks ahead: which slots a schedule has, and which of them will not run, as things stand.
final class Outlook {
    private final Schedule schedule;
    private final Timetable table;

    Outlook(Schedule schedule, Timetable table) {
        this.schedule = schedule;
        this.table = table;
    }

    /// The next slots from an instant on.
    List<Upcoming> upcoming(Instant from, int n) {
        List<Upcoming> slots = new ArrayList<>();
        if (table.when().recurrence() instanceof AfterCompletion(var _, Instant pending) && pending == null) {
            return List.of();
        }
        Instant slot = table.when().recurrence().atOrAfter(from);
        while (slot != null && slots.size() < n) {
            slots.add(at(slot));
            slot = table.when().recurrence().nextAfter(slot);
        }
        return List.copyOf(slots);
    }

    private Upcoming at(Instant slot) {
        Progress progress = schedule.progress();
        if (slot.equals(progress.nextSlot()) && progress.slotAttempts() > 0 && progress.nextDue() != null) {
            return new Upcoming(slot, progress.nextDue(), schedule.standstill());
        }
        Instant startsAt = table.start(slot);
        Reason suppressed = schedule.standstill();
        if (suppressed == null && progress.notBefore() != null && slot.isBefore(progress.notBefore())) {
            suppressed = Reason.DEFERRED;
        }
        if (suppressed == null && table.open().isBlackedOut(slot)) {
            suppressed = Reason.BLACKOUT;
        }
        if (suppressed == null && !table.isOpen(slot)) {
            Instant opening = table.runsAtOpening(slot);
            suppressed = opening == null ? Reason.OUTSIDE_WINDOW : null;
            startsAt = opening == null ? startsAt : opening;
        }
        return new Upcoming(slot, startsAt, suppressed);
    }
}

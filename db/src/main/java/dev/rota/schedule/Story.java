package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what becomes of slots, one entry each unless they are to be compressed, and says why.
final class Story {
    private final When when;
    private final Timetable table;
    private final Simulation.Frame frame;
    private final List<Simulation.Entry> entries = new ArrayList<>();
    private boolean truncated;
    private final Because because;

    Story(When when, Timetable table, Simulation.Frame frame) {
        this.when = when;
        this.table = table;
        this.frame = frame;
        this.because = new Because(when, table);
    }

    boolean full() {
        return truncated;
    }

    Simulation.Played told() {
        return new Simulation.Played(entries, truncated);
    }

    /// @param cut the outage that cuts the run off; null: it ends by itself
    void ran(Decision.Start start, Instant begin, Simulation.@Nullable Outage cut) {
        if (!start.slot().isBefore(frame.to())) {
            return;
        }
        Simulation.Entry before = entries.isEmpty() ? null : entries.getLast();
        if (start.attempt() > 1 && before != null && before.slot().equals(start.slot())) {
            if (cut == null) {
                entries.removeLast();
                entries.add(new Simulation.Entry(
                        before.slot(),
                        before.slot(),
                        1L,
                        null,
                        before.startsAt(),
                        before.late(),
                        before.missed() + start.missed(),
                        before.why() + ", runs again at " + time(begin)));
            }
            return;
        }
        String why = why(start, begin);
        if (cut != null) {
            String off = "cut off when the daemon stopped at " + time(cut.from());
            why = why == null ? off : why + ", " + off;
        }
        add(new Simulation.Entry(start.slot(), start.slot(), 1L, null, begin, start.late(), start.missed(), why));
    }

    /// @param run the slot that runs instead, if one does
    void skipped(List<Skip> skips, Instant now, @Nullable Instant run) {
        for (Skip skip : skips) {
            add(
                    skip,
                    switch (skip.reason()) {
                        case MISSED -> missed(now) + ", dropped by the policy '" + policy() + "'";
                        case COALESCED ->
                            run == null ? missed(now) : missed(now) + ", merged into the run of " + time(run);
                        case OUTSIDE_WINDOW,
                                BLACKOUT,
                                OVERLAP,
                                PAUSED,
                                AUTO_DISABLED,
                                DEFERRED,
                                CAPACITY,
                                UNKNOWN_KIND -> null;
                    });
        }
    }

    /// @param run the slot of the run that was live
    void overlapped(List<Skip> skips, Instant run, Instant end) {
        for (Skip skip : skips) {
            String why =
                    skip.reason() == Reason.OVERLAP ? "the run of " + time(run) + " was live until " + time(end) : null;
            add(skip, why);
        }
    }

    /// @param why null: what the plan says
    private void add(Skip skip, @Nullable String why) {
        if (skip.first().equals(skip.last())) {
            if (skip.first().isBefore(frame.to())) {
                add(skip.reason(), skip.first(), why);
            }
            return;
        }
        Recurrence slots = when.waitingFor(skip.first()).recurrence();
        boolean over = !skip.last().isBefore(frame.to());
        Instant last = over ? slots.atOrBefore(frame.to().minusNanos(1000)) : skip.last();
        if (last == null || last.isBefore(skip.first())) {
            return;
        }
        if (frame.compressed()) {
            Long count = over ? Long.valueOf(slots.count(skip.first(), last)) : skip.count();
            String sentence = why == null ? because.of(skip.reason(), skip.first()) : why;
            add(new Simulation.Entry(skip.first(), last, count, skip.reason(), null, false, 0, sentence));
            return;
        }
        Instant slot = skip.first();
        while (slot != null && !slot.isAfter(last) && !truncated) {
            add(skip.reason(), slot, why);
            slot = slots.nextAfter(slot);
        }
    }

    private void add(Reason reason, Instant slot, @Nullable String why) {
        String sentence = why == null ? because.of(reason, slot) : why;
        add(new Simulation.Entry(slot, slot, 1L, reason, null, false, 0, sentence));
    }

    private void add(Simulation.Entry entry) {
        if (entries.size() >= frame.limit()) {
            truncated = true;
        } else {
            entries.add(entry);
        }
    }

    /// Null: it starts at its slot.
    private @Nullable String why(Decision.Start start, Instant begin) {
        if (start.late()) {
            Simulation.Outage outage = outageBefore(begin);
            String late = outage == null
                    ? "late"
                    : "late, for no daemon ran from " + time(outage.from()) + " to " + time(outage.until());
            return start.missed() == 0 ? late : late + "; stands for " + start.missed() + " missed before it";
        }
        if (!table.isOpen(start.slot())) {
            return Wording.outside(when) + "; the newest slot of the closed time runs when it opens";
        }
        return begin.equals(start.slot())
                ? null
                : "starts " + Wording.length(Duration.between(start.slot(), begin)) + " after its slot";
    }

    private String missed(Instant now) {
        Simulation.Outage outage = outageBefore(now);
        return outage == null
                ? "missed"
                : "missed, for no daemon ran from " + time(outage.from()) + " to " + time(outage.until());
    }

    /// The last outage that ended by an instant.
    private Simulation.@Nullable Outage outageBefore(Instant instant) {
        Simulation.Outage last = null;
        for (Simulation.Outage outage : frame.outages()) {
            last = outage.until().isAfter(instant) ? last : outage;
        }
        return last;
    }

    private String policy() {
        return when.missed().kind().name().toLowerCase(java.util.Locale.ROOT);
    }

    private String time(Instant instant) {
        return Wording.time(instant, when.zone());
    }
}

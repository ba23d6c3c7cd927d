package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says what became of the slots of a schedule, and what will: what happened as it is recorded, the time for which
/// it is paused as computed, and the future as it is planned.
public final class Explanation {
    private final Schedule schedule;
    private final When when;
    private final ExplainedSlots slots;

    /// @param now the instant before which things have happened
    public Explanation(Schedule schedule, Instant now) {
        this.schedule = schedule;
        Instant waitsFor = schedule.progress().nextSlot();
        this.when = schedule.plan().when().waitingFor(waitsFor == null ? now : waitsFor);
        this.slots = new ExplainedSlots(schedule, when, now);
    }

    /// A run that is recorded; of a slot that was tried again, each attempt is one.
    ///
    /// @param requested whether somebody asked for it, so that it stands at no slot
    /// @param status    the word under which it is stored
    /// @param message   what its end said about it, or null
    public record Ran(
            UUID id,
            Instant slot,
            boolean requested,
            String status,
            @Nullable String message,
            Instant startedAt,
            boolean late,
            long missed) {}

    /// An entry of the ledger.
    ///
    /// @param planVersion of the plan that the slots belong to
    public record Skipped(Skip skip, long planVersion, Instant decidedAt) {}

    /// What became, or becomes, of a slot or of several in a row.
    ///
    /// @param count     how many slots; null: more than were counted
    /// @param outcome   `run`, `planned`, or why it did not run
    /// @param runId     of the last attempt, when it ran
    /// @param status    of that run
    /// @param startsAt  when it started, or will
    /// @param reason    a sentence; null: there is nothing to say
    /// @param projected whether this is computed, not recorded
    public record Entry(
            Instant slot,
            Instant lastSlot,
            @Nullable Long count,
            String outcome,
            @Nullable UUID runId,
            @Nullable String status,
            @Nullable Instant startsAt,
            @Nullable String reason,
            boolean projected) {}

    /// @param entries   the oldest first
    /// @param truncated whether there are more
    public record Told(List<Entry> entries, boolean truncated) {
        public Told {
            entries = List.copyOf(entries);
        }
    }

    /// Everything in `[from, to)`.
    ///
    /// @param runs    those recorded there
    /// @param skipped those recorded there
    /// @param limit   how many entries are told at most
    public Told between(Instant from, Instant to, List<Ran> runs, List<Skipped> skipped, int limit) {
        List<Entry> entries = new ArrayList<>();
        Map<Instant, List<Ran>> bySlot =
                runs.stream().collect(Collectors.groupingBy(Ran::slot, LinkedHashMap::new, Collectors.toList()));
        bySlot.values().forEach(attempts -> entries.add(slots.ran(attempts)));
        skipped.forEach(entry -> entries.add(slots.skipped(entry)));
        boolean more = false;
        Reason standstill = schedule.standstill();
        if (standstill != null) {
            Entry still = slots.standing(standstill, from, to);
            if (still != null) {
                entries.add(still);
            }
        } else {
            Simulation.Played ahead = slots.ahead(from, to, limit);
            more = ahead.truncated();
            ahead.entries().stream()
                    .filter(entry -> !entry.lastSlot().isBefore(from) && !bySlot.containsKey(entry.slot()))
                    .forEach(entry -> entries.add(slots.planned(entry)));
        }
        entries.sort(Comparator.comparing(Entry::slot));
        return entries.size() > limit ? new Told(entries.subList(0, limit), true) : new Told(entries, more);
    }

    /// How many slots there are, by what becomes of them.
    public String summary(Told told) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Entry entry : told.entries()) {
            String word = entry.status() == null ? entry.outcome().replace('_', ' ') : entry.status();
            counts.merge(word, entry.count() == null ? 10_000L : entry.count(), Long::sum);
        }
        if (counts.isEmpty()) {
            return "No slot in this time.";
        }
        String parts = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return parts + (told.truncated() ? "; there is more." : ".");
    }

    /// The slots of the plan next to an instant, between which everything about it is found: the last one before
    /// and the first one after; where there is none, half an hour away.
    public Instant before(Instant instant) {
        Instant slot = when.recurrence().atOrBefore(Micros.cut(instant).minusNanos(1000));
        return slot == null ? instant.minus(Duration.ofMinutes(30)) : slot;
    }

    /// See [#before].
    public Instant after(Instant instant) {
        Instant slot = when.recurrence().nextAfter(instant.plus(precision(instant)));
        return slot == null ? instant.plus(Duration.ofMinutes(30)) : slot;
    }

    /// Exactly what happened at an instant; one that is a whole minute means all of that minute, a whole second all
    /// of that second.
    ///
    /// @param told everything from [#before] to [#after], both included
    public Told at(Instant instant, Told told) {
        return new Told(
                told.entries().stream().filter(entry -> isAt(entry, instant)).toList(), told.truncated());
    }

    /// What [#at] found in one sentence; nothing found: what is nearest.
    public String sentence(Instant instant, Told told) {
        List<Entry> here = at(instant, told).entries();
        if (!here.isEmpty()) {
            return time(instant) + " " + when.zone() + ": "
                    + here.stream().map(this::words).distinct().collect(Collectors.joining("; ")) + ".";
        }
        Entry before = told.entries().stream()
                .filter(entry -> entry.slot().isBefore(instant))
                .reduce((_, last) -> last)
                .orElse(null);
        Entry after = told.entries().stream()
                .filter(entry -> entry.slot().isAfter(instant))
                .findFirst()
                .orElse(null);
        String none = "No slot at " + time(instant) + " " + when.zone();
        if (before == null && after == null) {
            return none + ", and none near it.";
        }
        return none + ": the nearest "
                + (before == null || after == null ? "is " : "are ")
                + (before == null ? near(after) : after == null ? near(before) : near(before) + " and " + near(after))
                + ".";
    }

    private String near(@Nullable Entry entry) {
        return entry == null ? "none" : time(entry.slot()) + " (" + words(entry) + ")";
    }

    private boolean isAt(Entry entry, Instant instant) {
        Instant end = instant.plus(precision(instant));
        boolean started = entry.startsAt() != null
                && !entry.startsAt().isBefore(instant)
                && entry.startsAt().isBefore(end);
        if (started || !entry.slot().isBefore(end) || entry.lastSlot().isBefore(instant)) {
            return started;
        }
        Instant slot = when.recurrence().atOrAfter(instant);
        return entry.slot().equals(entry.lastSlot())
                || !entry.slot().isBefore(instant)
                || entry.lastSlot().isBefore(end)
                || (slot != null && slot.isBefore(end));
    }

    private static Duration precision(Instant instant) {
        if (instant.getNano() != 0) {
            return Duration.ofNanos(1000);
        }
        return instant.getEpochSecond() % 60 == 0 ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
    }

    private String words(Entry entry) {
        if (entry.outcome().equals("run")) {
            String began = entry.startsAt() == null ? "ran" : "ran at " + time(entry.startsAt());
            return began + " (" + entry.status() + (entry.reason() == null ? ")" : "; " + entry.reason() + ")");
        }
        String said = entry.outcome().replace('_', ' ');
        return entry.reason() == null
                ? said
                : entry.outcome().equals("planned") ? said + ", " + entry.reason() : entry.reason();
    }

    private String time(Instant instant) {
        return Wording.time(instant, when.zone());
    }
}

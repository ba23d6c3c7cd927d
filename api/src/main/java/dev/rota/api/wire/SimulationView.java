package dev.rota.api.wire;

import dev.rota.schedule.InWords;
import dev.rota.schedule.Lint;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Simulation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a simulation told, as it is written for programs; the format is stable.
///
/// @param words     the recurrence in English
/// @param zone      of `local` and of the times in sentences
/// @param truncated whether there were more entries than were asked for
public record SimulationView(String words, ZoneId zone, List<Entry> entries, List<Finding> lint, boolean truncated) {

    /// What becomes of one slot, or of several in a row when that was asked for.
    ///
    /// @param outcome  `run`, or why it does not run: `outside_window`, `missed`, …
    /// @param startsAt when its run starts; null when it does not run
    /// @param local    the start, else the slot, in the schedule's zone
    /// @param reason   a sentence; null: it simply runs at its slot
    /// @param count    how many slots; null: more than were counted
    /// @param lastSlot of several slots the last, otherwise the slot
    /// @param late     whether the run starts later than it should
    /// @param missed   how many missed slots the run stands for besides its own
    public record Entry(
            Instant slot,
            String outcome,
            @Nullable Instant startsAt,
            OffsetDateTime local,
            @Nullable String reason,
            @Nullable Long count,
            Instant lastSlot,
            boolean late,
            long missed) {}

    /// @param severity `error`, `warning` or `info`
    public record Finding(String code, String severity, String message) {}

    /// Plays the schedule.
    public static SimulationView of(SimulationDraft draft) {
        Schedule schedule = draft.schedule();
        Simulation.Played played = Simulation.play(schedule, draft.frame());
        ZoneId zone = schedule.zone();
        return new SimulationView(
                InWords.of(schedule.plan().when().recurrence()),
                zone,
                played.entries().stream().map(entry -> entry(entry, zone)).toList(),
                Lint.of(schedule, draft.frame(), played).stream()
                        .map(finding ->
                                new Finding(finding.code(), finding.severity().word(), finding.message()))
                        .toList(),
                played.truncated());
    }

    private static Entry entry(Simulation.Entry entry, ZoneId zone) {
        Instant shown = entry.startsAt() == null ? entry.slot() : entry.startsAt();
        return new Entry(
                entry.slot(),
                entry.outcome(),
                entry.startsAt(),
                shown.atZone(zone).toOffsetDateTime(),
                entry.why(),
                entry.count(),
                entry.lastSlot(),
                entry.late(),
                entry.missed());
    }
}

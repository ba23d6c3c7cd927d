package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.store.DaemonReadStore.Daemon;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the daemons are busy with, read from what they write about themselves: the working ones for the load, all
/// that have a row for the totals, so that a total never shrinks because a daemon ended.
///
/// @param active runs that are running
/// @param max    runs that may run at once
/// @param peakQueued the most that waited at once, as far as a daemon saw it
record Load(long daemons, long active, long max, Map<String, Lane> lanes, List<Total> totals, long peakQueued) {

    /// @param peak the most that ran at once on one daemon since it started
    record Lane(long active, long max, long peak) {
        Lane plus(Lane other) {
            return new Lane(active + other.active, max + other.max, peak + other.peak);
        }
    }

    /// How many runs of a kind ended in an outcome (a status of a run, such as `succeeded`).
    record Total(String kind, String outcome, long count) {}

    static Load of(List<Daemon> all) {
        List<Daemon> alive = all.stream().filter(Daemon::alive).toList();
        Map<String, Lane> lanes = new TreeMap<>();
        alive.forEach(daemon -> daemon.lanes().properties().forEach(lane -> {
            JsonNode numbers = lane.getValue();
            lanes.merge(
                    lane.getKey(),
                    new Lane(
                            numbers.path("running").asLong(),
                            numbers.path("slots").asLong(),
                            numbers.path("peak").asLong()),
                    Lane::plus);
        }));
        return new Load(
                alive.size(),
                alive.stream().mapToLong(Daemon::running).sum(),
                alive.stream().mapToLong(Daemon::slots).sum(), // of which lanes may share some
                lanes,
                totals(all),
                all.stream()
                        .mapToLong(daemon -> daemon.totals().path("peak_queued").asLong())
                        .max()
                        .orElse(0));
    }

    long total() {
        return totals.stream().mapToLong(Total::count).sum();
    }

    /// How many slots became no run, by the word of the reason.
    static Map<String, Long> decisions(List<Daemon> all) {
        Map<String, Long> sums = new TreeMap<>();
        all.forEach(daemon -> daemon.totals()
                .path("decisions")
                .properties()
                .forEach(reason -> sums.merge(reason.getKey(), reason.getValue().asLong(), Long::sum)));
        return sums;
    }

    /// The sum of what the daemons counted under a name, such as `fenced`.
    static long counted(List<Daemon> all, String name) {
        return all.stream()
                .mapToLong(daemon -> daemon.totals().path(name).asLong())
                .sum();
    }

    long errors() {
        return totals.stream()
                .filter(total -> total.outcome().equals("failed"))
                .mapToLong(Total::count)
                .sum();
    }

    long peak() {
        return lanes.values().stream().mapToLong(Lane::peak).sum();
    }

    /// The part of the slots that are taken, from 0 to 1; 0 when there are none.
    static double utilisation(long active, long max) {
        return max == 0 ? 0 : Math.round(1000.0 * active / max) / 1000.0;
    }

    private static List<Total> totals(List<Daemon> all) {
        Map<Map.Entry<String, String>, Long> sums = new java.util.HashMap<>();
        all.forEach(daemon -> daemon.totals()
                .path("runs")
                .properties()
                .forEach(kind -> kind.getValue()
                        .properties()
                        .forEach(outcome -> sums.merge(
                                Map.entry(kind.getKey(), outcome.getKey()),
                                outcome.getValue().asLong(),
                                Long::sum))));
        return sums.entrySet().stream()
                .map(sum -> new Total(sum.getKey().getKey(), sum.getKey().getValue(), sum.getValue()))
                .sorted(Comparator.comparing(Total::kind).thenComparing(Total::outcome))
                .toList();
    }
}

package dev.rota.daemon.executor;

import dev.rota.run.Outcome;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many runs of each kind ended how, since this daemon started.
public final class Totals {
    private final SortedMap<String, SortedMap<String, Long>> runs = new TreeMap<>();
    private long fenced;
    private int peakQueued;

    synchronized void recorded(String kind, Outcome outcome) {
        runs.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(outcome.status().word(), 1L, Long::sum);
    }

    synchronized void fenced() {
        fenced++;
    }

    /// @param due how many runs were due but found no free slot
    public synchronized void queued(int due) {
        peakQueued = Math.max(peakQueued, due);
    }

    /// `{"runs":{"collect":{"succeeded":3}},"fenced":0,"peak_queued":0}`; kinds and outcomes are plain words.
    public synchronized String json() {
        StringBuilder json = new StringBuilder("{\"runs\":{");
        String between = "";
        for (var kind : runs.entrySet()) {
            json.append(between).append('"').append(kind.getKey()).append("\":{");
            String inner = "";
            for (var outcome : kind.getValue().entrySet()) {
                json.append(inner)
                        .append('"')
                        .append(outcome.getKey())
                        .append("\":")
                        .append(outcome.getValue());
                inner = ",";
            }
            json.append('}');
            between = ",";
        }
        return json.append("},\"fenced\":")
                .append(fenced)
                .append(",\"peak_queued\":")
                .append(peakQueued)
                .append('}')
                .toString();
    }
}

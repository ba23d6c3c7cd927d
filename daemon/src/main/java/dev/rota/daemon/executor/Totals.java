package dev.rota.daemon.executor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.metrics.Histogram;
import dev.rota.metrics.MetricsPage;
import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import dev.rota.schedule.Reason;
import dev.rota.store.RunStore.Finished;
import dev.rota.syntax.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many runs of each kind ended how, since this daemon started.
public final class Totals {
    private final SortedMap<String, SortedMap<String, Long>> runs = new TreeMap<>();
    private final SortedMap<String, Histogram> took = new TreeMap<>();
    private final Histogram delays = new Histogram();
    private final SortedMap<Reason, Long> passed = new TreeMap<>();
    private long merged;
    private long fenced;
    private long registrations;
    private int peakQueued;

    synchronized void recorded(Finished finished) {
        Claim claim = finished.claim();
        String kind = claim.job().kind();
        runs.computeIfAbsent(kind, _ -> new TreeMap<>())
                .merge(finished.outcome().status().word(), 1L, Long::sum);
        took.computeIfAbsent(kind, _ -> new Histogram())
                .add(Duration.between(finished.startedAt(), finished.finishedAt()));
        if (claim.trigger() == Trigger.SCHEDULED && claim.attempt() == 1) {
            delays.add(Duration.between(claim.slot(), finished.startedAt()));
        }
        merged += claim.missed();
    }

    /// @param slots how many became no run, and why
    public synchronized void passed(Map<Reason, Long> slots) {
        slots.forEach((reason, count) -> passed.merge(reason, count, Long::sum));
    }

    synchronized void fenced() {
        fenced++;
    }

    /// The daemon was entered: at its start, and again whenever it had lost its lease.
    public synchronized void registered() {
        registrations++;
    }

    /// @param due how many runs were due but found no free slot
    public synchronized void queued(int due) {
        peakQueued = Math.max(peakQueued, due);
    }

    /// The same for a page of metrics, and how long all that took.
    public synchronized void write(MetricsPage page) {
        page.counter("rota_daemon_runs_total", "Runs that this daemon recorded, by kind of job and outcome.");
        runs.forEach(
                (kind, outcomes) -> outcomes.forEach((outcome, count) -> page.sample(labels(kind, outcome), count)));
        page.histogram("rota_daemon_run_seconds", "How long runs took, by kind of job.");
        took.forEach((kind, times) -> page.buckets(Map.of("kind", kind), times.counts()));
        page.histogram(
                        "rota_daemon_start_delay_seconds",
                        "From a slot to the start of its first run; spread, windows and downtime are part of it.")
                .buckets(Map.of(), delays.counts());
        page.counter("rota_daemon_decisions_total", "Slots that became no run by what this daemon decided, by reason.");
        passed.forEach((reason, count) -> page.sample(Map.of("reason", reason.word()), count));
        page.counter("rota_daemon_merged_slots_total", "Missed slots that were merged into a later run.")
                .sample(merged);
        page.counter("rota_daemon_fenced_total", "Results that came too late and were dropped: the run was not ours.")
                .sample(fenced);
        page.counter("rota_daemon_leases_lost_total", "How often this daemon was taken for dead and started anew.")
                .sample(leasesLost());
        page.gauge("rota_daemon_queued_peak", "The most runs that were due but found no free slot, since the start.")
                .sample(peakQueued);
    }

    private long leasesLost() {
        return Math.max(0, registrations - 1);
    }

    private static Map<String, String> labels(String kind, String outcome) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("kind", kind);
        labels.put("outcome", outcome);
        return labels;
    }

    /// `{"runs":{"collect":{"succeeded":3}},"decisions":{"overlap":2},"fenced":0,"leases_lost":0,"peak_queued":0}`;
    /// kinds and outcomes are plain words.
    ///
    /// @param undone what of the daily maintenance could not be done, told as `maintenance`; null: nothing
    public synchronized String json(@Nullable String undone) {
        ObjectNode json = Json.object();
        ObjectNode kinds = json.putObject("runs");
        runs.forEach((kind, outcomes) -> {
            ObjectNode counts = kinds.putObject(kind);
            outcomes.forEach((outcome, count) -> counts.put(outcome, count));
        });
        ObjectNode reasons = json.putObject("decisions");
        passed.forEach((reason, count) -> reasons.put(reason.word(), count));
        json.put("fenced", fenced).put("leases_lost", leasesLost()).put("peak_queued", peakQueued);
        if (undone != null) {
            json.put("maintenance", undone);
        }
        return Json.write(json);
    }
}

package dev.rota.store;

import dev.rota.run.Outcome;
import dev.rota.store.RunStore.Finished;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Writes the end of runs into their rows: only rows that still run change, and only once.
final class FinishedRuns {
    private FinishedRuns() {}

    static void write(
            Handle handle, List<Finished> ended, Map<UUID, ItemWrites.Counts> items, Map<UUID, Integer> samples) {
        Rows rows = new Rows();
        for (Finished finished : ended) {
            UUID id = finished.claim().runId();
            add(rows, finished, items.getOrDefault(id, ItemWrites.Counts.NONE), samples.getOrDefault(id, 0));
        }
        rows.run(handle, """
                update run set status = r.status, failure_class = r.failure_class, message = r.message,
                  detail = r.detail, unchanged = r.unchanged, started_at = greatest(r.started_at, run.slot),
                  finished_at = greatest(r.finished_at, r.started_at, run.slot), samples = r.samples,
                  items_processed = r.processed, items_added = r.added, items_updated = r.updated,
                  items_removed = r.removed, log_bytes = r.log_bytes, progress = null
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, slot timestamptz, status text,
                  failure_class text, message text, detail text, unchanged boolean, started_at timestamptz,
                  finished_at timestamptz, samples integer, processed integer, added integer, updated integer,
                  removed integer, log_bytes bigint)
                where run.id = r.id and run.slot = r.slot and run.status = 'running'
                """);
    }

    private static void add(Rows rows, Finished finished, ItemWrites.Counts counts, int samples) {
        Outcome outcome = finished.outcome();
        Outcome.Failed failed = outcome instanceof Outcome.Failed f ? f : null;
        rows.add(
                "id",
                finished.claim().runId(),
                "slot",
                finished.claim().slot(),
                "status",
                outcome.status().word(),
                "failure_class",
                failed == null ? null : failed.failureClass().word(),
                "message",
                outcome.message(),
                "detail",
                failed == null ? null : failed.detail(),
                "unchanged",
                outcome instanceof Outcome.Succeeded done && done.unchanged(),
                "started_at",
                finished.startedAt(),
                "finished_at",
                finished.finishedAt(),
                "samples",
                samples,
                "processed",
                counts.processed(),
                "added",
                counts.added(),
                "updated",
                counts.updated(),
                "removed",
                counts.removed(),
                "log_bytes",
                finished.logBytes());
    }
}

package dev.rota.store;

import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import dev.rota.store.RunStore.Finished;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Puts what a test brought home into its request, and writes nothing else of it.
final class TestResults {
    /// A test shows what a spec finds; it need not show all of it.
    private static final int SHOWN = 200;

    private TestResults() {}

    /// @return the runs that were tests, whether or not their request still waited for them
    static List<UUID> write(Handle handle, Collection<Finished> batch) {
        List<UUID> tests = new ArrayList<>();
        Rows rows = new Rows();
        for (Finished finished : batch) {
            if (finished.claim().trigger() == Trigger.TEST) {
                tests.add(finished.claim().runId());
                rows.add(
                        "id",
                        finished.claim().requestId(),
                        "run",
                        finished.claim().runId(),
                        "result",
                        result(finished));
            }
        }
        rows.run(handle, """
                update run_request q set status = 'done', finished_at = clock_timestamp(),
                  result = r.result || jsonb_build_object('log', coalesce((
                    select jsonb_agg(jsonb_build_object('at', l.at, 'level', l.level, 'text', l.text)
                      order by l.byte_offset)
                    from (select * from run_log where run_id = q.run_id order by byte_offset limit 500) l), '[]'))
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, run uuid, result jsonb)
                where q.id = r.id and q.run_id = r.run and q.status = 'claimed'
                """);
        return tests;
    }

    private static Map<String, @Nullable Object> result(Finished finished) {
        Outcome outcome = finished.outcome();
        Harvest harvest = finished.harvest();
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", outcome.status().word());
        result.put("message", outcome.message());
        if (outcome instanceof Outcome.Failed failed) {
            result.put("failure_class", failed.failureClass().word());
            result.put("detail", failed.detail());
        }
        result.put(
                "measurements",
                harvest.measurements().stream()
                        .limit(SHOWN)
                        .map(m -> {
                            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                            shown.put("name", m.name());
                            shown.put("labels", m.labels());
                            shown.put("type", m.type().name().toLowerCase(java.util.Locale.ROOT));
                            shown.put("unit", m.unit());
                            shown.put("value", m.value().toPlainString());
                            shown.put("at", m.at().toString());
                            return shown;
                        })
                        .toList());
        result.put(
                "items",
                harvest.items().stream()
                        .limit(SHOWN)
                        .map(item -> Map.of("key", item.key(), "fields", item.fields()))
                        .toList());
        result.put("measurement_count", harvest.measurements().size());
        result.put("item_count", harvest.items().size());
        return Objects.requireNonNull(result);
    }
}

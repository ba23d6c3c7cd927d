package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.syntax.Json;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Forgets daemons that ended long ago, but not what they counted: the last of them inherits the totals of the
/// others and stays, so that a counter made of all rows never shrinks.
final class DaemonTotals {
    private record Ended(UUID id, JsonNode totals) {}

    private DaemonTotals() {}

    /// @param age how long a daemon that has ended is remembered by itself
    static void prune(Database database, Duration age) {
        database.inTransaction(handle -> {
            List<Ended> ended = handle.createQuery("""
                select id, totals from daemon
                where state in ('stopped', 'dead')
                  and stopped_at < clock_timestamp() - :age * interval '1 microsecond'
                order by stopped_at desc, id for update
                """)
                    .bind("age", Sql.micros(age))
                    .map((row, _) -> new Ended(Columns.uuid(row, "id"), Columns.json(row, "totals")))
                    .list();
            return ended.size() < 2 ? 0 : inherit(handle, ended);
        });
    }

    private static int inherit(Handle handle, List<Ended> ended) {
        ObjectNode all = Json.object();
        ended.forEach(daemon -> add(all, daemon.totals()));
        handle.createUpdate("update daemon set totals = cast(:totals as jsonb) where id = :id")
                .bind("id", ended.getFirst().id())
                .bind("totals", Json.write(all))
                .execute();
        return handle.createUpdate("delete from daemon where id = any(:ids)")
                .bindArray(
                        "ids", UUID.class, ended.stream().skip(1).map(Ended::id).toList())
                .execute();
    }

    /// Adds number to number, all the way down; the highest of a peak.
    private static void add(ObjectNode sum, JsonNode more) {
        more.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                add(sum.path(name) instanceof ObjectNode there ? there : sum.putObject(name), value);
            } else if (name.startsWith("peak")) {
                sum.put(name, Math.max(sum.path(name).asLong(), value.asLong()));
            } else if (value.isNumber()) {
                sum.put(name, sum.path(name).asLong() + value.asLong());
            }
        });
    }
}

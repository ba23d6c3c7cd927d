package dev.rota.store;

import dev.rota.metrics.MetricsPage;
import dev.rota.store.Database.Connections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a process tells of its pools of connections; the same of daemon and API, under names of their own.
public final class PoolFigures {
    private PoolFigures() {}

    /// @param prefix of the names, such as `rota_daemon`
    /// @param pools  by what they are for
    public static void write(MetricsPage page, String prefix, Map<String, Database> pools) {
        List<Map.Entry<String, Connections>> seen = pools.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pool -> Map.entry(pool.getKey(), pool.getValue().connections()))
                .toList();
        page.gauge(prefix + "_connections", "Connections to the database, by pool and state.");
        seen.forEach(pool -> page.sample(
                        labels(pool.getKey(), "busy"), pool.getValue().busy())
                .sample(labels(pool.getKey(), "idle"), pool.getValue().idle()));
        page.gauge(prefix + "_connections_max", "How many connections the pool may have.");
        seen.forEach(pool ->
                page.sample(Map.of("pool", pool.getKey()), pool.getValue().most()));
        page.gauge(prefix + "_connections_wanted", "Threads that wait for a connection.");
        seen.forEach(pool ->
                page.sample(Map.of("pool", pool.getKey()), pool.getValue().wanted()));
    }

    private static Map<String, String> labels(String pool, String state) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("pool", pool);
        labels.put("state", state);
        return labels;
    }
}

package dev.rota.api.resources;

import dev.rota.metrics.Histogram;
import dev.rota.metrics.MetricsPage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Requests that this API answered since its start, by method and class of status, and how long that took. Not by
/// address: of those there is no end.
public final class RequestTotals {
    /// Whatever else somebody sends is counted together.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final SortedMap<String, SortedMap<String, Long>> answered = new TreeMap<>();
    private final SortedMap<String, Histogram> took = new TreeMap<>();

    /// @param status of the answer, such as 404
    /// @param time   until the answer was sent
    public synchronized void add(String method, int status, Duration time) {
        String known = METHODS.contains(method) ? method : "other";
        answered.computeIfAbsent(known, _ -> new TreeMap<>()).merge(status / 100 + "xx", 1L, Long::sum);
        took.computeIfAbsent(known, _ -> new Histogram()).add(time);
    }

    synchronized void write(MetricsPage page) {
        page.counter("rota_api_requests_total", "Requests that this API answered, by method and class of status.");
        answered.forEach(
                (method, classes) -> classes.forEach((status, count) -> page.sample(labels(method, status), count)));
        page.histogram("rota_api_request_seconds", "How long this API took to answer, by method.");
        took.forEach((method, times) -> page.buckets(Map.of("method", method), times.counts()));
    }

    private static Map<String, String> labels(String method, String status) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("method", method);
        labels.put("status", status);
        return labels;
    }
}

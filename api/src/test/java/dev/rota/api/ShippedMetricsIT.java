package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.syntax.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is shipped for Prometheus and Grafana names only metrics that there are.
@Timeout(180)
class ShippedMetricsIT {
    private static final Pattern NAME = Pattern.compile("\\brota_[a-z_]+\\b");

    @Test
    void everyMetricOfTheRulesAndTheDashboardIsInMetrics() throws IOException {
        try (RunningApi api = RunningApi.start()) {
            Set<String> there = new TreeSet<>();
            Pattern.compile("(?m)^# TYPE (\\w+) ")
                    .matcher(api.send("GET", "/metrics", null, Map.of()).body())
                    .results()
                    .forEach(type -> there.add(type.group(1)));

            assertThat(names(expressions("rota.rules.yml"))).isNotEmpty().isSubsetOf(there);
            assertThat(names(Files.readString(shipped("grafana-dashboard.json"))))
                    .as("the dashboard shows every metric")
                    .isEqualTo(there);
        }
    }

    @Test
    void theApiTellsOfItsOwnConnectionsAndRequests() {
        try (RunningApi api = RunningApi.start()) {
            assertThat(api.send("GET", "/api/nothing", null, Map.of()).statusCode())
                    .isEqualTo(404);
            String page = "";
            while (!page.contains("rota_api_requests_total{method=\"GET\",status=\"4xx\"} 1\n")) {
                page = api.send("GET", "/metrics", null, Map.of())
                        .body(); // what was answered is counted a moment later
            }

            assertThat(page)
                    .contains(
                            "rota_api_connections{pool=\"api\",state=\"busy\"} ",
                            "rota_api_connections_max{pool=\"api\"} 8\n",
                            "rota_api_connections_wanted{pool=\"api\"} 0\n",
                            "rota_api_request_seconds_bucket{method=\"GET\",le=\"+Inf\"} ");
        }
    }

    @Test
    void theDashboardIsOneThatGrafanaImports() throws IOException {
        JsonNode dashboard = Json.stored(Files.readString(shipped("grafana-dashboard.json")));
        assertThat(dashboard.path("title").asText()).isEqualTo("Rota");
        assertThat(dashboard.path("panels"))
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.path("targets")).isNotEmpty());
    }

    /// Without the annotations, which name commands.
    private static String expressions(String file) throws IOException {
        return Files.readString(shipped(file)).replaceAll("(?m)^\\s+(summary|action|#).*$", "");
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        // A histogram is one metric in three parts.
        NAME.matcher(text).results().forEach(name -> names.add(name.group().replaceFirst("_(bucket|sum|count)$", "")));
        return names;
    }

    private static Path shipped(String name) {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("packaging/metrics"))) {
            here = Objects.requireNonNull(here.getParent());
        }
        return here.resolve("packaging/metrics").resolve(name);
    }
}

package dev.rota.api.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.metrics.MetricsPage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestTotalsTest {
    @Test
    void requestsAreCountedByMethodAndClassOfStatusAndTheirTimesByMethod() {
        RequestTotals totals = new RequestTotals();
        totals.add("GET", 200, Duration.ofMillis(4));
        totals.add("GET", 204, Duration.ofMillis(40));
        totals.add("GET", 404, Duration.ofMillis(4));
        totals.add("POST", 503, Duration.ofSeconds(7));
        totals.add("BREW", 405, Duration.ZERO);
        totals.add("DECAF", 405, Duration.ZERO);
        MetricsPage page = new MetricsPage();
        totals.write(page);

        assertThat(page.toString().lines().filter(line -> line.startsWith("rota_api_requests_total")))
                .containsExactly(
                        "rota_api_requests_total{method=\"GET\",status=\"2xx\"} 2",
                        "rota_api_requests_total{method=\"GET\",status=\"4xx\"} 1",
                        "rota_api_requests_total{method=\"POST\",status=\"5xx\"} 1",
                        "rota_api_requests_total{method=\"other\",status=\"4xx\"} 2");
        assertThat(page.toString())
                .contains(
                        "rota_api_request_seconds_bucket{method=\"GET\",le=\"0.005\"} 2\n",
                        "rota_api_request_seconds_bucket{method=\"GET\",le=\"+Inf\"} 3\n",
                        "rota_api_request_seconds_count{method=\"POST\"} 1\n",
                        "rota_api_request_seconds_sum{method=\"POST\"} 7\n");
    }
}

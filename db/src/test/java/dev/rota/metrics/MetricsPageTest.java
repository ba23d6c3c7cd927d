package dev.rota.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    @Test
    void aFamilyIsSaidOnceAndItsSamplesFollow() {
        String page = new MetricsPage()
                .gauge("rota_daemons", "Daemons.")
                .sample(Map.of("state", "running"), 2)
                .sample(Map.of("state", "draining"), 0.5)
                .toString();
        assertThat(page).isEqualTo("""
            # HELP rota_daemons Daemons.
            # TYPE rota_daemons gauge
            rota_daemons{state="running"} 2
            rota_daemons{state="draining"} 0.5
            """);
    }

    @Test
    void whatWouldBreakALineIsEscaped() {
        String page = new MetricsPage()
                .counter("rota_runs_total", "a\\b\nc")
                .sample(Map.of("kind", "a\"b\\c\nd"), 1)
                .toString();
        assertThat(page).contains("# HELP rota_runs_total a\\\\b\\nc\n", "{kind=\"a\\\"b\\\\c\\nd\"} 1\n");
    }

    @Test
    void numbersWithoutANameAreWrittenAsPrometheusReadsThem() {
        String page = new MetricsPage()
                .gauge("x", "x")
                .sample(Double.NaN)
                .sample(Double.POSITIVE_INFINITY)
                .sample(1e300)
                .toString();
        assertThat(page).contains("x NaN\n", "x +Inf\n", "x 1.0E300\n");
    }
}

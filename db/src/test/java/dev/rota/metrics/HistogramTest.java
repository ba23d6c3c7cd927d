package dev.rota.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private final Histogram histogram = new Histogram();

    @Test
    void aBucketHoldsWhatTookAtMostSoLong() {
        histogram.add(Duration.ofMillis(1));
        histogram.add(Duration.ofMillis(2));
        histogram.add(Duration.ofHours(9));

        String page = page();
        assertThat(page)
                .contains("# TYPE rota_x_seconds histogram\n")
                .contains("rota_x_seconds_bucket{kind=\"a\",le=\"0.001\"} 1\n")
                .contains("rota_x_seconds_bucket{kind=\"a\",le=\"0.005\"} 2\n")
                .contains("rota_x_seconds_bucket{kind=\"a\",le=\"1800\"} 2\n")
                .contains("rota_x_seconds_bucket{kind=\"a\",le=\"+Inf\"} 3\n")
                .contains("rota_x_seconds_sum{kind=\"a\"} 32400.003\n")
                .contains("rota_x_seconds_count{kind=\"a\"} 3\n");
    }

    @Test
    void aClockThatStepsBackMakesNoNegativeSum() {
        histogram.add(Duration.ofSeconds(-5));

        assertThat(page()).contains("rota_x_seconds_sum{kind=\"a\"} 0\n");
    }

    @Test
    void whatFollowsAHistogramIsAFamilyOfItsOwn() {
        String page = new MetricsPage()
                .histogram("rota_x_seconds", "Something.")
                .buckets(Map.of(), histogram.counts())
                .gauge("rota_y", "Something else.")
                .sample(1)
                .toString();

        assertThat(page)
                .endsWith("rota_x_seconds_count 0\n# HELP rota_y Something else.\n# TYPE rota_y gauge\nrota_y 1\n");
    }

    private String page() {
        return new MetricsPage()
                .histogram("rota_x_seconds", "Something.")
                .buckets(Map.of("kind", "a"), histogram.counts())
                .toString();
    }
}

package dev.rota.daemon.jobs.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.MetricType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
    private static final String PAGE = """
            # HELP http_requests_total The total number of HTTP requests.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="post",code="400",}    3

            # Escaping in label values:
            msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
            metric_without_timestamp_and_labels 12.47
            something_weird{problem="division by zero"} +Inf -3982045
            # TYPE rpc_duration_seconds summary
            rpc_duration_seconds{quantile="0.99"} 76656
            rpc_duration_seconds_sum 1.7560473e+07
            rpc_duration_seconds_count 2693
            # TYPE latency histogram
            # UNIT latency seconds
            latency_bucket{le="+Inf"} 5
            latency_sum 1.5
            latency_count 5
            # TYPE foo counter
            foo_total 18446744073709551615 # {trace_id="x"} 1 1.5
            foo_created 1.6e9
            # TYPE temperature gauge
            temperature{room="日本"} NaN
            {"my.dotted","odd label"="x"} 1
            # EOF
            this is never read
            """;

    @Test
    void theFormatsOfPrometheusAndOpenMetricsAreRead() throws Exception {
        List<Exposition.Sample> samples = Exposition.read(PAGE);

        assertThat(samples).hasSize(15);
        assertThat(one(samples, "http_requests_total").labels())
                .containsEntry("method", "post")
                .containsEntry("code", "200");
        assertThat(one(samples, "msdos_file_access_time_seconds").labels())
                .containsEntry("path", "C:\\DIR\\FILE.TXT")
                .containsEntry("error", "Cannot find file:\n\"FILE.TXT\"");
        assertThat(one(samples, "something_weird").value()).isEmpty();
        assertThat(one(samples, "temperature").value()).isEmpty();
        assertThat(one(samples, "foo_total").value()).contains(new BigDecimal("18446744073709551615"));
        assertThat(one(samples, "latency_sum").unit()).isEqualTo("seconds");
        assertThat(one(samples, "my.dotted").labels()).containsEntry("odd label", "x");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http_requests_total,                 COUNTER
            metric_without_timestamp_and_labels, GAUGE
            rpc_duration_seconds,                GAUGE
            rpc_duration_seconds_sum,            COUNTER
            rpc_duration_seconds_count,          COUNTER
            latency_bucket,                      COUNTER
            latency_count,                       COUNTER
            foo_total,                           COUNTER
            foo_created,                         GAUGE
            temperature,                         GAUGE
            """)
    void countersAreKnownByTheirTypeOrTheirEnding(String name, MetricType type) throws Exception {
        assertThat(one(Exposition.read(PAGE), name).type()).isEqualTo(type);
        assertThat(one(Exposition.read("untyped_total 1"), "untyped_total").type())
                .isEqualTo(MetricType.COUNTER);
        assertThat(one(Exposition.read("# TYPE odd_total gauge\nodd_total 1"), "odd_total")
                        .type())
                .isEqualTo(MetricType.GAUGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "name",
                "name{",
                "name{a",
                "name{a=",
                "name{a=\"",
                "name{a=\"b\"",
                "name{a=\"b\"}",
                "name{a=\"b\" c=\"d\"} 1",
                "name{a=\"b\",a=\"c\"} 1",
                "name one",
                "name 1 2 3",
                "name 1 yesterday",
                "1name 2",
                "name{a=b} 1",
                "{} 1",
                "{\"a\"} x",
                "# TYPE name",
                "name 0x1p-2",
                "na-me 1",
                "name{,} 1"
            })
    void aLineThatIsNotOfTheFormatIsNamed(String line) {
        assertThatThrownBy(() -> Exposition.read("# HELP x y\n" + line + "\n"))
                .isInstanceOf(Exposition.Malformed.class)
                .hasMessageStartingWith("line 2: ");
    }

    @Test
    void whateverComesInItEndsInSamplesOrInAMalformedLine() {
        Random random = new Random(42);
        String signs = "ab_:09{}\"\\,=# \tnNI+-.e\u00e4";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder(random.nextBoolean() ? "a{b=\"" : "");
            for (int i = random.nextInt(20); i >= 0; i--) {
                line.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                Exposition.read(line.toString())
                        .forEach(sample -> assertThat(sample.name()).isNotEmpty());
            } catch (Exposition.Malformed e) {
                assertThat(e).hasMessageStartingWith("line 1: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            node_*,       node_load1,    true
            node_*,       go_threads,    false
            *_total,      a_total_total, true
            *load*,       node_load1,    true
            *,            '',            true
            exact,        exact,         true
            exact,        exactly,       false
            a*b*c,        aXbYbZc,       true
            a.c,          abc,           false
            """)
    void aStarStandsForAnything(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }

    private static Exposition.Sample one(List<Exposition.Sample> samples, String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

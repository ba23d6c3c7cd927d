package dev.rota.daemon.jobs.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.JobRunners;
import dev.rota.daemon.jobs.ServerForTests;
import dev.rota.job.CollectJob;
import dev.rota.job.Metric;
import dev.rota.job.MetricType;
import dev.rota.job.OnError;
import dev.rota.job.OnReset;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import dev.rota.run.Measurement;
import dev.rota.run.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whole jobs, from the spec to the measurements.
class CollectRunnerTest {
    private final ContextForTests context = new ContextForTests(Map.of("token", "geheim"));
    private final JobRunners runners = new JobRunners(new JobLimits(
            "127.0.0.1", true, List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), "rota/test", null));
    private ServerForTests server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerForTests();
    }

    @AfterEach
    void stop() throws IOException {
        runners.close();
        server.close();
    }

    @Test
    void aPostCarriesTheKeyOfItsSlotSoThatTheTargetCanTellARepetition() throws Exception {
        server.page("/if", "application/json", "{\"load\": 1}");
        Metric load =
                new Metric("load", null, Map.of(), MetricType.GAUGE, null, OnReset.ZERO, null, null, OnError.FAIL);

        for (String method : List.of("POST", "GET")) {
            runners.run(
                    new CollectJob(
                            new Source.Http(server.url("/if"), method, Map.of(), null, null),
                            null,
                            List.of(load),
                            null),
                    context);
        }

        assertThat(server.requests.remove()).contains("Idempotency-Key: " + context.slotKey());
        assertThat(server.requests.remove()).doesNotContain("Idempotency-Key");
    }

    @Test
    void jsonIsReadRowFirstThenFields() throws Exception {
        server.page("/if", "application/json", """
            {"interfaces": [
              {"name": "wan0", "rx": 18446744073709551615, "up": true, "stats": {"errors": "7"}},
              {"name": "lan0", "rx": 5, "up": false, "stats": {"errors": "0"}}]}
            """);

        Outcome outcome = runners.run(
                new CollectJob(
                        new Source.Http(server.url("/if"), "GET", Map.of(), null, new Source.Auth("me", "token")),
                        "$.interfaces[*]",
                        List.of(
                                metric(
                                        "if_in",
                                        "$.rx",
                                        Map.of("ifname", "$.name", "site", "=berlin"),
                                        MetricType.COUNTER,
                                        OnError.FAIL),
                                metric("up", null, Map.of("ifname", "name"), MetricType.GAUGE, OnError.FAIL),
                                metric(
                                        "errors",
                                        "$.stats.errors",
                                        Map.of("ifname", "name"),
                                        MetricType.GAUGE,
                                        OnError.FAIL)),
                        null),
                context);

        assertThat(outcome).isEqualTo(Outcome.Succeeded.of("6 samples"));
        assertThat(context.measurements.getFirst()).satisfies(first -> {
            assertThat(first.name()).isEqualTo("if_in");
            assertThat(first.labels()).isEqualTo(Map.of("ifname", "wan0", "site", "berlin"));
            assertThat(first.value()).isEqualByComparingTo("18446744073709551615");
            assertThat(first.type()).isEqualTo(MetricType.COUNTER);
            assertThat(first.at()).isEqualTo(ContextForTests.NOW);
            assertThat(first.rule()).isEqualTo(new Measurement.CounterRule(OnReset.DROP, 64, 1e9));
        });
        assertThat(values("up")).containsExactly("1", "0");
        assertThat(values("errors")).containsExactly("7", "0");
        assertThat(server.requests.peek()).contains("Authorization: Basic bWU6Z2VoZWlt");
    }

    @Test
    void aMissingNumberFailsOrIsDiscardedAsTheMetricSays() throws Exception {
        server.page("/v", "application/json", "[{\"a\": 1, \"b\": null}, {\"a\": \"n/a\"}, {\"a\": \"NaN\"}]");

        JobFailed failed = failure(json("/v", "$[*]", metric("a", null, Map.of(), MetricType.GAUGE, OnError.FAIL)));
        assertThat(failed.failureClass()).isEqualTo(FailureClass.PARSE);
        assertThat(failed.sentence()).contains("Metric a, row 2", "'n/a'", "which is not a number", "on_error");
        assertThat(failed.detail()).contains("n/a");
        assertThat(context.measurements).isEmpty();

        Outcome outcome = runners.run(
                json("/v", "$[*]", metric("a", null, Map.of(), MetricType.GAUGE, OnError.DISCARD)), context);
        assertThat(outcome.message()).isEqualTo("1 sample, 2 discarded");
        assertThat(values("a")).containsExactly("1");
    }

    @Test
    void aNumberThatIsShortToWriteAndLongToSpellOutIsNoNumberAndNoLabel() throws Exception {
        server.page("/v", "application/json", "[{\"a\": 1e999999999, \"b\": 1}]");

        JobFailed failed = failure(json("/v", "$[*]", metric("a", null, Map.of(), MetricType.GAUGE, OnError.FAIL)));
        assertThat(failed.sentence()).contains("'1E+999999999'", "which is not a number");

        runners.run(json("/v", "$[*]", metric("b", null, Map.of("l", "a"), MetricType.GAUGE, OnError.FAIL)), context);
        assertThat(context.measurements.getFirst().labels()).containsEntry("l", "1E+999999999");
    }

    @Test
    void aSeriesWithEndlessLabelsIsLeftOutBecauseNoIndexTakesIt() throws Exception {
        server.page("/v", "application/json", "[{\"a\": 1, \"l\": \"" + "\u20ac".repeat(200) + "\"}]");
        Map<String, String> labels = Map.of("l1", "l", "l2", "l", "l3", "l", "l4", "l");

        Outcome outcome =
                runners.run(json("/v", "$[*]", metric("a", null, labels, MetricType.GAUGE, OnError.FAIL)), context);

        assertThat(outcome.message()).isEqualTo("0 samples, 1 discarded");
    }

    @Test
    void anAnswerThatHoldsNothingUsefulFailsAndSaysWhatThereIs() {
        server.page("/empty", "application/json", "{\"rows\": []}");
        server.page("/blank", "application/json", "");
        server.page("/html", "text/html", "<html>Please log in");
        server.page("/twice", "application/json", "{} {}");
        server.page("/deep", "application/json", "[".repeat(100_000));
        server.page("/object", "application/json", "{\"other\": 1, \"more\": 2}");
        Metric metric = metric("a", null, Map.of(), MetricType.GAUGE, OnError.FAIL);

        assertThat(failure(json("/empty", "$.rows[*]", metric)).failureClass()).isEqualTo(FailureClass.EMPTY);
        assertThat(failure(json("/blank", null, metric)).failureClass()).isEqualTo(FailureClass.EMPTY);
        assertThat(failure(json("/html", null, metric)).sentence()).contains("did not answer with JSON", "line 1");
        assertThat(failure(json("/html", null, metric)).detail()).contains("Please log in");
        assertThat(failure(json("/twice", null, metric)).failureClass()).isEqualTo(FailureClass.PARSE);
        assertThat(failure(json("/deep", null, metric)).failureClass()).isEqualTo(FailureClass.PARSE);
        assertThat(failure(json("/object", null, metric)).sentence()).contains("the fields other, more");
        assertThat(failure(json("/object", "$.[", metric)).failureClass()).isEqualTo(FailureClass.CONFIG);
        assertThat(failure(json("/object", "$[?(@.a =~ /(a+)+/)]", metric)).failureClass())
                .isEqualTo(FailureClass.CONFIG);
    }

    @Test
    void twoNumbersForOneSeriesAreSaidAloud() throws Exception {
        server.page("/v", "application/json", "[{\"a\": 1}, {\"a\": 2}]");

        Outcome outcome =
                runners.run(json("/v", "$[*]", metric("a", null, Map.of(), MetricType.GAUGE, OnError.FAIL)), context);

        assertThat(outcome.message()).isEqualTo("1 sample, 1 doubled");
        assertThat(context.lines).anyMatch(line -> line.contains("Add a label that tells the rows apart"));
    }

    @Test
    void aBusyTargetDefersTheRun() throws Exception {
        server.status("/busy", "503 Busy", "Retry-After: 60");

        assertThat(runners.run(
                        json("/busy", null, metric("a", null, Map.of(), MetricType.GAUGE, OnError.FAIL)), context))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.until()).isEqualTo(ContextForTests.NOW.plusSeconds(60)));
    }

    @Test
    void aPageOfMetricsIsFilteredByNameAndLabel() throws Exception {
        server.page("/metrics", "text/plain; version=0.0.4", """
            # TYPE node_cpu_seconds_total counter
            node_cpu_seconds_total{cpu="0",mode="idle"} 1.5
            node_cpu_seconds_total{cpu="0",mode="user"} 2.5
            node_load1 NaN
            node_load5 0.5
            go_threads 8
            """);

        Outcome outcome = runners.run(
                new CollectJob(
                        new Source.Openmetrics(
                                server.url("/metrics"), List.of("node_cpu*", "node_load*"), Map.of("mode", "i*"), null),
                        null,
                        List.of(),
                        null),
                context);
        assertThat(outcome.message()).isEqualTo("1 sample");
        assertThat(context.measurements).singleElement().satisfies(sample -> {
            assertThat(sample.type()).isEqualTo(MetricType.COUNTER);
            assertThat(sample.labels()).containsEntry("mode", "idle");
        });

        context.measurements.clear();
        runners.run(
                new CollectJob(
                        new Source.Openmetrics(server.url("/metrics"), List.of("node_load*"), Map.of(), null),
                        null,
                        List.of(),
                        null),
                context);
        assertThat(context.measurements).extracting(Measurement::name).containsExactly("node_load5");
        assertThat(context.lines).contains("INFO 1 samples are NaN or infinite and left out.");

        JobFailed none = failure(new CollectJob(
                new Source.Openmetrics(server.url("/metrics"), List.of("x*"), Map.of(), null), null, List.of(), null));
        assertThat(none.failureClass()).isEqualTo(FailureClass.EMPTY);
        assertThat(none.sentence()).contains("None of the 5 samples");
    }

    @Test
    void metricsNamedBesideAPageOfMetricsChooseAndRename() throws Exception {
        server.page("/metrics", "text/plain", "a 1\nb{x=\"y\"} 2\n");

        runners.run(
                new CollectJob(
                        new Source.Openmetrics(server.url("/metrics"), List.of(), Map.of(), null),
                        null,
                        List.of(metric("renamed", "b", Map.of("site", "=berlin"), MetricType.GAUGE, OnError.FAIL)),
                        null),
                context);

        assertThat(context.measurements).singleElement().satisfies(sample -> {
            assertThat(sample.name()).isEqualTo("renamed");
            assertThat(sample.labels()).isEqualTo(Map.of("x", "y", "site", "berlin"));
        });
    }

    @Test
    void theOutputOfAProgramIsReadInEachFormat() throws Exception {
        Metric load = metric("load", null, Map.of(), MetricType.GAUGE, OnError.FAIL);
        Metric used = metric("used", null, Map.of("disk", "name"), MetricType.GAUGE, OnError.FAIL);

        runners.run(command("echo '{\"load\": 0.25}'", Source.Format.JSON, null, load), context);
        runners.run(command("printf 'load=0.5\\n# x\\n'", Source.Format.KEYVALUE, null, load), context);
        runners.run(
                command("printf 'up 3 days\\nload: 0.75\\n'", Source.Format.REGEX, "load: (?P<load>[0-9.]+)", load),
                context);
        runners.run(command("printf 'name,used\\nsda,1\\n\"s,db\",2\\n'", Source.Format.CSV, null, used), context);

        assertThat(values("load")).containsExactly("0.25", "0.5", "0.75");
        assertThat(values("used")).containsExactly("1", "2");
        assertThat(context.measurements.getLast().labels()).containsEntry("disk", "s,db");
    }

    @Test
    void aProgramThatFailsOrWritesNonsenseFailsTheRun() {
        Metric load = metric("load", null, Map.of(), MetricType.GAUGE, OnError.FAIL);

        assertThat(failure(command("echo sorry >&2; exit 3", Source.Format.JSON, null, load)))
                .satisfies(failed -> {
                    assertThat(failed.failureClass()).isEqualTo(FailureClass.EXIT_CODE);
                    assertThat(failed.detail()).isEqualTo("sorry");
                });
        assertThat(failure(command("echo nonsense", Source.Format.JSON, null, load))
                        .failureClass())
                .isEqualTo(FailureClass.PARSE);
        assertThat(failure(command("echo nonsense", Source.Format.KEYVALUE, null, load))
                        .failureClass())
                .isEqualTo(FailureClass.EMPTY);
        assertThat(failure(command("printf 'load,b\\n1\\n'", Source.Format.CSV, null, load))
                        .failureClass())
                .isEqualTo(FailureClass.PARSE);
        assertThat(failure(command("echo x", Source.Format.REGEX, "(", load)).failureClass())
                .isEqualTo(FailureClass.CONFIG);
        assertThat(failure(command("echo x", Source.Format.REGEX, "x", load)).sentence())
                .contains("no named group");
        assertThat(failure(command("head -c 11000000 /dev/zero", Source.Format.JSON, null, load))
                        .failureClass())
                .isEqualTo(FailureClass.TOO_LARGE);
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        JobFailed failed = failure(new CollectJob(
                new Source.Http(server.url("/"), "GET", Map.of(), null, new Source.Auth(null, "other")),
                null,
                List.of(metric("a", null, Map.of(), MetricType.GAUGE, OnError.FAIL)),
                null));

        assertThat(failed.failureClass()).isEqualTo(FailureClass.CONFIG);
        assertThat(failed.sentence()).contains("other");
    }

    private CollectJob json(String path, @Nullable String rows, Metric metric) {
        return new CollectJob(
                new Source.Http(server.url(path), "GET", Map.of(), null, null), rows, List.of(metric), null);
    }

    private static CollectJob command(String script, Source.Format format, @Nullable String pattern, Metric metric) {
        return new CollectJob(
                new Source.Command(List.of("/bin/sh", "-c", script), format, pattern), null, List.of(metric), null);
    }

    private static Metric metric(
            String name, @Nullable String value, Map<String, String> labels, MetricType type, OnError onError) {
        return new Metric(name, value, labels, type, null, OnReset.DROP, 64, 1e9, onError);
    }

    private JobFailed failure(CollectJob job) {
        return catchThrowableOfType(JobFailed.class, () -> runners.run(job, context));
    }

    private List<String> values(String name) {
        return context.measurements.stream()
                .filter(measurement -> measurement.name().equals(name))
                .map(Measurement::value)
                .map(BigDecimal::toPlainString)
                .toList();
    }
}

package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.store.TokenSecret;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingIT {
    private final RunningApi api = RunningApi.start();
    private final TokenSecret viewer = api.token("viewer", "viewer");

    ReadingIT() {
        api.sql("insert into schedules (id, owner_id, name, kind, job, recurrence, zone) select 1, id, 'one',"
                + " 'collect', '{}', '{}', 'Etc/UTC' from account");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void healthIsDownWithoutADaemonAndFineWithABusyOne() {
        HttpResponse<String> down = open("/api/health");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(api.json(down).path("status").asText()).isEqualTo("down");
        assertThat(api.json(down).path("database").asText()).isEqualTo("up");
        daemon();
        HttpResponse<String> busy = open("/api/health");
        assertThat(busy.statusCode()).isEqualTo(200);
        assertThat(api.json(busy).path("saturated").asBoolean()).isTrue();
        assertThat(api.json(busy).path("utilisation").asDouble()).isEqualTo(1.0);
    }

    @Test
    void queueStatsAddUpWhatTheDaemonsWrote() {
        daemon();
        JsonNode stats = api.json(open("/api/queue-stats"));
        assertThat(stats.path("total_processed").asInt()).isEqualTo(7);
        assertThat(stats.path("total_errors").asInt()).isEqualTo(2);
        assertThat(stats.path("lanes").get(0).path("lane").asText()).isEqualTo("general");
        assertThat(stats.path("lanes").get(0).path("peak").asInt()).isEqualTo(4);
        assertThat(stats.path("lanes").get(0).path("wait_ms").isIntegralNumber())
                .isTrue();
    }

    @Test
    void metricsAreOpenAndSpeakPrometheus() {
        daemon();
        HttpResponse<String> page = open("/metrics");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(page.body())
                .contains(
                        "rota_daemons_alive 1\n",
                        "rota_runs_total{kind=\"collect\",outcome=\"failed\"} 2\n",
                        "rota_schedules{standing=\"active\"} 1\n",
                        "rota_schedules{standing=\"finished\"} 0\n",
                        "rota_slots{lane=\"general\"} 4\n",
                        "rota_runs_max 4\n",
                        "rota_decisions_total{reason=\"overlap\"} 7\n",
                        "rota_leases_lost_total 2\n",
                        "rota_fenced_total 3\n");
    }

    @Test
    void theVersionNamesTheBuildAndTheSchema() {
        JsonNode version = api.json(open("/api/version"));
        assertThat(version.path("version").asText()).isNotEmpty().doesNotContain("$");
        assertThat(version.path("schema").asText()).isNotEmpty();
    }

    @Test
    void theOverviewAndTheDaemonsAreShown() {
        daemon();
        JsonNode overview = api.json(as("/api/overview"));
        assertThat(overview.path("schedules").asInt()).isOne();
        assertThat(overview.path("daemons")).hasSize(1);
        JsonNode daemon = api.json(as("/api/daemons")).path("items").get(0);
        assertThat(daemon.path("heartbeat_age_ms").asLong(-1)).isNotNegative();
        assertThat(daemon.path("state").asText()).isEqualTo("ready");
        assertThat(daemon.path("egress_suspect_since").isNull()).isTrue();
        api.sql("update rota.daemon set egress_suspect_since = '2027-01-01T00:00:00Z'");
        assertThat(api.json(as("/api/daemons"))
                        .at("/items/0/egress_suspect_since")
                        .asText())
                .isEqualTo("2027-01-01T00:00:00Z");
        assertThat(open("/api/overview").statusCode()).isEqualTo(401);
    }

    @Test
    void samplesAreGivenAsJsonAndAsCsv() {
        api.sql("""
            insert into series (id, schedule_id, name, type) overriding system value values (5, 1, 'load', 'gauge');
            insert into sample (series_id, at, value, flag)
            values (5, clock_timestamp() - interval '1 minute', 1.5, null),
                   (5, clock_timestamp() - interval '2 minutes', null, 'reset');
            """);
        JsonNode raw = api.json(as("/api/series/5/samples?range=30m"));
        assertThat(raw.path("resolution").asText()).isEqualTo("raw");
        assertThat(raw.path("points").get(0).get(2).asText()).isEqualTo("reset");
        assertThat(raw.path("points").get(1).get(1).asDouble()).isEqualTo(1.5);
        HttpResponse<String> csv = as("/api/series/5/samples?range=30m&format=csv");
        assertThat(csv.body()).startsWith("at,value,raw,flag\r\n").contains(",1.5,,\r\n");
        assertThat(as("/api/series/5/samples?range=soon").statusCode()).isEqualTo(400);
        assertThat(as("/api/series/6/samples").statusCode()).isEqualTo(404);
    }

    @Test
    void anItemIsFoundByAKeyWithSlashesAndItsHistoryIsPaged() {
        api.sql("""
            insert into item (id, schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at)
            overriding system value
            values (9, 1, 'https://a.example/x|ü', '{"title": "T"}', '', '2027-01-01Z', '2027-01-01Z', '2027-01-01Z');
            insert into item_change (schedule_id, item_id, run_id, at, change)
            values (1, 9, gen_random_uuid(), '2027-01-01Z', 'added'), (1, 9, gen_random_uuid(), '2027-01-02Z', 'changed');
            """);
        assertThat(api.json(as("/api/schedules/1/items?q=t&changed_since=2026-12-31T00:00:00Z"))
                        .path("items"))
                .hasSize(1);
        String key = java.net.URLEncoder.encode("https://a.example/x|ü", java.nio.charset.StandardCharsets.UTF_8);
        HttpResponse<String> first = as("/api/schedules/1/items/" + key + "/history?limit=1");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(api.json(first).path("items").get(0).path("change").asText()).isEqualTo("changed");
        assertThat(first.headers().firstValue("Link")).isPresent();
        JsonNode second = api.json(as("/api/schedules/1/items/" + key + "/history?limit=1&after="
                + api.json(first).path("next").asText()));
        assertThat(second.path("items").get(0).path("change").asText()).isEqualTo("added");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(as("/api/schedules/2/items").statusCode()).isEqualTo(404);
    }

    @Test
    void theLogIsFollowedByItsCursor() {
        api.sql("insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text) values"
                + " (gen_random_uuid(), clock_timestamp(), 1, clock_timestamp(), 'INFO', 0, 'hello')");
        JsonNode log = api.json(as("/api/logs?level=info&grep=h.l"));
        assertThat(log.path("lines").get(0).path("text").asText()).isEqualTo("hello");
        assertThat(log.path("lines").get(0).path("schedule_name").asText()).isEqualTo("one");
        assertThat(api.json(as("/api/logs?after=" + log.path("next").asText())).path("lines"))
                .isEmpty();
        assertThat(as("/api/logs?grep=%28").statusCode()).isEqualTo(400);
        assertThat(as("/api/logs?level=loud").statusCode()).isEqualTo(400);
        assertThat(as("/api/logs?after=x").statusCode()).isEqualTo(400);
    }

    private void daemon() {
        api.sql("""
            insert into daemon (id, host, pid, version, state, kinds, slots, running, lease_until, lanes, totals)
            values (gen_random_uuid(), 'h', 1, '1', 'ready', '{collect}', 4, 4, clock_timestamp(),
              '{"general": {"slots": 4, "running": 4, "peak": 4}}',
              '{"runs": {"collect": {"succeeded": 5, "failed": 2}}, "decisions": {"overlap": 7}, "leases_lost": 2, "fenced": 3}')
            """);
    }

    private HttpResponse<String> open(String path) {
        return api.send("GET", path, null, Map.of());
    }

    private HttpResponse<String> as(String path) {
        return api.as(viewer, "GET", path, null);
    }
}

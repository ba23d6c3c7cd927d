package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainIT {
    private static final String JOB = """
        {"kind":"collect","source":{"type":"http","url":"http://127.0.0.1/x"},"metrics":[{"name":"load"}]}\
        """;

    private final TestApi api = new TestApi(true);

    @AfterAll
    void close() {
        api.close();
    }

    private long hourly(Instant anchor, String more) {
        TestApi.Answer answer = api.post(
                "/api/schedules",
                "{\"name\":\"explained\",\"zone\":\"Europe/Rome\",\"job\":" + JOB
                        + ",\"recurrence\":{\"every\":\"PT1H\",\"anchor\":\"" + anchor + "\"}" + more + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asLong();
    }

    @Test
    void aSimulationTellsEverySlotAndStoresNothing() {
        JsonNode body = api.post("/api/schedules/simulate", """
            {"schedule":{"zone":"Europe/Rome","recurrence":{"every":"PT1H"},
              "active_hours":{"start":6,"end":22}},
             "from":"2027-03-01T03:00:00Z","to":"2027-03-01T07:00:00Z",
             "outages":[{"from":"2027-03-01T05:30:00Z","until":"2027-03-01T06:20:00Z"}]}
            """).body();
        assertThat(body.path("zone").asText()).isEqualTo("Europe/Rome");
        assertThat(body.findValuesAsText("outcome")).containsExactly("outside_window", "outside_window", "run", "run");
        assertThat(body.at("/entries/0/reason").asText())
                .isEqualTo("outside 06:00–22:00 Europe/Rome until 2027-03-01 06:00");
        assertThat(body.at("/entries/2/local").asText()).isEqualTo("2027-03-01T06:00:00+01:00");
        assertThat(body.at("/entries/3/starts_at").asText()).isEqualTo("2027-03-01T06:20:00Z");
        assertThat(body.at("/entries/3/late").asBoolean()).isTrue();
        assertThat(body.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void aSimulationKnowsStoredCalendarsAndThoseThatComeAlong() {
        api.send("PUT", "/api/calendars/simulated", "{\"entries\":[{\"date\":\"2027-03-02\"}]}");
        String body = """
            {"schedule":{"zone":"Europe/Rome","recurrence":{"cron":"0 12 * * *"},"blackouts":["simulated","mine"]},
             "calendars":[{"name":"mine","entries":[{"date":"2027-03-03"}]}],
             "from":"2027-03-01T00:00:00Z","to":"2027-03-05T00:00:00Z"}
            """;
        JsonNode told = api.post("/api/schedules/simulate", body).body();
        assertThat(told.path("words").asText()).isEqualTo("at 12:00");
        assertThat(told.findValuesAsText("outcome")).containsExactly("run", "blackout", "blackout", "run");
        assertThat(told.findValuesAsText("reason")).contains("in the blackout \"simulated\" until 2027-03-04 00:00");
        TestApi.Answer unknown = api.post("/api/schedules/simulate", body.replace("\"mine\",", "\"other\","));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body().at("/errors/0/pointer").asText()).isEqualTo("/schedule/blackouts/1");
    }

    @Test
    void whatIsWrongInASimulationIsNamedAllAtOnce() {
        TestApi.Answer answer = api.post("/api/schedules/simulate", """
            {"schedule":{"recurrence":{"every":"PT0S"}},"from":"2027-03-01T03:00:00Z","to":"2027-02-01T03:00:00Z",
             "outages":[{"from":"2027-03-02T00:00:00Z","until":"2027-03-01T00:00:00Z"}]}
            """);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/schedule/recurrence/every", "/to", "/outages/0/until");
    }

    @Test
    void whatIsAheadIsPlannedAndTheWindowsAreShown() {
        Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(3));
        long id = hourly(start, ",\"active_hours\":{\"start\":6,\"end\":22}");
        JsonNode body = api.get(
                        "/api/schedules/" + id + "/explain?from=" + start + "&to=" + start.plus(Duration.ofDays(1)))
                .body();
        assertThat(body.path("windows")).hasSizeBetween(1, 2);
        long slots = 0;
        for (JsonNode entry : body.path("entries")) {
            assertThat(entry.path("projected").asBoolean()).isTrue();
            assertThat(entry.path("outcome").asText()).isIn("planned", "outside_window");
            slots += entry.path("count").asLong();
        }
        assertThat(slots).isEqualTo(24);
        JsonNode none = api.get("/api/schedules/" + id + "/explain?at=" + start.plusSeconds(12 * 3600 + 600))
                .body();
        assertThat(none.path("sentence").asText())
                .contains("No slot at")
                .contains("the nearest are")
                .contains("planned");
        assertThat(none.path("entries")).isEmpty();
    }

    @Test
    void whatHappenedIsToldAsItIsRecorded() {
        Instant anchor = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
        long id = hourly(anchor, "");
        api.sql("insert into rota.run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version,"
                + " daemon_id, status, claimed_at, started_at, finished_at) values"
                + " (gen_random_uuid(), '" + anchor + "', "
                + id
                + ", 'explained', 'scheduled', 1, 'collect', 1, gen_random_uuid(), 'succeeded', '" + anchor
                + "', '"
                + anchor.plusSeconds(2) + "', '" + anchor.plusSeconds(3) + "')");
        api.sql("insert into rota.decision (schedule_id, plan_version, reason, first_slot, last_slot, count,"
                + " decided_at) values (" + id + ", 1, 'missed', '" + anchor.plusSeconds(3600) + "', '"
                + anchor.plusSeconds(7200)
                + "', 2, '" + anchor.plusSeconds(7300) + "')");
        assertThat(sentence(id, anchor)).contains("ran at").contains("(succeeded)");
        assertThat(sentence(id, anchor.plusSeconds(3600))).contains("missed because no daemon was running");
        assertThat(sentence(id, anchor.plusSeconds(5400)))
                .contains("No slot at")
                .contains("missed because no daemon was running");
        JsonNode range = api.get(
                        "/api/schedules/" + id + "/explain?from=" + anchor + "&to=" + anchor.plusSeconds(10_800))
                .body();
        assertThat(range.findValuesAsText("outcome")).containsExactly("run", "missed");
        assertThat(range.at("/entries/1/last_slot").asText())
                .isEqualTo(anchor.plusSeconds(7200).toString());
    }

    @Test
    void theTimeOfAPauseIsComputedUntilItIsWritten() {
        Instant anchor = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
        long id = hourly(anchor, "");
        api.sql("update rota.schedules set enabled = false, next_slot = '" + anchor + "', next_due = '" + anchor
                + "' where id = " + id);
        JsonNode body = api.get(
                        "/api/schedules/" + id + "/explain?from=" + anchor + "&to=" + anchor.plusSeconds(36_000))
                .body();
        assertThat(body.findValuesAsText("outcome")).containsExactly("paused");
        assertThat(body.at("/entries/0/count").asLong()).isEqualTo(10);
        assertThat(body.at("/entries/0/projected").asBoolean()).isTrue();
        assertThat(sentence(id, anchor.plusSeconds(3600))).endsWith(": the schedule is paused.");
        JsonNode upcoming = api.get("/api/schedules/" + id + "/upcoming?n=1").body();
        assertThat(upcoming.at("/items/0/reason").asText()).isEqualTo("the schedule is paused");
    }

    @Test
    void wrongParametersAreAllNamed() {
        long id = hourly(Instant.now(), "");
        for (String query : List.of(
                "",
                "?from=2027-01-01T00:00:00Z",
                "?at=x&from=y",
                "?from=2027-01-01T00:00:00Z&to=2027-06-01T00:00:00Z")) {
            TestApi.Answer answer = api.get("/api/schedules/" + id + "/explain" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body().path("errors")).as(query).isNotEmpty();
        }
        assertThat(api.get("/api/schedules/" + id + "/explain?at=x&from=y")
                        .body()
                        .path("errors"))
                .hasSize(3);
        assertThat(api.get("/api/schedules/99999999/explain?at=2027-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
    }

    private String sentence(long id, Instant at) {
        return api.get("/api/schedules/" + id + "/explain?at=" + at)
                .body()
                .path("sentence")
                .asText();
    }
}

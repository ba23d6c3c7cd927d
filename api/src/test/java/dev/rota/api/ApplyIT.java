package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.syntax.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplyIT {
    private static final String JOB = """
        "job":{"kind":"collect","source":{"type":"http","url":"http://127.0.0.1/x"},"metrics":[{"name":"load"}]}\
        """;
    private static final String HOLIDAYS = "{\"name\":\"holidays\",\"entries\":[{\"every_year\":\"12-25\"}]}";

    private final TestApi api = new TestApi(true);

    @AfterEach
    void close() {
        api.close();
    }

    private static String schedule(String name, String more) {
        return "{\"name\":\"" + name + "\"," + JOB + more + "}";
    }

    private TestApi.Answer apply(String more, String... schedules) {
        return api.post("/api/schedules/apply", "{\"schedules\":[" + String.join(",", schedules) + "]" + more + "}");
    }

    private static List<Long> counts(TestApi.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        JsonNode body = answer.body();
        return List.of(
                body.path("created").asLong(-1),
                body.path("changed").asLong(-1),
                body.path("deleted").asLong(-1),
                body.path("unchanged").asLong(-1));
    }

    private JsonNode list() {
        return api.get("/api/schedules?sort=name").body().path("items");
    }

    @Test
    void whatWasAppliedOnceChangesNothingTheSecondTime() {
        String[] fleet = {
            schedule("a", ",\"recurrence\":{\"every\":\"PT1H\"}"),
            schedule(
                    "b",
                    ",\"recurrence\":{\"cron\":\"*/5 6-22 * * MON-FRI\"},\"active_hours\":{\"start\":6,\"end\":22}"),
            schedule(
                    "c", ",\"recurrence\":{\"calendar\":\"Mon..Fri 06:00\"},\"missed\":{\"policy\":\"all\",\"max\":3}"),
            schedule(
                    "d", ",\"recurrence\":{\"every\":\"PT90S\",\"after\":\"completion\"},\"blackouts\":[\"holidays\"]"),
            schedule("e", ",\"recurrence\":{\"at\":\"2099-01-01T00:00:00Z\"},\"labels\":{\"x\":\"y\"}"),
            "{\"name\":\"f\",\"template\":\"work_orders\",\"breaker\":{\"failures\":3,\"of\":10,\"probation\":\"PT1H\"}}"
        };
        String more = ",\"calendars\":[" + HOLIDAYS + "],\"managed_by\":\"git\"";

        assertThat(counts(apply(more + ",\"dry_run\":true", fleet))).containsExactly(7L, 0L, 0L, 0L);
        assertThat(list()).isEmpty();
        assertThat(counts(apply(more, fleet))).containsExactly(7L, 0L, 0L, 0L);
        JsonNode before = list();
        assertThat(counts(apply(more, fleet))).containsExactly(0L, 0L, 0L, 7L);
        assertThat(list().findValuesAsText("version")).containsOnly("1").hasSize(6);
        assertThat(before.findValuesAsText("managed_by")).containsOnly("git").hasSize(6);
    }

    @Test
    void aChangeIsToldFieldByFieldAndTheGridStays() {
        apply("", schedule("a", ",\"recurrence\":{\"every\":\"PT1H\"},\"labels\":{\"team\":\"x\"}"));
        String anchor = list().at("/0/recurrence/anchor").asText();

        TestApi.Answer answer = apply(
                "", schedule("a", ",\"recurrence\":{\"every\":\"PT2H\"},\"labels\":{\"team\":\"y\",\"b/c\":\"1\"}"));

        assertThat(counts(answer)).containsExactly(0L, 1L, 0L, 0L);
        assertThat(answer.body().at("/changes/0/fields").toString()).isEqualTo("""
            [{"pointer":"/labels/team","from":"x","to":"y"},{"pointer":"/labels/b~1c","from":null,"to":"1"},\
            {"pointer":"/recurrence/every","from":"PT1H","to":"PT2H"}]\
            """);
        assertThat(list().at("/0/recurrence/anchor").asText()).isEqualTo(anchor);
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndNothingIsWritten() {
        TestApi.Answer answer = apply(
                ",\"calendars\":[{\"name\":\"Bad"
                        + " Name\",\"entries\":[]},{\"name\":\"k\",\"entries\":[{\"date\":\"x\"}]}]",
                schedule("good", ""),
                schedule("bad", ",\"recurrence\":{\"every\":\"PT0S\"}"),
                "{\"name\":\"no job\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/calendars/0/name",
                        "/calendars/1/entries/0/date",
                        "/schedules/1/recurrence/every",
                        "/schedules/2/job");

        TestApi.Answer second = apply(
                "",
                schedule("good", ""),
                schedule("good", ""),
                schedule("past", ",\"recurrence\":{\"at\":\"2001-01-01T00:00:00Z\"}"),
                schedule("dark", ",\"blackouts\":[\"none\"]"));
        assertThat(second.body().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/schedules/1/name", "/schedules/2/recurrence/at", "/schedules/3/blackouts/0");
        assertThat(list()).isEmpty();
    }

    @Test
    void pruneDeletesOnlyWhatCarriesTheMark() {
        api.post("/api/schedules", schedule("by hand", ""));
        apply(",\"managed_by\":\"other\"", schedule("other's", ""));
        apply(",\"managed_by\":\"git\"", schedule("a", ""), schedule("b", ""));

        assertThat(counts(apply(",\"managed_by\":\"git\",\"prune\":true", schedule("b", ""))))
                .containsExactly(0L, 0L, 1L, 1L);
        assertThat(list().findValuesAsText("name"))
                .contains("by hand", "other's", "b")
                .doesNotContain("a");
        assertThat(apply(",\"managed_by\":\"git\",\"prune\":true").status()).isEqualTo(422);
        assertThat(apply(",\"prune\":true", schedule("b", "")).status()).isEqualTo(422);
        assertThat(apply(",\"managed_by\":\"git\"", schedule("other's", ""))
                        .body()
                        .toString())
                .contains("not_owned");
        assertThat(counts(apply(",\"managed_by\":\"git\",\"adopt\":true", schedule("by hand", ""))))
                .containsExactly(0L, 1L, 0L, 0L);
    }

    @Test
    void aPauseIsKeptUnlessTheDocumentSaysOtherwise() {
        apply("", schedule("a", ""));
        api.post("/api/schedules/" + list().at("/0/id").asText() + "/disable", "{}");

        assertThat(counts(apply("", schedule("a", "")))).containsExactly(0L, 0L, 0L, 1L);
        assertThat(counts(apply("", schedule("a", ",\"enabled\":true")))).containsExactly(0L, 1L, 0L, 0L);
        assertThat(list().at("/0/enabled").asBoolean()).isTrue();
    }

    @Test
    void whatIsThereIsRefusedOrKeptWhenOnlyNewOnesAreWanted() {
        apply("", schedule("a", ""));

        TestApi.Answer refused = apply(",\"existing\":\"refuse\"", schedule("a", ""), schedule("b", ""));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("exists");
        assertThat(counts(apply(",\"existing\":\"keep\"", schedule("a", ",\"attempts\":3"), schedule("b", ""))))
                .containsExactly(1L, 0L, 0L, 1L);
        assertThat(list().at("/0/attempts").asInt()).isEqualTo(1);
    }

    @Test
    void aCalendarReachesItsSchedulesInTheSameWrite() {
        apply(",\"calendars\":[" + HOLIDAYS + "]", schedule("a", ",\"blackouts\":[\"holidays\"]"));

        TestApi.Answer answer = apply(",\"calendars\":[" + HOLIDAYS.replace("12-25", "12-26") + "]");

        assertThat(answer.body().at("/changes/0/fields/0/pointer").asText()).isEqualTo("/entries/0/every_year");
        assertThat(api.get("/api/calendars/holidays").body().path("version").asInt())
                .isEqualTo(2);
    }

    @Test
    void whoMayNotWriteACommandMayStillApplyOneThatIsThereUnchanged() {
        String command = "{\"name\":\"a\",\"job\":{\"kind\":\"command\",\"argv\":[\"/bin/true\"]}}";
        String[] editor = {"Test-Role", "editor"};
        ObjectNode body = Json.object();
        body.putArray("schedules").add(Json.stored(command));

        assertThat(api.post("/api/schedules/apply", body.toString(), editor)
                        .body()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("not_allowed");
        apply("", command);
        assertThat(counts(api.post("/api/schedules/apply", body.toString(), editor)))
                .containsExactly(0L, 0L, 0L, 1L);
    }
}

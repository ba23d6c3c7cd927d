package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkIT {
    private final TestApi api = new TestApi(true);

    @BeforeEach
    void fourSchedulesOfWhichTwoWereGivenUp() {
        for (String name : List.of("a", "b", "c", "d")) {
            api.post("/api/schedules", """
                {"name":"%s","labels":{"site":"%s"},"recurrence":{"every":"PT1H"},
                 "job":{"kind":"collect","source":{"type":"http","url":"http://127.0.0.1/x"},
                 "metrics":[{"name":"load"}]}}\
                """.formatted(name, name.equals("a") ? "rome" : "oslo"));
        }
        api.sql("""
            update rota.schedules set failures = 5, last_status = 'failed', auto_disabled_at = clock_timestamp(),
              auto_disabled_reason = '5 failures in a row' where name in ('a', 'b')\
            """);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private JsonNode bulk(String body) {
        TestApi.Answer answer = api.post("/api/schedules/bulk", body, "Test-Role", "operator");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private List<String> standings() {
        List<String> standings = new ArrayList<>();
        api.get("/api/schedules?sort=name")
                .body()
                .at("/items")
                .forEach(item -> standings.add(item.at("/state/standing").asText()));
        return standings;
    }

    @Test
    void aDryRunTellsWhatWouldChangeAndChangesNothing() {
        JsonNode told = bulk("{\"action\":\"enable\",\"filter\":{\"standing\":\"failed\"},\"dry_run\":true}");

        assertThat(told.at("/matched").asInt()).isEqualTo(2);
        assertThat(told.at("/changed").asInt()).isEqualTo(2);
        assertThat(told.at("/dry_run").asBoolean()).isTrue();
        assertThat(told.at("/items/0/name").asText()).isEqualTo("a");
        assertThat(told.at("/items/0/from").asText()).isEqualTo("failed");
        assertThat(told.at("/items/0/to").asText()).isEqualTo("last_run_failed");
        assertThat(standings()).containsExactly("failed", "failed", "active", "active");
    }

    @Test
    void whatFitsEveryCriterionIsEnabledAndSaidAsItThenStands() {
        JsonNode done = bulk(
                "{\"action\":\"enable\",\"filter\":{\"standing\":\"failed\",\"label\":\"site=oslo\",\"q\":\"b\"}}");

        assertThat(done.at("/matched").asInt()).isEqualTo(1);
        assertThat(done.at("/items/0/to").asText()).isEqualTo("last_run_failed");
        assertThat(standings()).containsExactly("failed", "last_run_failed", "active", "active");
        JsonNode state = api.get("/api/schedules/" + done.at("/items/0/id").asText())
                .body()
                .at("/state");
        assertThat(state.at("/consecutive_failures").asInt()).isZero();
        assertThat(state.at("/auto_disabled_at").isNull()).isTrue();
    }

    @Test
    void disablingTwiceChangesNothingTheSecondTime() {
        assertThat(bulk("{\"action\":\"disable\",\"filter\":{}}").at("/changed").asInt())
                .isEqualTo(4);
        assertThat(standings()).containsOnly("paused");
        JsonNode again = bulk("{\"action\":\"disable\",\"filter\":{}}");
        assertThat(again.at("/matched").asInt()).isEqualTo(4);
        assertThat(again.at("/changed").asInt()).isZero();
    }

    @Test
    void anUnknownStandingIsNamedAndAViewerMayNot() {
        TestApi.Answer wrong =
                api.post("/api/schedules/bulk", "{\"action\":\"enable\",\"filter\":{\"standing\":\"faild\"}}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body().at("/errors/0/pointer").asText()).isEqualTo("/filter/standing");
    }

    @Test
    void theBreakersOptionsAreWrittenShownAndPatchedInEitherForm() {
        String id = api.get("/api/schedules?sort=name").body().at("/items/2/id").asText();
        String path = "/api/schedules/" + id;
        patch(path, "{\"breaker\":{\"failures\":3,\"of\":10,\"at_least_for\":\"PT5M\",\"probation\":\"PT15M\"}}");
        JsonNode shown = patch(path, "{\"failure_threshold\":4}");
        assertThat(shown.at("/breaker").toString())
                .isEqualTo("{\"failures\":4,\"of\":10,\"at_least_for\":\"PT5M\",\"probation\":\"PT15M\"}");
        assertThat(patch(path, "{\"breaker\":{\"failures\":6}}")
                        .at("/failure_threshold")
                        .asInt())
                .isEqualTo(6);
        TestApi.Answer wrong = api.send("PATCH", path, "{\"breaker\":{\"of\":5}}", "If-Match", "*");
        assertThat(wrong.body().at("/errors/0/pointer").asText()).isEqualTo("/breaker/of");
        assertThat(shown.at("/state/recent_errors").isArray()).isTrue();
    }

    private JsonNode patch(String path, String body) {
        TestApi.Answer answer = api.send("PATCH", path, body, "If-Match", "*");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }
}

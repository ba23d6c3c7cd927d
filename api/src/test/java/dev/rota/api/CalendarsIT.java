package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarsIT {
    private static final String ENTRIES = """
            {"description":"Free days","entries":[{"date":"2027-12-25","note":"Christmas"},{"from":"2027-08-01","until":"2027-08-15"},
            {"from":"2027-08-01T22:00","until":"2027-08-02T04:00"},{"every_year":"01-01"}]}""";
    private static final String SCHEDULE = """
            {"name":"calm","job":{"kind":"collect","source":{"type":"http","url":"http://127.0.0.1/x"},"metrics":[{"name":"load"}]},
            "recurrence":{"every":"PT1H"},"blackouts":["%s"],"exceptions":[{"date":"2027-12-24",
            "windows":[{"from":"06:00","until":"12:00"}]},{"date":"2027-12-25","windows":[]}]}""";

    private final TestApi api = new TestApi(true);

    @AfterAll
    void close() {
        api.close();
    }

    @Test
    void aCalendarIsMadeShownReplacedAndDeleted() {
        TestApi.Answer made = api.send("PUT", "/api/calendars/free", ENTRIES);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo("\"v1\"");
        assertThat(made.body().at("/entries/0/note").asText()).isEqualTo("Christmas");
        assertThat(made.body().at("/entries/2/from").asText()).isEqualTo("2027-08-01T22:00");
        assertThat(made.body().at("/entries/3/every_year").asText()).isEqualTo("01-01");
        assertThat(api.get("/api/calendars").body().toString()).contains("\"name\":\"free\"");

        assertThat(api.send("PUT", "/api/calendars/free", ENTRIES).status()).isEqualTo(428);
        TestApi.Answer again =
                api.send("PUT", "/api/calendars/free", made.body().toString(), "If-Match", "\"v1\"");
        assertThat(again.status()).as("what is shown may be sent back").isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo("\"v2\"");
        TestApi.Answer stale = api.send("PUT", "/api/calendars/free", ENTRIES, "If-Match", "\"v1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.header("ETag")).isEqualTo("\"v2\"");
        assertThat(api.send("DELETE", "/api/calendars/free", "").status()).isEqualTo(428);
        assertThat(api.send("DELETE", "/api/calendars/free", "", "If-Match", "\"v2\"")
                        .status())
                .isEqualTo(204);
        assertThat(api.get("/api/calendars/free").status()).isEqualTo(404);
    }

    @Test
    void aScheduleNamesItAndKeepsItFromBeingDeleted() {
        api.send("PUT", "/api/calendars/feast", ENTRIES);
        TestApi.Answer created = api.post("/api/schedules", SCHEDULE.formatted("feast"));
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        assertThat(created.body().at("/blackouts/0").asText()).isEqualTo("feast");
        assertThat(created.body().at("/exceptions/0/windows/0/from").asText()).isEqualTo("06:00");
        assertThat(created.body().at("/exceptions/1/windows")).isEmpty();
        TestApi.Answer refused = api.send("DELETE", "/api/calendars/feast", "", "If-Match", "*");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().toString()).contains("calm");

        TestApi.Answer unknown = api.post("/api/schedules", SCHEDULE.formatted("feasts"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body().toString()).contains("/blackouts/0").contains("feast.");
    }

    @Test
    void viewersReadAndEditorsWrite() {
        assertThat(api.get("/api/calendars", "Test-Role", "viewer").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"entries":[{"date":"2027-02-30"}]}                                       | /entries/0/date
            {"entries":[{"date":"2027-02-03","every_year":"12-25"}]}                  | /entries/0
            {"entries":[{"from":"2027-02-03"}]}                                       | /entries/0/until
            {"entries":[{"from":"2027-02-03","until":"2027-02-03T12:00"}]}            | /entries/0/until
            {"entries":[{"from":"2027-02-03T12:00","until":"2027-02-03T12:00"}]}      | /entries/0/until
            {"entries":[{"from":"2027-02-03","until":"2027-02-01"}]}                  | /entries/0/until
            {"entries":[{"every_year":"31-12"}]}                                      | /entries/0/every_year
            {"entries":[{"datum":"2027-02-03"}]}                                      | /entries/0/datum
            {"entries":[{"date":"20270-01-01"}]}                                      | /entries/0/date
            {"entries":["2027-02-03"]}                                                | /entries/0
            {"entries":7}                                                             | /entries
            {"note":"x"}                                                              | /entries
            {"entries":[],"name":"other"}                                             | /name
            """)
    void whatIsWrongIsNamed(String body, String pointer) {
        TestApi.Answer answer = api.send("PUT", "/api/calendars/wrong", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().toString()).contains("\"" + pointer + "\"");
    }
}

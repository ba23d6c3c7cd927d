package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What somebody sends who wants to see a 500.
class HostileInputIT {
    private static final String JOB = """
        {"kind":"collect","source":{"type":"openmetrics","url":"https://a.example/metrics"}}\
        """;

    private final TestApi api = new TestApi(false);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aTimeThatNoDatabaseKnowsIsABadParameter() {
        String id = schedule();
        for (String time : List.of("-999999999-01-01T00:00:00Z", "%2B999999999-12-31T23:59:59Z")) {
            assertThat(List.of(
                            api.get("/api/series/1/samples?from=" + time).status(),
                            api.get("/api/series/1/samples?to=" + time).status(),
                            api.get("/api/schedules/" + id + "/items?changed_since=" + time)
                                    .status()))
                    .as(time)
                    .containsOnly(400);
        }
        assertThat(api.get("/api/series/1/samples?range=999999w").status()).isEqualTo(400);
        assertThat(api.get("/api/logs?after=99999999999999999999-1").status()).isEqualTo(400);
    }

    @Test
    void aTemplateWithoutABodyIsRefusedAndOneThatStartsProgramsToo() {
        assertThat(api.send("PUT", "/api/job-templates/t", "", "Content-Type", "application/json")
                        .status())
                .isEqualTo(400);
        var program = api.send("PUT", "/api/job-templates/t", """
            {"job":{"kind":"command","argv":["/bin/true"]}}\
            """);
        assertThat(program.body().at("/errors/0/code").asText()).isEqualTo("commands_off");
    }

    @Test
    void aBodyWithThousandsOfMistakesGetsAnAnswerThatCanBeRead() {
        String wrong =
                IntStream.range(0, 5000).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(",", "{", "}"));

        var answer = api.post("/api/schedules", wrong);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors")).hasSize(100);
        assertThat(answer.body().path("detail").asText()).startsWith("500").contains("the first 100");
    }

    @Test
    void aScheduleDoesNotGrowWithoutBound() {
        String labels =
                IntStream.range(0, 65).mapToObj(i -> "\"l" + i + "\":\"v\"").collect(Collectors.joining(","));
        String window = "{\"from\":\"06:00\",\"until\":\"07:00\"}";
        String windows = String.join(",", Collections.nCopies(101, window));
        String names = IntStream.range(0, 21).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));

        var answer = api.post("/api/schedules", """
            {"name":"big","job":%s,"labels":{%s},"active_hours":[%s],"blackouts":[%s],
             "exceptions":[{"date":"2027-12-24","windows":[%s]}]}\
            """.formatted(JOB, labels, windows, names, windows));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/labels", "/active_hours", "/blackouts", "/exceptions/0/windows");
    }

    @Test
    void theVersionIsToldWhenTheDatabaseIsInTrouble() {
        api.sql("alter table rota.flyway_schema_history rename to gone");
        var answer = api.get("/api/version");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("version").asText()).isNotEmpty();
        assertThat(answer.body().path("schema").isNull()).isTrue();
    }

    @Test
    void aLongLabelIsRefusedByItsName() {
        var answer = api.post(
                "/api/schedules",
                "{\"name\":\"big\",\"job\":%s,\"labels\":{\"team\":\"%s\"}}".formatted(JOB, "x".repeat(201)));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/message").asText()).contains("'team'");
    }

    @Test
    void aReasonIsASentenceNotABook() {
        String run = "/api/schedules/" + schedule() + "/run";

        assertThat(api.post(run, "{\"reason\":\"" + "x".repeat(1001) + "\"}").status())
                .isEqualTo(422);
        assertThat(api.post(run, "{\"reason\":\"" + "x".repeat(1000) + "\"}").status())
                .isEqualTo(202);
    }

    @Test
    void aSeedTypeWithANulIsNoType() {
        assertThat(api.post("/api/scraping-schedules", "{\"schedule_type\":\"a\\u0000\"}")
                        .status())
                .isEqualTo(422);
    }

    private String schedule() {
        return api.post("/api/schedules", "{\"name\":\"x\",\"job\":" + JOB + "}")
                .body()
                .path("id")
                .asText();
    }
}

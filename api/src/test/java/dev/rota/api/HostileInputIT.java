package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

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

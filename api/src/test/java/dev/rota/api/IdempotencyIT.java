package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Who sends the same twice under one Idempotency-Key gets the same answer twice.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyIT {
    private static final String KEY = "Idempotency-Key";

    private final TestApi api = new TestApi(true);

    @AfterAll
    void close() {
        api.close();
    }

    private static String schedule(String name, String recurrence) {
        return "{\"name\":\"" + name + "\",\"recurrence\":" + recurrence
                + ",\"job\":{\"kind\":\"command\",\"argv\":[\"/bin/true\"]}}";
    }

    private TestApi.Answer create(String name, String... headers) {
        return api.post("/api/schedules", schedule(name, "{\"every\":\"PT1H\"}"), headers);
    }

    private static String path(TestApi.Answer created) {
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        return created.header("Location").replaceFirst("^http://[^/]+", "");
    }

    private static JsonNode request(TestApi.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().get("request_id");
    }

    private static void assertReused(TestApi.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().get("type").asText()).isEqualTo("/docs/problems#key_reused");
    }

    @Test
    void aDoubleClickIsOneRequest() {
        String path = path(create("clicked")) + "/run";

        TestApi.Answer first = api.post(path, "", KEY, "k1");

        assertThat(request(api.post(path, "", KEY, "k1"))).isEqualTo(request(first));
        assertThat(request(api.post(path, "{}"))).isEqualTo(request(first));
        assertThat(api.get(first.body().get("location").asText()).body().get("status"))
                .hasToString("\"waiting\"");
        assertReused(api.post(path, "{\"force\":true}", KEY, "k1"));
    }

    @Test
    void everyKeyThatWasPressedWhileARequestWaitedMeansItForEverAfter() {
        String path = path(create("pressed")) + "/run";
        JsonNode first = request(api.post(path, "", KEY, "p1"));
        JsonNode second = request(api.post(path, "{\"reason\":\"me too\"}", KEY, "p2"));
        assertThat(second).isEqualTo(first);

        api.sql("update rota.run_request set status = 'done' where id = " + first);

        assertThat(request(api.post(path, "", KEY, "p1"))).isEqualTo(first);
        assertThat(request(api.post(path, "{\"reason\":\"me too\"}", KEY, "p2")))
                .isEqualTo(first);
        assertThat(request(api.post(path, "", KEY, "p3"))).isNotEqualTo(first);
    }

    @Test
    void aKeyOfOneScheduleIsNoneOfAnother() {
        String one = path(create("one")) + "/run";
        String two = path(create("two")) + "/run";
        request(api.post(one, "", KEY, "shared"));

        assertReused(api.post(two, "", KEY, "shared"));
        assertReused(create("three", KEY, "shared"));
    }

    @Test
    void aScheduleThatIsSentTwiceIsCreatedOnce() {
        TestApi.Answer first = create("once", KEY, "c1");
        TestApi.Answer second = create("once", KEY, "c1");

        assertThat(path(second)).isEqualTo(path(first));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag")).isNotEmpty();
        assertThat(second.body()).isEqualTo(first.body());
        assertReused(create("another", KEY, "c1"));
        assertThat(create("bad key", KEY, "with space").status()).isEqualTo(400);
    }

    @Test
    void whatFittedWhenItWasSentFirstIsNotRefusedLater() {
        String body =
                schedule("holy", "{\"every\":\"PT1H\"}").replace("{\"name\"", "{\"blackouts\":[\"feast\"],\"name\"");
        api.send("PUT", "/api/calendars/feast", "{\"entries\":[{\"date\":\"2027-12-25\"}]}");
        TestApi.Answer first = api.post("/api/schedules", body, KEY, "c2");
        api.sql("update rota.schedules set blackouts = '{}', calendars = '[]' where name = 'holy'");
        api.sql("delete from rota.calendar where name = 'feast'");

        assertThat(path(api.post("/api/schedules", body, KEY, "c2"))).isEqualTo(path(first));
        assertThat(api.post("/api/schedules", body, KEY, "c3").status()).isEqualTo(422);
    }

    @Test
    void aKeyDoesNotRaiseWhatWasDeleted() {
        TestApi.Answer first = create("fleeting", KEY, "c4");
        api.send("DELETE", path(first), "", "If-Match", "*");

        TestApi.Answer second = create("fleeting", KEY, "c4");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().get("type").asText()).isEqualTo("/docs/problems#deleted_meanwhile");
    }

    @Test
    void twentyAtOnceCreateOneSchedule() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<TestApi.Answer>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(pool.submit(() -> {
                    go.await();
                    return create("crowded", KEY, "crowd");
                }));
            }
            go.countDown();
        }
        List<String> paths = new ArrayList<>();
        for (Future<TestApi.Answer> answer : answers) {
            paths.add(path(answer.get()));
        }

        assertThat(paths).hasSize(20).containsOnly(paths.getFirst());
        assertThat(api.get("/api/schedules?q=crowded").body().get("items")).hasSize(1);
    }
}

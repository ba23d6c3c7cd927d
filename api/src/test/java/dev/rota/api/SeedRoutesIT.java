package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.store.TokenSecret;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of FossaWork's routes, one test for each row of its table and for each error, over real HTTP; then
/// the defects its ancestor had there, none of which may come along.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedRoutesIT {
    private static final String BASE = "/api/scraping-schedules";
    private static final AtomicInteger OWNERS = new AtomicInteger();

    private RunningApi api;

    @BeforeAll
    void start() {
        api = RunningApi.start();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    /// An owner of his own for each test, so that tests do not meet.
    private final class Owner {
        final TokenSecret token = api.token("owner-" + OWNERS.incrementAndGet(), "editor");

        HttpResponse<String> send(String method, String path, @Nullable String body) {
            return api.as(token, method, BASE + path, body);
        }

        JsonNode ok(String method, String path, @Nullable String body) {
            HttpResponse<String> answer = send(method, path, body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return api.json(answer);
        }

        JsonNode workOrders() {
            return ok("POST", "/", "{\"schedule_type\":\"work_orders\"}");
        }

        String refused(int status, String method, String path, @Nullable String body) {
            HttpResponse<String> answer = send(method, path, body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            JsonNode detail = api.json(answer).path("detail");
            assertThat(detail.isTextual()).as("detail is a string").isTrue();
            return detail.asText();
        }
    }

    @Nested
    class Contract {
        @Test
        void aScheduleIsMadeWithItsDefaults() {
            JsonNode made = new Owner().workOrders();
            assertThat(made.properties().stream().map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder(
                            "id",
                            "user_id",
                            "schedule_type",
                            "interval_hours",
                            "active_hours",
                            "enabled",
                            "last_run",
                            "next_run",
                            "consecutive_failures",
                            "created_at",
                            "updated_at",
                            "status");
            assertThat(made.path("id").isIntegralNumber()).isTrue();
            assertThat(made.path("schedule_type").asText()).isEqualTo("work_orders");
            assertThat(made.path("interval_hours").asDouble()).isEqualTo(1.0);
            assertThat(made.path("active_hours").isNull()).isTrue();
            assertThat(made.path("enabled").asBoolean()).isTrue();
            assertThat(made.path("status").asText()).isEqualTo("active");
            assertThat(made.path("consecutive_failures").asInt()).isZero();
            assertThat(made.path("last_run").isNull()).isTrue();
            assertThat(time(made, "next_run")).isBeforeOrEqualTo(Instant.now().plusSeconds(60));
        }

        @Test
        void aScheduleIsMadeAsItWasAsked() {
            JsonNode made = new Owner().ok("POST", "", """
                    {"schedule_type":"dispensers","interval_hours":0.5,"active_hours":{"start":6,"end":22},"enabled":false}
                    """);
            assertThat(made.path("interval_hours").asDouble()).isEqualTo(0.5);
            assertThat(made.path("active_hours").toString()).isEqualTo("{\"start\":6,\"end\":22}");
            assertThat(made.path("enabled").asBoolean()).isFalse();
            assertThat(made.path("status").asText()).isEqualTo("paused");
            assertThat(made.path("next_run").isNull()).isTrue();
        }

        @Test
        void aSecondScheduleOfATypeIsRefused() {
            Owner owner = new Owner();
            owner.workOrders();
            assertThat(owner.refused(400, "POST", "/", "{\"schedule_type\":\"work_orders\"}"))
                    .isEqualTo("Schedule for work_orders already exists");
            new Owner().workOrders();
        }

        @Test
        void anUnknownTypeIsRefusedWithTheKnownOnes() {
            assertThat(new Owner().refused(422, "POST", "/", "{\"schedule_type\":\"filters\"}"))
                    .contains("filters", "dispensers", "work_orders");
            assertThat(new Owner().refused(422, "POST", "/", "{}")).contains("schedule_type");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"interval_hours\":0.49",
                    "\"interval_hours\":24.5",
                    "\"interval_hours\":\"1\"",
                    "\"interval_hours\":null",
                    "\"active_hours\":{\"start\":6}",
                    "\"active_hours\":{\"start\":-1,\"end\":5}",
                    "\"active_hours\":{\"start\":24,\"end\":5}",
                    "\"active_hours\":{\"start\":0,\"end\":25}",
                    "\"active_hours\":{\"start\":6.5,\"end\":8}",
                    "\"active_hours\":\"6-22\"",
                    "\"enabled\":\"yes\""
                })
        void aWrongFieldIsRefusedOnPostAndPut(String field) {
            Owner owner = new Owner();
            String name = field.substring(1, field.indexOf('"', 1));
            assertThat(owner.refused(422, "POST", "/", "{\"schedule_type\":\"work_orders\"," + field + "}"))
                    .contains(name);
            long id = owner.workOrders().path("id").asLong();
            JsonNode before = owner.ok("GET", "/" + id, null);
            assertThat(owner.refused(422, "PUT", "/" + id, "{" + field + "}")).contains(name);
            assertThat(owner.ok("GET", "/" + id, null)).isEqualTo(before);
        }

        @Test
        void whatIsNoJsonIsRefused() {
            new Owner().refused(400, "POST", "/", "{\"schedule_type\":");
            new Owner().refused(422, "POST", "/", "[]");
        }

        @Test
        void theListIsAnArrayOfOnesOwn() {
            Owner owner = new Owner();
            assertThat(owner.ok("GET", "/", null).toString()).isEqualTo("[]");
            JsonNode made = owner.workOrders();
            new Owner().workOrders();
            JsonNode list = owner.ok("GET", "/", null);
            assertThat(list.isArray()).isTrue();
            assertThat(list).hasSize(1);
            assertThat(list.get(0)).isEqualTo(made);
        }

        @Test
        void oneIsGivenByItsId() {
            Owner owner = new Owner();
            JsonNode made = owner.workOrders();
            assertThat(owner.ok("GET", "/" + made.path("id"), null)).isEqualTo(made);
        }

        @Test
        void whatIsNotThereOrSomebodyElsesIsNotFound() {
            long foreign = new Owner().workOrders().path("id").asLong();
            Owner owner = new Owner();
            for (String id : new String[] {"/999999", "/" + foreign}) {
                assertThat(owner.refused(404, "GET", id, null)).contains("not found");
                owner.refused(404, "PUT", id, "{\"enabled\":false}");
                owner.refused(404, "DELETE", id, null);
                owner.refused(404, "GET", id + "/history", null);
                owner.refused(404, "POST", id + "/run", null);
            }
        }

        @Test
        void onlyWhatIsSentIsChanged() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            owner.ok("PUT", "/" + id, "{\"active_hours\":{\"start\":6,\"end\":22}}");
            JsonNode changed = owner.ok("PUT", "/" + id, "{\"interval_hours\":2}");
            assertThat(changed.path("interval_hours").asDouble()).isEqualTo(2.0);
            assertThat(changed.path("active_hours").path("start").asInt()).isEqualTo(6);
            assertThat(changed.path("enabled").asBoolean()).isTrue();
            JsonNode paused = owner.ok("PUT", "/" + id, "{\"enabled\":false}");
            assertThat(paused.path("status").asText()).isEqualTo("paused");
            assertThat(paused.path("interval_hours").asDouble()).isEqualTo(2.0);
        }

        @Test
        void deletingAnswersAMessage() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            assertThat(owner.ok("DELETE", "/" + id, null).path("message").asText())
                    .isNotEmpty();
            owner.refused(404, "GET", "/" + id, null);
            owner.workOrders();
        }

        @Test
        void theHistoryIsNewestFirstWithAllItsFields() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            run(id, "3 minutes", "succeeded", "scheduled");
            run(id, "2 minutes", "failed", "manual");
            run(id, "1 minute", "running", "scheduled");
            JsonNode history = owner.ok("GET", "/" + id + "/history", null);
            assertThat(history).hasSize(3);
            JsonNode live = history.get(0);
            assertThat(live.path("success").isNull()).isTrue();
            assertThat(live.path("completed_at").isNull()).isTrue();
            JsonNode failed = history.get(1);
            assertThat(failed.properties().stream().map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder(
                            "started_at",
                            "completed_at",
                            "success",
                            "items_processed",
                            "items_added",
                            "items_updated",
                            "items_failed",
                            "error_message",
                            "error_details",
                            "duration_seconds",
                            "trigger_type",
                            "metadata");
            assertThat(failed.path("success").asBoolean(true)).isFalse();
            assertThat(failed.path("error_message").asText()).isEqualTo("said so");
            assertThat(failed.path("error_details").path("failure_class").asText())
                    .isEqualTo("timeout");
            assertThat(failed.path("trigger_type").asText())
                    .as("not always 'scheduled'")
                    .isEqualTo("manual");
            assertThat(failed.path("duration_seconds").asDouble()).isEqualTo(2.5);
            JsonNode succeeded = history.get(2);
            assertThat(succeeded.path("success").asBoolean()).isTrue();
            assertThat(succeeded.path("error_message").isNull()).isTrue();
            assertThat(succeeded.path("items_processed").asInt()).isEqualTo(9);
            assertThat(owner.ok("GET", "/" + id + "/history/?limit=1", null)).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "101", "-1", "ten"})
        void aLimitOutOfItsRangeIsRefused(String limit) {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            assertThat(owner.refused(422, "GET", "/" + id + "/history?limit=" + limit, null))
                    .contains("limit");
        }

        @Test
        void aRunIsRequestedOnceHoweverOftenItIsPressed() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            JsonNode answer = owner.ok("POST", "/" + id + "/run", null);
            assertThat(answer.path("schedule_id").asLong()).isEqualTo(id);
            assertThat(answer.path("message").asText()).isNotEmpty();
            owner.ok("POST", "/" + id + "/run/", null);
            assertThat(api.sqlNumber("select count(*) from run_request where schedule_id = " + id))
                    .isOne();
        }

        @Test
        void theDaemonsStatusComesFromItsHeartbeatAndCountsOnesOwnSchedules() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            owner.ok("POST", "", "{\"schedule_type\":\"dispensers\",\"enabled\":false}");
            new Owner().workOrders();
            api.sql("delete from daemon");
            assertThat(owner.ok("GET", "/status/daemon", null)
                            .path("daemon_status")
                            .asText())
                    .isEqualTo("unknown");
            api.sql("insert into daemon (id, host, pid, version, state, kinds, slots, lease_until) values"
                    + " (gen_random_uuid(), 'h', 1, '1', 'ready', '{}', 4, clock_timestamp())");
            api.sql("update schedules set last_started_at = '2027-01-01Z' where id = " + id);
            JsonNode status = owner.ok("GET", "/status/daemon/", null);
            assertThat(status.path("daemon_status").asText()).isEqualTo("running");
            assertThat(status.path("total_schedules").asInt()).isEqualTo(2);
            assertThat(status.path("active_schedules").asInt()).isEqualTo(1);
            assertThat(time(status, "last_execution")).isEqualTo("2027-01-01T00:00:00Z");
            assertThat(status.path("message").asText()).isNotEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/"})
        void everyRouteAnswersWithAndWithoutATrailingSlash(String slash) {
            Owner owner = new Owner();
            long id = owner.ok("POST", slash, "{\"schedule_type\":\"work_orders\"}")
                    .path("id")
                    .asLong();
            owner.ok("GET", slash, null);
            owner.ok("GET", "/" + id + slash, null);
            owner.ok("PUT", "/" + id + slash, "{\"interval_hours\":3}");
            owner.ok("GET", "/" + id + "/history" + slash, null);
            owner.ok("POST", "/" + id + "/run" + slash, null);
            owner.ok("GET", "/status/daemon" + slash, null);
            owner.ok("DELETE", "/" + id + slash, null);
        }

        @Test
        void withoutATokenNobodyIsServed() {
            HttpResponse<String> answer = api.send("GET", BASE + "/", null, Map.of());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(api.json(answer).path("detail").isTextual()).isTrue();
        }
    }

    /// What was broken in FossaWork's scheduler, as far as it shows in these routes.
    @Nested
    class Defects {
        @Test
        void runNowOfAPausedScheduleIsRefusedInsteadOfPromised() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            owner.ok("PUT", "/" + id, "{\"enabled\":false}");
            assertThat(owner.refused(409, "POST", "/" + id + "/run", null)).contains("paused");
            assertThat(api.sqlNumber("select count(*) from run_request where schedule_id = " + id))
                    .isZero();
        }

        @Test
        void runNowOfAnAutoDisabledOrRunningScheduleIsRefusedToo() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            autoDisable(id);
            owner.refused(409, "POST", "/" + id + "/run", null);
            owner.ok("PUT", "/" + id, "{\"enabled\":true}");
            live(id);
            assertThat(owner.refused(409, "POST", "/" + id + "/run", null)).contains("running");
        }

        @Test
        void aManualRunDoesNotMoveTheNextRun() {
            Owner owner = new Owner();
            JsonNode made = owner.workOrders();
            owner.ok("POST", "/" + made.path("id") + "/run", null);
            assertThat(owner.ok("GET", "/" + made.path("id"), null).path("next_run"))
                    .isEqualTo(made.path("next_run"));
        }

        @Test
        void aWindowCanBeCleared() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            owner.ok("PUT", "/" + id, "{\"active_hours\":{\"start\":6,\"end\":22}}");
            assertThat(owner.ok("PUT", "/" + id, "{\"active_hours\":null}")
                            .path("active_hours")
                            .isNull())
                    .isTrue();
            assertThat(owner.ok("GET", "/" + id, null).path("active_hours").isNull())
                    .isTrue();
        }

        @Test
        void aWindowMayCrossMidnight() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            assertThat(owner.ok("PUT", "/" + id, "{\"active_hours\":{\"start\":22,\"end\":6}}")
                            .path("active_hours")
                            .toString())
                    .isEqualTo("{\"start\":22,\"end\":6}");
        }

        @Test
        void theEndOfTheDayCanBeChosen() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            assertThat(owner.ok("PUT", "/" + id, "{\"active_hours\":{\"start\":6,\"end\":24}}")
                            .path("active_hours")
                            .toString())
                    .isEqualTo("{\"start\":6,\"end\":24}");
        }

        @Test
        void aWindowWithoutAnyTimeIsRefused() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            assertThat(owner.refused(422, "PUT", "/" + id, "{\"active_hours\":{\"start\":6,\"end\":6}}"))
                    .contains("same hour");
        }

        @Test
        void autoDisableIsShownAndUndoneByEnabling() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            autoDisable(id);
            JsonNode failed = owner.ok("GET", "/" + id, null);
            assertThat(failed.path("status").asText()).isEqualTo("failed");
            assertThat(failed.path("enabled").asBoolean())
                    .as("the user's wish is untouched")
                    .isTrue();
            assertThat(failed.path("consecutive_failures").asInt()).isEqualTo(5);
            JsonNode enabled = owner.ok("PUT", "/" + id, "{\"enabled\":true}");
            assertThat(enabled.path("status").asText()).isEqualTo("active");
            assertThat(enabled.path("consecutive_failures").asInt()).isZero();
            assertThat(time(enabled, "next_run")).isAfter(Instant.now().minusSeconds(60));
        }

        @Test
        void autoDisabledWinsOverPaused() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            owner.ok("PUT", "/" + id, "{\"enabled\":false}");
            autoDisable(id);
            assertThat(owner.ok("GET", "/" + id, null).path("status").asText()).isEqualTo("failed");
        }

        @Test
        void theStatusIsNotGuessedFromTheHistory() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            for (int i = 1; i <= 6; i++) {
                run(id, i + " minutes", "failed", "scheduled");
            }
            assertThat(owner.ok("GET", "/" + id, null).path("status").asText()).isEqualTo("active");
        }

        @Test
        void deletingKeepsTheHistory() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            run(id, "3 minutes", "succeeded", "scheduled");
            owner.ok("DELETE", "/" + id, null);
            assertThat(api.sqlNumber("select count(*) from run where schedule_id = " + id
                            + " and schedule_name = 'work_orders'"))
                    .isOne();
        }

        @Test
        void aRunningScheduleIsHiddenAtOnceAndKeepsItsRowForTheRun() {
            Owner owner = new Owner();
            long id = owner.workOrders().path("id").asLong();
            live(id);
            owner.ok("DELETE", "/" + id, null);
            owner.refused(404, "GET", "/" + id, null);
            assertThat(api.sqlNumber("select count(*) from schedules where deleted_at is not null and id = " + id))
                    .isOne();
            owner.workOrders();
        }

        @Test
        void theNextRunStaysOnItsGridWhenTheIntervalChanges() {
            Owner owner = new Owner();
            JsonNode made = owner.workOrders();
            Instant anchor = time(made, "next_run");
            JsonNode changed = owner.ok("PUT", "/" + made.path("id"), "{\"interval_hours\":0.5}");
            Duration step = Duration.between(anchor, time(changed, "next_run"));
            assertThat(step.toMillis() % Duration.ofMinutes(30).toMillis()).isZero();
            assertThat(step).isBetween(Duration.ZERO, Duration.ofMinutes(30));
        }
    }

    private void autoDisable(long id) {
        api.sql("update schedules set failures = 5, auto_disabled_at = clock_timestamp(), auto_disabled_reason ="
                + " 'five failures in a row', next_slot = clock_timestamp() - interval '5 hours', next_due ="
                + " clock_timestamp() - interval '5 hours' where id = " + id);
    }

    private void live(long id) {
        api.sql("update schedules set current_run = gen_random_uuid(), current_daemon = gen_random_uuid(), current_slot"
                + " = clock_timestamp(), current_started_at = clock_timestamp() where id = " + id);
    }

    private void run(long id, String ago, String status, String trigger) {
        boolean over = !status.equals("running");
        api.sql("""
                insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
                  status, failure_class, message, claimed_at, started_at, finished_at, items_processed)
                select gen_random_uuid(), at, %d, 'work_orders', '%s', 1, 'scrape', 1, gen_random_uuid(), '%s', %s,
                  'said so', at, at, %s, 9
                from (select clock_timestamp() - interval '%s' as at) t
                """.formatted(
                        id,
                        trigger,
                        status,
                        status.equals("failed") ? "'timeout'" : "null",
                        over ? "at + interval '2.5 seconds'" : "null",
                        ago));
    }

    private static Instant time(JsonNode node, String field) {
        return OffsetDateTime.parse(node.path(field).asText()).toInstant();
    }
}

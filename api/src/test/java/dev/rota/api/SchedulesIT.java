package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchedulesIT {
    private static final String JOB = """
        {"kind":"collect","source":{"type":"http","url":"http://127.0.0.1/x"},"metrics":[{"name":"load"}]}\
        """;

    private final TestApi api = new TestApi(true);

    @AfterAll
    void close() {
        api.close();
    }

    private TestApi.Answer create(String name) {
        TestApi.Answer answer = api.post(
                "/api/schedules",
                "{\"name\":\"" + name + "\",\"job\":" + JOB + ",\"recurrence\":{\"every\":\"PT1H\"}}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer;
    }

    private static String path(TestApi.Answer created) {
        return created.header("Location").replaceFirst("^http://[^/]+", "");
    }

    @Test
    void aNewScheduleIsShownWithItsDefaultsAndRunsAtOnce() {
        TestApi.Answer created = create("fresh");

        JsonNode shown = api.get(path(created)).body();
        assertThat(created.body()).isEqualTo(shown);
        assertThat(created.header("ETag")).matches("\"v1\\.\\d+\"");
        assertThat(shown.at("/zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(shown.at("/job/kind").asText()).isEqualTo("collect");
        assertThat(shown.at("/owner").asText()).isEqualTo("tester");
        assertThat(shown.at("/grace").asText()).isEqualTo("PT1M");
        assertThat(shown.at("/missed/policy").asText()).isEqualTo("last");
        assertThat(shown.at("/active_hours").isNull()).isTrue();
        assertThat(shown.at("/state/standing").asText()).isEqualTo("active");
        Instant slot = Instant.parse(shown.at("/state/next_slot").asText());
        assertThat(slot).isEqualTo(Instant.parse(shown.at("/created_at").asText()));
        assertThat(slot).isEqualTo(Instant.parse(shown.at("/recurrence/anchor").asText()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "job":{"kind":"colect"}                                                | /job/kind             | unknown_kind
        "job":JOB,"zone":"Europe/Berlim"                                       | /zone                 | zone
        "job":JOB,"recurrence":{"every":"PT0S"}                                | /recurrence/every     | range
        "job":JOB,"recurrence":{"every":"P400D"}                               | /recurrence/every     | range
        "job":JOB,"recurrence":{"cron":"* * * *"}                              | /recurrence/cron      | cron
        "job":JOB,"recurrence":{"cron":"0 0 31 2 *"}                           | /recurrence/cron      | never
        "job":JOB,"recurrence":{"calendar":"25:00"}                            | /recurrence/calendar  | calendar
        "job":JOB,"recurrence":{"cron":"* * * * *","every":"PT1H"}             | /recurrence/cron      | one_form
        "job":JOB,"recurrence":{"after":"completion"}                          | /recurrence/every     | required
        "job":JOB,"recurrence":{"rrule":"FREQ=DAILY"}                          | /recurrence/rrule     | unknown_field
        "job":JOB,"recurrence":{"anchor":"2027-01-01T00:00:00Z"}               | /recurrence/every     | required
        "job":JOB,"intervall":1                                                | /intervall            | unknown_field
        "template":"nope"                                                      | /template             | unknown_template
        "enabled":true                                                         | /job                  | required
        "job":JOB,"active_hours":{"start":6,"end":6}                           | /active_hours/end     | range
        "job":JOB,"active_hours":{"start":6,"end":25}                          | /active_hours/end     | range
        "job":JOB,"active_hours":[{"from":"6","until":"22:00"}]                | /active_hours/0/from  | time
        "job":JOB,"active_hours":[{"days":["mo"],"from":"06:00","until":"7:00"}] | /active_hours/0/days/0 | enum
        "job":JOB,"missed":{"policy":"all"}                                    | /missed/max           | required
        "job":JOB,"recurrence":{"every":"PT1M"},"spread":"PT1M"                | /spread               | range
        "job":JOB,"attempts":0                                                 | /attempts             | range
        "job":{"kind":"scrape","start":["http://x/"],"items":{"select":"a >","key":["k"],"fields":{}}} | /job/items/select | css
        """)
    void whatIsWrongIsNamedAtItsPlace(String fields, String pointer, String code) {
        TestApi.Answer answer = api.post("/api/schedules", "{\"name\":\"wrong\"," + fields.replace("JOB", JOB) + "}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(answer.body().at("/errors/0/message").asText()).isNotBlank();
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        TestApi.Answer answer = api.post(
                "/api/schedules",
                "{\"zone\":\"Mars/Base\",\"recurrence\":{\"every\":\"1h\"},\"job\":{\"kind\":\"collect\"},\"nmae\":1}");

        List<String> pointers = new ArrayList<>();
        answer.body()
                .at("/errors")
                .forEach(error -> pointers.add(error.get("pointer").asText()));
        assertThat(pointers).containsExactlyInAnyOrder("/nmae", "/name", "/job/source", "/recurrence/every", "/zone");
    }

    @Test
    void anEditNeedsTheVersionItWasMadeOnAndLosesNobodysEdit() {
        TestApi.Answer created = create("edited");
        String path = path(created);
        String tag = created.header("ETag");

        assertThat(api.send("PATCH", path, "{\"name\":\"b\"}").status()).isEqualTo(428);
        TestApi.Answer changed = api.send("PATCH", path, "{\"name\":\"b\"}", "If-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/version").asInt()).isEqualTo(2);
        assertThat(changed.header("ETag")).startsWith("\"v2.");
        TestApi.Answer stale = api.send("PATCH", path, "{\"name\":\"c\"}", "If-Match", tag);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.header("ETag")).isEqualTo(changed.header("ETag"));
        assertThat(api.get(path).body().at("/name").asText()).isEqualTo("b");
        assertThat(api.send("DELETE", path, "", "If-Match", tag).status()).isEqualTo(412);
        assertThat(api.send("DELETE", path, "").status()).isEqualTo(428);
        assertThat(api.send("DELETE", path, "", "If-Match", changed.header("ETag"))
                        .status())
                .isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @Test
    void aRunDoesNotMakeAnOpenFormStaleButIsSeenByWhoPolls() {
        TestApi.Answer created = create("progressing");
        String path = path(created);
        assertThat(api.get(path, "If-None-Match", created.header("ETag")).status())
                .isEqualTo(304);

        api.sql("update rota.schedules set progress_seq = progress_seq + 1 where name = 'progressing'");

        assertThat(api.get(path, "If-None-Match", created.header("ETag")).status())
                .isEqualTo(200);
        assertThat(api.send("PATCH", path, "{\"attempts\":3}", "If-Match", created.header("ETag"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatWasShownMayBeSentBackAndKeepsTheNextSlot() {
        TestApi.Answer created = create("sent back");

        TestApi.Answer put =
                api.send("PUT", path(created), created.body().toString(), "If-Match", created.header("ETag"));

        assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
        assertThat(put.body().at("/state/next_slot")).isEqualTo(created.body().at("/state/next_slot"));
        assertThat(put.body().at("/recurrence")).isEqualTo(created.body().at("/recurrence"));
    }

    @Test
    void aWindowIsWrittenInTwoWaysAndClearedByNull() {
        TestApi.Answer created = create("windowed");
        String path = path(created);

        TestApi.Answer short24 = api.send(
                "PATCH", path, "{\"active_hours\":{\"start\":22,\"end\":24}}", "If-Match", created.header("ETag"));
        assertThat(short24.body().at("/active_hours/0/from").asText()).isEqualTo("22:00");
        assertThat(short24.body().at("/active_hours/0/until").asText()).isEqualTo("24:00");
        TestApi.Answer again = api.send(
                "PATCH",
                path,
                "{\"active_hours\":[{\"days\":[\"sat\"],\"from\":\"23:30\",\"until\":\"01:15\"}]}",
                "If-Match",
                short24.header("ETag"));
        assertThat(again.body().at("/active_hours/0/days/0").asText()).isEqualTo("sat");
        assertThat(again.body().at("/active_hours/0/until").asText()).isEqualTo("01:15");
        TestApi.Answer cleared = api.send("PATCH", path, "{\"active_hours\":null}", "If-Match", again.header("ETag"));
        assertThat(cleared.body().at("/active_hours").isNull()).isTrue();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        for (int i = 0; i < 5; i++) {
            create("zzpage " + i);
        }
        List<String> names = new ArrayList<>();
        String next = "/api/schedules?q=zzpage&limit=2&sort=name";
        while (!next.isEmpty()) {
            TestApi.Answer page = api.get(next);
            page.body().get("items").forEach(item -> names.add(item.get("name").asText()));
            assertThat(page.header("Link").isEmpty())
                    .isEqualTo(page.body().get("next").isNull());
            next = page.body().get("next").isNull()
                    ? ""
                    : "/api/schedules?q=zzpage&limit=2&sort=name&after="
                            + page.body().get("next").asText();
        }
        assertThat(names).containsExactly("zzpage 0", "zzpage 1", "zzpage 2", "zzpage 3", "zzpage 4");
    }

    @Test
    void listsAreSearchedByBeginningsOfWordsAndFiltered() {
        TestApi.Answer created = create("Warehouse thermometers");
        api.send("PATCH", path(created), "{\"labels\":{\"team\":\"cold\"}}", "If-Match", created.header("ETag"));

        assertThat(api.get("/api/schedules?q=ware%20therm").body().get("items")).hasSize(1);
        assertThat(api.get("/api/schedules?q=house").body().get("items")).isEmpty();
        assertThat(api.get("/api/schedules?label=team=cold").body().get("items"))
                .hasSize(1);
        assertThat(api.get("/api/schedules?label=team=hot").body().get("items")).isEmpty();
        assertThat(api.get("/api/schedules?standing=running").body().get("items"))
                .isEmpty();
        assertThat(api.get("/api/schedules?q='%26%20%5C!(").status()).isEqualTo(200);
        assertThat(api.get("/api/schedules?after=x").status()).isEqualTo(400);
        assertThat(api.get("/api/schedules?limit=many").status()).isEqualTo(400);
        assertThat(api.get("/api/schedules?sort=colour").status()).isEqualTo(400);
    }

    @Test
    void anInstantThatHasPassedIsRefusedWithASentenceButMayStay() {
        String body = "{\"name\":\"bygone\",\"job\":" + JOB + ",\"recurrence\":{\"at\":\"%s\"}}";
        TestApi.Answer refused = api.post("/api/schedules", body.formatted("2020-01-01T08:00:00+01:00"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo("/recurrence/at");
        assertThat(refused.body().at("/errors/0/message").asText()).contains("has passed");

        String path = path(api.post("/api/schedules", body.formatted("2199-01-01T08:00:00+01:00")));
        api.sql("update rota.schedules set recurrence = '{\"at\":\"2020-01-01T07:00:00Z\"}', next_slot = null,"
                + " next_due = null where name = 'bygone'");
        JsonNode state = api.get(path).body().at("/state");
        assertThat(state.at("/standing").asText()).isEqualTo("finished");
        assertThat(state.at("/waiting_for").asText()).isEqualTo("It has no more slots.");
        assertThat(api.send("PATCH", path, "{\"name\":\"bygone, renamed\"}", "If-Match", "*")
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/schedules?standing=finished").body().get("items"))
                .hasSize(1);
        assertThat(api.get("/api/overview").body().at("/standings/finished").asInt())
                .isOne();
        assertThat(api.get("/api/schedules?standing=done").status()).isEqualTo(400);
    }

    @Test
    void runNowIsRefusedAloudUnlessForced() {
        String path = path(create("stubborn"));

        assertThat(api.post(path + "/disable", "").body().at("/state/standing").asText())
                .isEqualTo("paused");
        assertRefused(path, "paused");
        assertThat(api.post(path + "/run", "{\"force\":true}").status()).isEqualTo(202);
        api.sql("delete from rota.run_request");
        api.post(path + "/enable", "");
        api.sql("update rota.schedules set auto_disabled_at = now(), auto_disabled_reason = 'five failures'"
                + " where name = 'stubborn'");
        assertRefused(path, "auto_disabled");
        api.post(path + "/enable", "");
        api.sql("update rota.schedules set current_run = '" + UUID.randomUUID() + "', current_daemon = '"
                + UUID.randomUUID() + "', current_slot = now() where name = 'stubborn'");
        assertRefused(path, "already_running");
        api.sql("update rota.schedules set kind = 'teleport' where name = 'stubborn'");
        assertRefused(path, "unknown_kind");
        assertThat(api.post("/api/schedules/999999/run", "").status()).isEqualTo(404);
    }

    private void assertRefused(String path, String code) {
        TestApi.Answer answer = api.post(path + "/run", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().get("type").asText()).isEqualTo("/docs/problems#" + code);
        assertThat(answer.body().get("detail").asText()).isNotBlank();
    }

    @Test
    void enablingUndoesAnAutoDisableAndTellsWhatWasLeftOut() {
        String path = path(create("revived"));
        api.sql("update rota.schedules set failures = 5, auto_disabled_at = now(), auto_disabled_reason = 'x',"
                + " next_slot = next_slot - interval '3 hours', next_due = next_due - interval '3 hours',"
                + " recurrence = jsonb_set(recurrence, '{anchor}',"
                + " to_jsonb(to_char((next_slot - interval '3 hours') at time zone 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))) where name = 'revived'");
        assertThat(api.get(path).body().at("/state/label").asText()).isEqualTo("Failed");

        JsonNode enabled = api.post(path + "/enable", "").body();

        assertThat(enabled.at("/state/standing").asText()).isEqualTo("active");
        assertThat(enabled.at("/state/consecutive_failures").asInt()).isZero();
        assertThat(Instant.parse(enabled.at("/state/next_slot").asText()))
                .isAfter(Instant.parse(enabled.at("/created_at").asText()));
    }

    @Test
    void upcomingSlotsSayWhichOfThemAreSuppressed() {
        TestApi.Answer created = create("ahead");
        api.send(
                "PATCH",
                path(created),
                "{\"active_hours\":{\"start\":0,\"end\":12},\"outside_window\":\"skip\"}",
                "If-Match",
                created.header("ETag"));

        JsonNode items = api.get(path(created) + "/upcoming?n=24").body().get("items");

        assertThat(items).hasSize(24);
        long suppressed = 0;
        for (JsonNode item : items) {
            suppressed += item.get("suppressed").isNull() ? 0 : 1;
        }
        assertThat(suppressed).isBetween(11L, 13L);
    }

    @Test
    void aScheduleThatRunsIsHiddenWhenDeletedAndGoesLater() {
        TestApi.Answer created = create("busy");
        api.sql("update rota.schedules set current_run = '" + UUID.randomUUID() + "', current_daemon = '"
                + UUID.randomUUID() + "', current_slot = now() where name = 'busy'");

        assertThat(api.send("DELETE", path(created), "", "If-Match", "*").status())
                .isEqualTo(204);

        assertThat(api.get(path(created)).status()).isEqualTo(404);
        api.sql("select 1 / count(*) from rota.schedules where name = 'busy' and deleted_at is not null");
    }

    @Test
    void jobsThatStartProgramsAreForAdministrators() {
        String command = "{\"name\":\"c\",\"job\":{\"kind\":\"command\",\"argv\":[\"/usr/bin/df\"]}}";

        assertThat(api.post("/api/schedules", command, "Test-Role", "editor").status())
                .isEqualTo(403);
        assertThat(api.post("/api/schedules", command).status()).isEqualTo(201);
    }

    @Test
    void aRowOfAnUnknownKindIsShownAndDisturbsNoOther() {
        TestApi.Answer created = create("foreign");
        api.sql("update rota.schedules set kind = 'teleport', job = '{\"to\": 1}' where name = 'foreign'");

        JsonNode shown = api.get(path(created)).body();

        assertThat(shown.at("/state/standing").asText()).isEqualTo("unknown_kind");
        assertThat(shown.at("/state/waiting_for").asText()).contains("teleport");
        assertThat(api.get("/api/schedules").status()).isEqualTo(200);
    }

    @Test
    void theCatalogueIsServedWithSchemasAndForms() {
        JsonNode kinds = api.get("/api/jobs").body().get("kinds");

        assertThat(kinds).hasSizeGreaterThanOrEqualTo(3);
        assertThat(kinds).allSatisfy(kind -> {
            assertThat(kind.at("/schema/$schema").asText()).contains("2020-12");
            assertThat(kind.get("fields")).isNotEmpty();
            assertThat(api.post("/api/schedules", "{\"name\":\"example\",\"job\":" + kind.get("example") + "}")
                            .status())
                    .isEqualTo(201);
        });
    }
}

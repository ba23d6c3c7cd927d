package dev.rota.bin.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.Rota;
import dev.rota.bin.document.Document;
import dev.rota.syntax.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    private static final String NIGHTLY = """
        name: nightly
        zone: Europe/Rome
        recurrence: {cron: 30 2 * * *}
        """;

    private static final String FLEET = """
        schedules:
          - name: hourly
            recurrence: {every: PT1H, anchor: 2027-03-27T00:00:00Z}
            blackouts: [holidays]
          - recurrence: {cron: "0 12 * * *"}
        calendars:
          - name: holidays
            entries:
              - date: 2027-03-28
                note: Easter
        """;

    private static Rota.Said simulate(String document, String... options) {
        List<String> arguments = new ArrayList<>(List.of("simulate", "-f", "-"));
        arguments.addAll(List.of(options));
        return Rota.run(Map.of(), document, arguments.toArray(String[]::new));
    }

    private static JsonNode json(Rota.Said said) {
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        return Json.stored(said.out());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theTableTellsSlotOutcomeStartLocalTimeAndReason() {
        Rota.Said said = simulate(NIGHTLY, "--from", "2027-03-27", "--to", "2027-03-29T12:00");

        assertThat(said.out()).isEqualTo("""
            nightly: at 02:30 (Europe/Rome)
            SLOT                  OUTCOME  STARTS AT             LOCAL                           REASON
            2027-03-27T01:30:00Z  run      2027-03-27T01:30:00Z  Sat 2027-03-27 02:30:00 +01:00  -
            2027-03-28T01:00:00Z  run      2027-03-28T01:00:00Z  Sun 2027-03-28 03:00:00 +02:00  -
            2027-03-29T00:30:00Z  run      2027-03-29T00:30:00Z  Mon 2027-03-29 02:30:00 +02:00  -
            info: The clocks of Europe/Rome skip 02:30 on 2027-03-28; it is due at 03:00 instead. [clock_gap]
            info: The clocks of Europe/Rome show 02:30 twice on 2027-10-31; it is due once. [clock_overlap]
            """);
        assertThat(said.code()).isZero();
    }

    @Test
    void jsonHasTheSameShapeForOneScheduleAndForMany() {
        JsonNode one = json(simulate(NIGHTLY, "--from", "2027-03-28", "-o", "json"));
        JsonNode list = json(simulate("[" + Json.write(Map.of("recurrence", Map.of())) + "]", "-o", "json"));

        assertThat(names(one)).containsExactly("schedules", "lint");
        assertThat(names(one)).isEqualTo(names(list));
        JsonNode schedule = one.path("schedules").path(0);
        assertThat(names(schedule))
                .containsExactly("name", "words", "from", "to", "zone", "entries", "lint", "truncated");
        assertThat(names(schedule.path("entries").path(0)))
                .containsExactly(
                        "slot", "outcome", "starts_at", "local", "reason", "count", "last_slot", "late", "missed");
    }

    @Test
    void csvGoesToStandardOutputAndWhatLooksOddToStandardError() {
        Rota.Said said = simulate(NIGHTLY, "--from", "2027-03-28", "--to", "2027-03-29", "-o", "csv");

        assertThat(said.out()).isEqualTo("""
            schedule,slot,outcome,starts_at,local,reason,count,last_slot,late,missed
            nightly,2027-03-28T01:00:00Z,run,2027-03-28T01:00:00Z,2027-03-28T03:00:00+02:00,,1,2027-03-28T01:00:00Z,false,0
            """);
        assertThat(said.err()).contains("nightly: info: The clocks of Europe/Rome skip 02:30 on 2027-03-28");
    }

    @Test
    void whatIsWrittenAsYamlIsReadBackAsWhatIsWrittenAsJson() {
        String[] options = {
            "--from", "2027-03-26", "--to", "2027-03-29", "--outage", "2027-03-26T05:30..2027-03-26T09:00"
        };
        JsonNode asJson = json(simulate(
                FLEET,
                Stream.concat(Stream.of(options), Stream.of("-o", "json")).toArray(String[]::new)));
        String yaml = simulate(
                        FLEET,
                        Stream.concat(Stream.of(options), Stream.of("-o", "yaml"))
                                .toArray(String[]::new))
                .out();

        assertThat(Document.parse("told.yaml", yaml).tree().toString()).isEqualTo(asJson.toString());
    }

    @Test
    void aCalendarOfTheFileBlacksOutWhatNamesIt() {
        JsonNode played =
                json(simulate(FLEET, "--from", "2027-03-28", "--to", "2027-03-29", "--compressed", "-o", "json"));

        JsonNode entries = played.path("schedules").path(0).path("entries");
        assertThat(entries).hasSize(1);
        assertThat(entries.path(0).path("outcome").asText()).isEqualTo("blackout");
        assertThat(entries.path(0).path("count").asLong()).isEqualTo(24);
        assertThat(played.path("schedules").path(1).path("name").asText()).isEqualTo("schedule 2");
    }

    @Test
    void anOutageIsToldWithWhatItCostAndWhatIsMadeUpFor() {
        JsonNode entries = json(simulate(
                        FLEET,
                        "--from",
                        "2027-03-27T00:00:00Z",
                        "--to",
                        "2027-03-27T06:00:00Z",
                        "--outage",
                        "2027-03-27T00:30:00Z..2027-03-27T04:30:00Z",
                        "-o",
                        "json"))
                .path("schedules")
                .path(0)
                .path("entries");

        assertThat(entries.findValuesAsText("outcome"))
                .containsExactly("run", "coalesced", "coalesced", "coalesced", "run", "run");
        assertThat(entries.path(4).path("starts_at").asText()).isEqualTo("2027-03-27T04:30:00Z");
        assertThat(entries.path(4).path("missed").asLong()).isEqualTo(3);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        Rota.Said said = simulate("""
            schedules:
              - recurrence: {cron: 0 0 31 2 *}
              - recurrence: {evry: PT5M}
                zone: Europe/Rom
              - recurrence: {}
                blackouts: [holidais]
            calendars:
              - {name: holidays, entires: []}
            extra: 1
            """, "--from", "soon", "--limit", "0");

        assertThat(said.out()).isEmpty();
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains(
                        "--from: 'soon' is no time",
                        "standard input:2: /schedules/0/recurrence/cron: ",
                        "standard input:3: /schedules/1/recurrence/evry: There is no field 'evry' here. Did you mean"
                                + " 'every'?",
                        "standard input:4: /schedules/1/zone: ",
                        "standard input:8: /calendars/0/entires: ",
                        "standard input:9: /extra: ");
    }

    @Test
    void aCalendarThatIsNotInTheFileIsNotPassedOver() {
        Rota.Said said = simulate("{\"recurrence\": {\"every\": \"PT1H\"}, \"blackouts\": [\"holidays\"]}");

        assertThat(said.code()).isEqualTo(4);
        assertThat(said.err())
                .contains("standard input:1: /blackouts/0: There is no calendar 'holidays' in this file;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit=0", "--limit=many", "--duration=5", "--to=2026-12-31", "--outage=2027-01-01"})
    void anOptionThatMakesNoSenseIsNamed(String option) {
        Rota.Said said = simulate(NIGHTLY, option);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("\n  " + option.substring(0, option.indexOf('=')));
    }

    @Test
    void manySchedulesInOneMinuteAreAWarning() {
        String fleet = Json.write(IntStream.range(0, 11)
                .mapToObj(i -> Map.of("name", "s" + i, "recurrence", Map.of("cron", "0 3 * * *")))
                .toList());

        assertThat(simulate(fleet, "--from", "2027-02-01").out())
                .contains("warning: 11 schedules start within the minute of 2027-02-01 03:00 (s0, s1, s2, s3, s4, …);"
                        + " 7 minutes in this time have more than 10.");
        assertThat(simulate(fleet, "--from", "2027-02-01", "--max-per-minute", "11")
                        .out())
                .doesNotContain("crowded_minute");
    }

    @Test
    void whatDoesNotFitTheLimitIsSaidToBeMissing() {
        assertThat(simulate(FLEET, "--limit", "3").out()).contains("There are more; raise --limit.");
    }
}

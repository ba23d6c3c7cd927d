package dev.rota.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rota.job.CollectJob;
import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.job.ScrapeJob;
import dev.rota.store.ApplyStore.Wish;
import dev.rota.syntax.Json;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleFileSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ScheduleFileSchema.document());

    private static boolean schemaTakes(JsonNode document) {
        return SCHEMA.validate(document).isEmpty();
    }

    private static boolean apiTakes(JsonNode document) {
        return ApplyDocument.read(document, ZoneId.of("UTC"), _ -> Optional.of(CommandJob.example()))
                instanceof Reading.Fits<Wish>;
    }

    private static ObjectNode with(String fields) {
        ObjectNode schedule = Json.object().put("name", "a");
        schedule.set("job", ShapeWriter.write(JobSpec.class, CommandJob.example()));
        schedule.setAll((ObjectNode) Json.stored("{" + fields + "}"));
        return schedule;
    }

    private static ObjectNode file(JsonNode schedule) {
        ObjectNode file = Json.object();
        file.putArray("schedules").add(schedule);
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"recurrence\":{\"every\":\"PT1H\",\"anchor\":\"2027-01-01T00:00:00Z\"}",
                "\"recurrence\":{\"every\":\"PT1H\",\"after\":\"completion\",\"words\":\"every hour\"}",
                "\"recurrence\":{\"cron\":\"*/5 * * * *\"},\"zone\":\"Europe/Rome\",\"outside_window\":\"at_open\"",
                "\"recurrence\":{\"at\":\"2027-01-01T00:00:00Z\"},\"zone\":null",
                "\"active_hours\":{\"start\":22,\"end\":6}",
                "\"active_hours\":[{\"days\":[\"mon\"],\"from\":\"06:00\",\"until\":\"24:00\"}]",
                "\"active_hours\":null,\"exceptions\":[{\"date\":\"2027-12-24\",\"windows\":[]}]",
                "\"missed\":{\"policy\":\"all\",\"max\":3},\"attempts\":20,\"retry_backoff\":\"PT5S\"",
                "\"breaker\":{\"failures\":3,\"of\":9,\"probation\":\"PT1H\"},\"labels\":{\"a\":\"b\"}",
                "\"id\":7,\"state\":{\"standing\":\"active\"},\"version\":3,\"enabled\":false",
                "\"template\":\"dispensers\",\"job\":null"
            })
    void whatTheApiTakesFitsTheSchema(String fields) {
        JsonNode schedule = with(fields);

        assertThat(apiTakes(file(schedule))).isTrue();
        assertThat(SCHEMA.validate(schedule)).isEmpty();
        assertThat(SCHEMA.validate(file(schedule))).isEmpty();
        assertThat(SCHEMA.validate(file(schedule).path("schedules"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nmae\":\"x\"",
                "\"attempts\":0",
                "\"attempts\":\"3\"",
                "\"enabled\":\"yes\"",
                "\"name\":null",
                "\"job\":{\"kind\":\"commnad\"}",
                "\"job\":{\"kind\":\"command\"}",
                "\"job\":null",
                "\"recurrence\":{\"rrule\":\"FREQ=DAILY\"}",
                "\"active_hours\":{\"start\":6,\"end\":25}",
                "\"active_hours\":[{\"days\":[\"mo\"],\"from\":\"06:00\",\"until\":\"07:00\"}]",
                "\"missed\":{\"policy\":\"some\"}",
                "\"outside_window\":\"wait\"",
                "\"labels\":{\"a\":1}",
                "\"breaker\":{\"failures\":0}"
            })
    void whatHasAWrongFormIsRefusedByBoth(String fields) {
        JsonNode schedule = with(fields);

        assertThat(apiTakes(file(schedule))).isFalse();
        assertThat(schemaTakes(schedule)).isFalse();
        assertThat(schemaTakes(file(schedule))).isFalse();
    }

    @Test
    void everyKindOfJobFits() {
        for (JobSpec job : List.of(CommandJob.example(), CollectJob.example(), ScrapeJob.example())) {
            ObjectNode schedule = with("");
            schedule.set("job", ShapeWriter.write(JobSpec.class, job));
            assertThat(apiTakes(file(schedule))).isTrue();
            assertThat(SCHEMA.validate(schedule)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"date\":\"2027-12-24\",\"note\":\"x\"}",
                "{\"from\":\"2027-08-01\",\"until\":\"2027-08-15\"}",
                "{\"from\":\"2027-08-01T22:00\",\"until\":\"2027-08-02T04:00\"}",
                "{\"every_year\":\"12-25\"}",
                "{\"every_year\":\"12-25\",\"date\":\"2027-12-24\"}",
                "{\"from\":\"2027-08-01\"}",
                "{\"day\":\"2027-12-24\"}",
                "{\"date\":20271224}"
            })
    void calendarsFitTheSchemaIfTheApiTakesThem(String entry) {
        JsonNode calendar = Json.stored("{\"name\":\"k\",\"entries\":[" + entry + "]}");
        ObjectNode file = Json.object();
        file.putArray("calendars").add(calendar);

        assertThat(schemaTakes(file)).isEqualTo(apiTakes(file));
        assertThat(schemaTakes(calendar)).isEqualTo(apiTakes(file));
    }
}

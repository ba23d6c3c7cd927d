package dev.rota.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.syntax.Json;
import dev.rota.syntax.JsonSchema;

/// The JSON Schema of the files that `rota schedules apply` takes: a schedule, a calendar, a list of these, or an
/// object with two lists.
///
/// What the API accepts fits the schema. The reverse holds for form (names, types, words, ranges), not for what
/// needs more than the document: whether a cron expression makes sense, a calendar is there, one form excludes
/// another.
public final class ScheduleFileSchema {
    private static final String DEFINITIONS = "#/$defs/";

    private ScheduleFileSchema() {}

    public static ObjectNode document() {
        ObjectNode schema = Json.object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Rota: schedules and calendars");
        ArrayNode forms = schema.putArray("anyOf");
        refer(forms.addObject(), "schedule");
        refer(forms.addObject(), "calendar");
        ObjectNode list = forms.addObject().put("type", "array");
        ArrayNode either = list.putObject("items").putArray("anyOf");
        refer(either.addObject(), "schedule");
        refer(either.addObject(), "calendar");
        ObjectNode both = forms.addObject().put("type", "object");
        ObjectNode lists = both.putObject("properties");
        refer(lists.putObject("schedules").put("type", "array").putObject("items"), "schedule");
        refer(lists.putObject("calendars").put("type", "array").putObject("items"), "calendar");
        both.put("additionalProperties", false);
        ArrayNode present = both.putArray("anyOf");
        present.addObject().putArray("required").add("schedules");
        present.addObject().putArray("required").add("calendars");
        ObjectNode definitions = schema.putObject("$defs");
        definitions.set("schedule", schedule());
        definitions.set("calendar", calendar());
        return schema;
    }

    private static ObjectNode schedule() {
        ObjectNode schedule = JsonSchema.of(ScheduleEdit.class);
        ObjectNode properties = (ObjectNode) schedule.path("properties");
        ObjectNode hours = (ObjectNode) properties.path("active_hours");
        ((ArrayNode) hours.path("anyOf")).add(JsonSchema.of(ScheduleEdit.HoursEdit.class));
        // What GET shows beside: a document that was read may be sent back as it is.
        ScheduleDraft.SHOWN_ONLY.forEach(name -> properties.putObject(name).put("description", "Shown, not read."));
        ((ObjectNode) properties.path("recurrence").path("properties"))
                .putObject("words")
                .put("description", "Shown, not read.");
        ArrayNode what = schedule.putArray("anyOf");
        present(what.addObject(), "job", "object");
        present(what.addObject(), "template", "string");
        return schedule;
    }

    private static ObjectNode calendar() {
        ObjectNode calendar = JsonSchema.of(CalendarDraft.CalendarEdit.class);
        ObjectNode properties = (ObjectNode) calendar.path("properties");
        properties.putObject("name").put("type", "string").put("pattern", "^[a-z0-9][a-z0-9_-]{0,99}$");
        ObjectNode entries = properties.putObject("entries");
        entries.put("type", "array").put("description", "The dates and times at which schedules do not run.");
        ObjectNode entry = entries.putObject("items").put("type", "object");
        ObjectNode fields = entry.putObject("properties");
        fields.putObject("date").put("type", "string").put("description", "One date, such as 2027-12-24.");
        fields.putObject("from")
                .put("type", "string")
                .put("description", "The first date, or the first local time (2027-08-01T22:00).");
        fields.putObject("until")
                .put("type", "string")
                .put("description", "The last date, or the local time at which it ends, excluded.");
        fields.putObject("every_year").put("type", "string").put("description", "A day of every year, such as 12-25.");
        fields.putObject("note")
                .put("description", "What it is.")
                .putArray("type")
                .add("string")
                .add("null");
        entry.put("additionalProperties", false);
        ArrayNode forms = entry.putArray("oneOf");
        forms.addObject().putArray("required").add("date");
        forms.addObject().putArray("required").add("from").add("until");
        forms.addObject().putArray("required").add("every_year");
        CalendarDraft.SHOWN_ONLY.forEach(name -> properties.putObject(name).put("description", "Shown, not read."));
        calendar.putArray("required").add("name").add("entries");
        return calendar;
    }

    /// There, and not null.
    private static void present(ObjectNode form, String name, String type) {
        form.putObject("properties").putObject(name).put("type", type);
        form.putArray("required").add(name);
    }

    private static void refer(ObjectNode node, String definition) {
        node.put("$ref", DEFINITIONS + definition);
    }
}

package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.Problem;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Cron;
import dev.rota.schedule.Every;
import dev.rota.schedule.InWords;
import dev.rota.schedule.LocalRecurrence;
import dev.rota.schedule.Manual;
import dev.rota.schedule.OnCalendar;
import dev.rota.schedule.Once;
import dev.rota.schedule.Recurrence;
import dev.rota.syntax.CalendarEntries;
import dev.rota.syntax.Expressions;
import dev.rota.syntax.Json;
import dev.rota.syntax.Reading;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The columns `recurrence` and `active_hours`, in the form in which they are kept.
///
/// Kept: `{"every": "PT1H", "anchor": "2027-01-01T00:00:00Z"}`, `{"every": "PT1H", "after": "completion"}`,
/// `{"cron": "0 6 * * *"}`, `{"calendar": "daily"}`, `{"at": "2027-01-01T00:00:00Z"}` or `{}`; and a list of
/// windows, `{"days": ["mon"], "from": 360, "until": 1320}` in minutes, or null for always.
final class PlanJson {
    private PlanJson() {}

    /// @throws IllegalArgumentException when the document is no recurrence this build knows
    static Recurrence recurrence(@Nullable String json) {
        JsonNode node = parse(String.valueOf(json));
        if (node.isObject() && node.isEmpty()) {
            return new Manual();
        }
        if (node.has("cron")) {
            return compiled(Expressions.cron(node.get("cron").asText()));
        }
        if (node.has("calendar")) {
            return compiled(Expressions.calendar(node.get("calendar").asText()));
        }
        if (node.has("at")) {
            return new Once(Instant.parse(node.get("at").asText()));
        }
        if (node.has("every") && node.path("after").asText().equals("completion")) {
            return new AfterCompletion(Duration.parse(node.get("every").asText()));
        }
        if (!node.has("every") || !node.has("anchor")) {
            throw new IllegalArgumentException("The recurrence " + json + " is not one that this version knows.");
        }
        return new Every(
                Duration.parse(node.get("every").asText()),
                Instant.parse(node.get("anchor").asText()));
    }

    private static Recurrence compiled(Reading<LocalRecurrence> reading) {
        return switch (reading) {
            case Reading.Fits<LocalRecurrence>(LocalRecurrence recurrence) -> recurrence;
            case Reading.Broken<LocalRecurrence>(List<Problem> problems) ->
                throw new IllegalArgumentException(problems.getFirst().message());
        };
    }

    /// The document with a sentence beside it that says the recurrence; one that makes no sense stays as it is.
    static JsonNode withWords(JsonNode stored) {
        if (!(stored.deepCopy() instanceof ObjectNode shown)) {
            return stored;
        }
        try {
            return shown.put("words", InWords.of(recurrence(Json.write(stored))));
        } catch (RuntimeException e) {
            return stored; // somebody edited the table; its runs will say so
        }
    }

    static String write(Recurrence recurrence) {
        return switch (recurrence) {
            case Manual _ -> "{}";
            case Every(Duration every, Instant anchor) -> {
                if (anchor == null) {
                    throw new IllegalArgumentException("An interval is kept with its anchor.");
                }
                yield Json.write(Json.object().put("every", every.toString()).put("anchor", anchor.toString()));
            }
            case AfterCompletion(Duration every, var _) ->
                Json.write(Json.object().put("every", every.toString()).put("after", "completion"));
            case Cron cron -> Json.write(Json.object().put("cron", cron.text()));
            case OnCalendar calendar -> Json.write(Json.object().put("calendar", calendar.text()));
            case Once(Instant at) -> Json.write(Json.object().put("at", at.toString()));
        };
    }

    /// @param json       the windows of every week; null: always
    /// @param exceptions those of single dates; null: none
    /// @throws IllegalArgumentException when a document is no list of windows
    static ActiveHours activeHours(@Nullable String json, @Nullable String exceptions) {
        List<ActiveHours.Window> windows = new ArrayList<>();
        for (JsonNode window : json == null ? Json.object() : parse(json)) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            window.path("days").forEach(day -> days.add(day(day.asText())));
            windows.add(new ActiveHours.Window(
                    days, window.path("from").asInt(-1), window.path("until").asInt(-1)));
        }
        List<ActiveHours.DateException> dates = new ArrayList<>();
        for (JsonNode exception : exceptions == null ? Json.object() : parse(exceptions)) {
            List<ActiveHours.Hours> hours = new ArrayList<>();
            exception
                    .path("windows")
                    .forEach(window -> hours.add(new ActiveHours.Hours(
                            window.path("from").asInt(-1), window.path("until").asInt(-1))));
            dates.add(new ActiveHours.DateException(
                    LocalDate.parse(exception.path("date").asText()), hours));
        }
        return new ActiveHours(windows, dates);
    }

    /// The column `exceptions`.
    static @Nullable String writeExceptions(ActiveHours hours) {
        if (hours.exceptions().isEmpty()) {
            return null;
        }
        ArrayNode list = Json.object().putArray("exceptions");
        for (ActiveHours.DateException exception : hours.exceptions()) {
            ArrayNode windows =
                    list.addObject().put("date", exception.date().toString()).putArray("windows");
            exception
                    .hours()
                    .forEach(one -> windows.addObject().put("from", one.from()).put("until", one.until()));
        }
        return Json.write(list);
    }

    /// The column `calendars`: `[{"name", "entries"}]`.
    ///
    /// @throws IllegalArgumentException when the document is no list of calendars
    static List<Calendar> calendars(@Nullable String json) {
        List<Calendar> calendars = new ArrayList<>();
        for (JsonNode calendar : json == null ? Json.object() : parse(json)) {
            calendars.add(new Calendar(calendar.path("name").asText(), entries(calendar.path("entries"))));
        }
        return calendars;
    }

    static List<Calendar.Entry> entries(JsonNode list) {
        return switch (CalendarEntries.read(list)) {
            case Reading.Fits<List<Calendar.Entry>>(List<Calendar.Entry> entries) -> entries;
            case Reading.Broken<List<Calendar.Entry>>(List<Problem> problems) ->
                throw new IllegalArgumentException("A stored calendar is broken: " + problems);
        };
    }

    static String writeCalendars(List<Calendar> calendars) {
        ArrayNode list = Json.object().putArray("calendars");
        for (Calendar calendar : calendars) {
            list.addObject().put("name", calendar.name()).set("entries", CalendarEntries.write(calendar.entries()));
        }
        return Json.write(list);
    }

    static @Nullable String write(ActiveHours hours) {
        if (hours.windows().isEmpty()) {
            return null;
        }
        ArrayNode list = Json.object().putArray("windows");
        for (ActiveHours.Window window : hours.windows()) {
            ObjectNode object = list.addObject();
            ArrayNode days = object.putArray("days");
            window.days().stream()
                    .sorted()
                    .forEach(day -> days.add(day.name().substring(0, 3).toLowerCase(Locale.ROOT)));
            object.put("from", window.from()).put("until", window.until());
        }
        return Json.write(list);
    }

    private static DayOfWeek day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equalsIgnoreCase(word)) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no day; write mon, tue, wed, thu, fri, sat or sun.");
    }

    private static JsonNode parse(String json) {
        try {
            return Json.parse(json);
        } catch (Json.NotJson e) {
            throw new IllegalArgumentException(e.problem().toString(), e);
        }
    }
}

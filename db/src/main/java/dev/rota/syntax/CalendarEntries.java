package dev.rota.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.Problem;
import dev.rota.run.StorableText;
import dev.rota.schedule.Calendar;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The entries of a calendar as they are written and kept: `{"date": "2027-12-25"}`, `{"from": "2027-08-01",
/// "until": "2027-08-15"}` (dates, both included), `{"from": "2027-08-01T22:00", "until": "2027-08-02T04:00"}`
/// (local times, the end excluded) and `{"every_year": "12-25"}`, each with a `note` if somebody wrote one.
public final class CalendarEntries {
    /// The most entries a calendar has: they are gone through at every decision.
    public static final int MOST = 1000;

    private static final int NOTE = 200;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2999;
    private static final Set<String> FIELDS = Set.of("date", "from", "until", "every_year", "note");

    private final List<Problem> problems = new ArrayList<>();

    private CalendarEntries() {}

    /// Reads a list of entries, or names everything that is wrong with it; pointers begin at the list.
    public static Reading<List<Calendar.Entry>> read(JsonNode list) {
        CalendarEntries syntax = new CalendarEntries();
        List<Calendar.Entry> entries = syntax.entries(list);
        return syntax.problems.isEmpty() ? new Reading.Fits<>(entries) : new Reading.Broken<>(syntax.problems);
    }

    /// As they are written.
    public static ArrayNode write(List<Calendar.Entry> entries) {
        ArrayNode list = Json.object().putArray("entries");
        for (Calendar.Entry entry : entries) {
            ObjectNode object = list.addObject();
            switch (entry.span()) {
                case Calendar.Day(LocalDate date) -> object.put("date", date.toString());
                case Calendar.Days(LocalDate from, LocalDate until) ->
                    object.put("from", from.toString()).put("until", until.toString());
                case Calendar.Times(LocalDateTime from, LocalDateTime until) ->
                    object.put("from", from.toString()).put("until", until.toString());
                case Calendar.EveryYear(MonthDay day) ->
                    object.put("every_year", day.toString().substring(2));
            }
            if (entry.note() != null) {
                object.put("note", entry.note());
            }
        }
        return list;
    }

    private List<Calendar.Entry> entries(JsonNode list) {
        List<Calendar.Entry> entries = new ArrayList<>();
        if (!list.isArray()) {
            note("", "type", "Write a list of entries here, not " + Scalars.named(list) + ".");
        } else if (list.size() > MOST) {
            note(
                    "",
                    "range",
                    "A calendar has at most " + MOST + " entries; write ranges where days follow each other.");
        } else {
            for (int i = 0; i < list.size(); i++) {
                Calendar.Span span = span(list.get(i), "/" + i);
                JsonNode note = list.get(i).path("note");
                if (span != null) {
                    entries.add(new Calendar.Entry(span, note.isTextual() ? note.asText() : null));
                }
            }
        }
        return entries;
    }

    private Calendar.@Nullable Span span(JsonNode node, String at) {
        if (!(node instanceof ObjectNode object)) {
            note(at, "type", "Write an entry like {\"date\": \"2027-12-25\"} here, not " + Scalars.named(node));
            return null;
        }
        int before = problems.size();
        object.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                note(at + "/" + name.replace("~", "~0").replace("/", "~1"), "unknown_field", unknown(name));
            }
        });
        JsonNode note = object.path("note");
        if (!note.isMissingNode() && !note.isNull()) {
            if (!note.isTextual() || note.asText().length() > NOTE || !StorableText.fits(note.asText())) {
                note(at + "/note", "type", "A note is a text of at most " + NOTE + " characters.");
            }
        }
        boolean range = object.has("from") || object.has("until");
        int forms = (object.has("date") ? 1 : 0) + (object.has("every_year") ? 1 : 0) + (range ? 1 : 0);
        if (problems.size() == before && forms != 1) {
            note(at, "form", "An entry is one of: 'date', 'from' with 'until', 'every_year'.");
        }
        if (problems.size() > before) {
            return null;
        }
        if (object.has("date")) {
            LocalDate date = date(object, "date", at);
            return date == null ? null : new Calendar.Day(date);
        }
        return range ? range(object, at) : everyYear(object, at);
    }

    private Calendar.@Nullable Span range(ObjectNode object, String at) {
        boolean times = object.path("from").asText().contains("T");
        if (times != object.path("until").asText().contains("T")) {
            note(
                    at + "/until",
                    "form",
                    "'from' and 'until' are both dates (2027-08-01) or both local times (2027-08-01T22:00).");
            return null;
        }
        if (times) {
            LocalDateTime from = time(object, "from", at);
            LocalDateTime until = time(object, "until", at);
            if (from == null || until == null) {
                return null;
            }
            if (until.isAfter(from)) {
                return new Calendar.Times(from, until);
            }
            note(at + "/until", "range", "It must end after it begins.");
            return null;
        }
        LocalDate from = date(object, "from", at);
        LocalDate until = date(object, "until", at);
        if (from == null || until == null) {
            return null;
        }
        if (until.isBefore(from)) {
            note(at + "/until", "range", "It must not end before it begins; the last day is included.");
            return null;
        }
        return new Calendar.Days(from, until);
    }

    private Calendar.@Nullable Span everyYear(ObjectNode object, String at) {
        MonthDay day = read(
                object,
                "every_year",
                at,
                text -> MonthDay.parse("--" + text),
                "a day of the year; write month and day like 12-25");
        return day == null ? null : new Calendar.EveryYear(day);
    }

    private @Nullable LocalDate date(ObjectNode object, String field, String at) {
        LocalDate date = read(object, field, at, LocalDate::parse, "a date; write it like 2027-12-25");
        return date == null || inRange(date.getYear(), at + "/" + field) ? date : null;
    }

    private @Nullable LocalDateTime time(ObjectNode object, String field, String at) {
        LocalDateTime time = read(
                object,
                field,
                at,
                LocalDateTime::parse,
                "a local time; write it like 2027-08-01T22:00, without a zone");
        return time == null || inRange(time.getYear(), at + "/" + field) ? time : null;
    }

    private boolean inRange(int year, String at) {
        if (year >= FIRST_YEAR && year <= LAST_YEAR) {
            return true;
        }
        note(at, "range", "The year must be " + FIRST_YEAR + " to " + LAST_YEAR + ".");
        return false;
    }

    private <T> @Nullable T read(
            ObjectNode object, String field, String at, Function<String, @Nullable T> parser, String what) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            note(at + "/" + field, "required", "This is missing: " + what + ".");
            return null;
        }
        try {
            return parser.apply(value.asText());
        } catch (DateTimeException _) {
            note(at + "/" + field, "time", "'" + value.asText() + "' is not " + what + ".");
            return null;
        }
    }

    private static String unknown(String name) {
        return "There is no field '" + name + "' here. "
                + Nearest.to(name, FIELDS)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("There are: date, from, until, every_year, note.");
    }

    private void note(String at, String code, String message) {
        problems.add(new Problem(at, code, message));
    }
}

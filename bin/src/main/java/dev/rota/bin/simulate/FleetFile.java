package dev.rota.bin.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.syntax.CalendarEntries;
import dev.rota.syntax.Nearest;
import dev.rota.syntax.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a file of schedules holds: one schedule, a list of them, or `{"schedules": […], "calendars": […]}`.
final class FleetFile {
    private static final Set<String> FIELDS = Set.of("schedules", "calendars");

    /// Of a calendar, also as the API shows it.
    private static final Set<String> CALENDAR =
            Set.of("name", "description", "entries", "version", "created_at", "updated_at", "schedules");

    private final List<Written> schedules = new ArrayList<>();
    private final Map<String, Calendar> calendars = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /// A schedule as it is written.
    ///
    /// @param pointer where it stands in the file
    /// @param name    its own, else `schedule 2`
    record Written(JsonNode json, String pointer, String name) {}

    FleetFile(JsonNode tree) {
        if (tree.isArray()) {
            list(tree, "");
        } else if (tree.has("schedules") || tree.has("calendars")) {
            known(tree, "", FIELDS, "Beside 'schedules' there is 'calendars' and nothing else.");
            if (tree.path("schedules").isArray()) {
                list(tree.path("schedules"), "/schedules");
            } else {
                note("/schedules", "type", "Write a list of schedules here.");
            }
            calendars(tree.path("calendars"));
        } else {
            schedules.add(new Written(tree, "", named(tree, "the schedule")));
        }
    }

    List<Written> schedules() {
        return List.copyOf(schedules);
    }

    /// What is wrong, apart from the schedules themselves.
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /// The calendars that a schedule names, with what they hold.
    ///
    /// @param wrong gets those that are not in the file
    List<Calendar> blackouts(Written schedule, List<Calendar> named, List<Problem> wrong) {
        List<Calendar> filled = new ArrayList<>();
        for (Calendar one : named) {
            Calendar calendar = calendars.get(one.name());
            if (calendar != null) {
                filled.add(calendar);
            } else {
                wrong.add(new Problem(
                        schedule.pointer() + "/blackouts/" + position(schedule, one.name()),
                        "unknown_calendar",
                        "There is no calendar '" + one.name() + "' in this file"
                                + Nearest.to(one.name(), calendars.keySet())
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse("; write {\"schedules\": […], \"calendars\": [{\"name\": \""
                                                + one.name() + "\", \"entries\": […]}]}.")));
            }
        }
        return filled;
    }

    private static int position(Written schedule, String name) {
        JsonNode names = schedule.json().path("blackouts");
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).asText().equals(name)) {
                return i;
            }
        }
        return 0;
    }

    private void list(JsonNode list, String at) {
        for (int i = 0; i < list.size(); i++) {
            schedules.add(new Written(list.get(i), at + "/" + i, named(list.get(i), "schedule " + (i + 1))));
        }
        if (list.isEmpty()) {
            note(at, "required", "There is no schedule in this list.");
        }
    }

    private void calendars(JsonNode list) {
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            note("/calendars", "type", "Write a list of calendars here.");
        }
        for (int i = 0; i < list.size(); i++) {
            String at = "/calendars/" + i;
            String name = list.get(i).path("name").asText("");
            known(list.get(i), at, CALENDAR, "There are: name, description, entries.");
            if (name.isBlank()) {
                note(at + "/name", "required", "This is missing: the name by which schedules know the calendar.");
            }
            if (!list.get(i).has("entries")) {
                note(at + "/entries", "required", "This is missing: the dates and times.");
                continue;
            }
            switch (CalendarEntries.read(list.get(i).path("entries"))) {
                case Reading.Fits<List<Calendar.Entry>>(List<Calendar.Entry> entries) -> {
                    if (calendars.put(name, new Calendar(name, entries)) != null) {
                        note(at + "/name", "duplicate", "There is a calendar '" + name + "' already.");
                    }
                }
                case Reading.Broken<List<Calendar.Entry>>(List<Problem> broken) -> {
                    calendars.put(name, new Calendar(name, List.of())); // it is there, if wrong
                    broken.forEach(problem -> problems.add(problem.under(at + "/entries")));
                }
            }
        }
    }

    private void known(JsonNode object, String at, Set<String> fields, String otherwise) {
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                String near = Nearest.to(name, fields)
                        .map(field -> "Did you mean '" + field + "'?")
                        .orElse(otherwise);
                note(
                        at + "/" + name.replace("~", "~0").replace("/", "~1"),
                        "unknown_field",
                        "There is no field '" + name + "' here. " + near);
            }
        });
    }

    private void note(String at, String code, String message) {
        problems.add(new Problem(at, code, message));
    }

    private static String named(JsonNode schedule, String otherwise) {
        String name = schedule.path("name").asText("");
        return name.isBlank() ? otherwise : name;
    }
}

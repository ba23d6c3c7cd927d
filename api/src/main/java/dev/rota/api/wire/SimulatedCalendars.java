package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import dev.rota.syntax.CalendarEntries;
import dev.rota.syntax.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The calendars of a simulation: those that come with it, `[{"name", "entries"}]`, before those that are stored.
final class SimulatedCalendars {
    private final Map<String, Calendar> inline = new HashMap<>();
    private final Function<String, Optional<List<Calendar.Entry>>> stored;
    private final List<Problem> problems;

    /// @param list     as it is written; missing: there are none
    /// @param stored   what the calendar of a name holds
    /// @param problems gets what is wrong
    SimulatedCalendars(JsonNode list, Function<String, Optional<List<Calendar.Entry>>> stored, List<Problem> problems) {
        this.stored = stored;
        this.problems = problems;
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            problems.add(new Problem("/calendars", "type", "Write a list of calendars here."));
        }
        for (int i = 0; i < list.size(); i++) {
            read(list.get(i), "/calendars/" + i);
        }
    }

    private void read(JsonNode calendar, String at) {
        String name = calendar.path("name").asText("");
        if (name.isBlank()) {
            problems.add(new Problem(
                    at + "/name", "required", "This is missing: the name by which the schedule knows the calendar."));
        }
        if (!calendar.has("entries")) {
            problems.add(new Problem(at + "/entries", "required", "This is missing: the dates and times."));
            return;
        }
        switch (CalendarEntries.read(calendar.path("entries"))) {
            case Reading.Fits<List<Calendar.Entry>>(List<Calendar.Entry> entries) ->
                inline.put(name, new Calendar(name, entries));
            case Reading.Broken<List<Calendar.Entry>>(List<Problem> wrong) -> {
                inline.put(name, new Calendar(name, List.of())); // it is there, if wrong
                wrong.forEach(problem -> problems.add(problem.under(at + "/entries")));
            }
        }
    }

    /// The plan with what its calendars hold.
    Plan filled(Plan plan) {
        List<Calendar> named = plan.when().blackouts();
        List<Calendar> filled = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i).name();
            Calendar calendar = inline.containsKey(name)
                    ? inline.get(name)
                    : stored.apply(name)
                            .map(entries -> new Calendar(name, entries))
                            .orElse(null);
            if (calendar == null) {
                problems.add(new Problem(
                        "/schedule/blackouts/" + i,
                        "unknown_calendar",
                        "There is no calendar '" + name + "'; send it in 'calendars', or create it first."));
            } else {
                filled.add(calendar);
            }
        }
        return plan.withWhen(plan.when().withBlackouts(filled));
    }
}

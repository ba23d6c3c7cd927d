package dev.rota.api.resources;

import dev.rota.api.errors.ApiProblem;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import dev.rota.store.CalendarStore;
import java.util.ArrayList;
import java.util.List;

/// Which calendars a schedule may name.
public final class KnownCalendars {
    private final CalendarStore store;

    public KnownCalendars(CalendarStore store) {
        this.store = store;
    }

    /// @throws ApiProblem 422 that names those there are, when the plan names one that is not
    void check(Plan plan) {
        List<Calendar> named = plan.when().blackouts();
        if (named.isEmpty()) {
            return;
        }
        List<String> known = store.names();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i).name();
            if (!known.contains(name)) {
                String those = known.isEmpty() ? "There are none yet." : "There are: " + String.join(", ", known) + ".";
                problems.add(new Problem(
                        "/blackouts/" + i, "unknown_calendar", "There is no calendar '" + name + "'. " + those));
            }
        }
        if (!problems.isEmpty()) {
            throw ApiProblem.invalid(problems);
        }
    }
}

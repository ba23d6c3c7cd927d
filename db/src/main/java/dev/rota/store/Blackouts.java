package dev.rota.store;

import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The calendars that plans name.
final class Blackouts {
    private Blackouts() {}

    /// The plan with what its calendars hold, which nobody edits until this transaction ends. A calendar that comes
    /// with entries has been read under the lock of its schedule, and is taken as it is.
    ///
    /// @throws WriteRefused if there is no such calendar
    static Plan filled(Handle handle, Plan plan) {
        List<Calendar> blackouts = plan.when().blackouts();
        List<String> empty = blackouts.stream()
                .filter(calendar -> calendar.entries().isEmpty())
                .map(Calendar::name)
                .toList();
        if (empty.isEmpty()) {
            return plan;
        }
        Map<String, Calendar> found = new HashMap<>();
        handle.createQuery("select name, entries from calendar where name = any(:names) order by name for share")
                .bindArray("names", String.class, empty)
                .map((row, _) -> new Calendar(
                        String.valueOf(row.getString("name")), PlanJson.entries(Columns.json(row, "entries"))))
                .forEach(calendar -> found.put(calendar.name(), calendar));
        List<Calendar> filled = new ArrayList<>();
        for (Calendar calendar : blackouts) {
            Calendar there = calendar.entries().isEmpty() ? found.get(calendar.name()) : calendar;
            if (there == null) {
                throw new WriteRefused(
                        "/blackouts/" + filled.size(),
                        "unknown_calendar",
                        "There is no calendar '" + calendar.name() + "' any more.");
            }
            filled.add(there);
        }
        return plan.withWhen(plan.when().withBlackouts(filled));
    }
}

package dev.rota.store;

import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Schedule;
import dev.rota.store.ApplyStore.Content;
import dev.rota.store.ApplyStore.WantedCalendar;
import dev.rota.store.ApplyStore.Wish;
import dev.rota.store.ScheduleStore.Draft;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// What is there of what somebody wants: locked, in the order in which everybody locks (calendars, templates,
/// schedules by id), unless it is only looked at.
///
/// @param owned those that carry the mark, by id
record ApplyRows(Map<String, Content> calendars, Map<String, List<There>> byName, List<There> owned) {

    /// @param draft the plan as it was written, with calendars by their names
    record There(Schedule schedule, Draft draft) {}

    static ApplyRows read(Handle handle, Wish wish) {
        TreeSet<String> named = new TreeSet<>();
        TreeSet<String> templates = new TreeSet<>();
        List<String> names = new ArrayList<>();
        List<String> wanted =
                wish.calendars().stream().map(WantedCalendar::name).toList();
        named.addAll(wanted);
        wish.schedules().forEach(schedule -> {
            Plan plan = schedule.draft().plan();
            names.add(plan.name());
            plan.when().blackouts().forEach(calendar -> named.add(calendar.name()));
            String template = schedule.draft().template();
            if (template != null) {
                templates.add(template);
            }
        });
        boolean looks = wish.how().dryRun();
        Map<String, Content> calendars = calendars(handle, List.copyOf(named), looks);
        if (!looks) {
            handle.createQuery("select name from job_template where name = any(:names) order by name for share")
                    .bindArray("names", String.class, List.copyOf(templates))
                    .mapTo(String.class)
                    .list();
        }
        Map<String, List<There>> byName = new LinkedHashMap<>();
        List<There> owned = new ArrayList<>();
        String mark = wish.how().managedBy();
        for (There there : schedules(handle, names, wanted, mark, looks)) {
            byName.computeIfAbsent(there.draft().plan().name(), _ -> new ArrayList<>())
                    .add(there);
            if (mark != null && mark.equals(there.draft().labels().get(ApplyStore.MARK))) {
                owned.add(there);
            }
        }
        return new ApplyRows(calendars, byName, owned);
    }

    private static Map<String, Content> calendars(Handle handle, List<String> names, boolean looks) {
        Map<String, Content> calendars = new LinkedHashMap<>();
        handle.createQuery("select name, description, entries from calendar where name = any(:names) order by name"
                        + (looks ? "" : " for update"))
                .bindArray("names", String.class, names)
                .map((row, _) -> Map.entry(
                        String.valueOf(row.getString("name")),
                        new Content(
                                String.valueOf(row.getString("description")),
                                PlanJson.entries(Columns.json(row, "entries")))))
                .forEach(one -> calendars.put(one.getKey(), one.getValue()));
        return calendars;
    }

    /// Those of these names, those with the mark, and those that a changed calendar will reach.
    private static List<There> schedules(
            Handle handle,
            List<String> names,
            List<String> calendars,
            @org.jspecify.annotations.Nullable String mark,
            boolean looks) {
        return handle.createQuery("select " + ScheduleRows.COLUMNS + """
            , s.labels, s.template
            from schedules s left join job_template t on t.name = s.template
            where s.deleted_at is null and (s.name = any(cast(:names as text[])) or s.blackouts && cast(:calendars as text[])
              or s.labels ->> 'managed_by' = :mark)
            order by s.id
            """ + (looks ? "" : "for no key update of s"))
                .bindArray("names", String.class, names)
                .bindArray("calendars", String.class, calendars)
                .bind("mark", mark)
                .map((row, _) -> there(row))
                .list();
    }

    private static There there(ResultSet row) throws SQLException {
        Schedule schedule = ScheduleRows.schedule(row);
        Map<String, String> labels = new LinkedHashMap<>();
        Columns.json(row, "labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new There(schedule, ApplyStore.plain(new Draft(schedule.plan(), labels, row.getString("template"))));
    }

    /// Whether a calendar is there.
    boolean knows(Calendar calendar) {
        return calendars.containsKey(calendar.name());
    }
}

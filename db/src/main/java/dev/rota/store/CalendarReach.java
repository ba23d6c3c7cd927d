package dev.rota.store;

import dev.rota.schedule.AfterRun;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Next;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// How the edit of a calendar reaches the schedules that name it, however many.
///
/// All that is to be computed is computed before their progress is locked, for daemons wait for that; what a run has
/// changed meanwhile is computed once more. The number of statements does not depend on how many there are.
final class CalendarReach {
    private CalendarReach() {}

    /// A schedule that names the calendar.
    ///
    /// @param seen which version of its progress this is
    private record User(Schedule schedule, @Nullable LiveRun live, String seen) {}

    static void of(Handle handle, Calendar calendar) {
        List<Long> ids = handle.createQuery("""
            select s.id from schedule_plan s
            where s.blackouts @> cast(array[:name] as text[]) and s.blackouts <> '{}' and s.deleted_at is null
            order by s.id for no key update
            """)
                .bind("name", calendar.name())
                .mapTo(Long.class)
                .list();
        if (ids.isEmpty()) {
            return;
        }
        Instant now = Sql.clock(handle);
        Map<Long, User> users = users(handle, ids);
        Map<Long, Move> moves = new TreeMap<>();
        users.forEach((id, user) -> moves.put(id, move(user, calendar, now)));
        TreeSet<Instant> weeks = new TreeSet<>();
        moves.values().forEach(move -> weeks.addAll(move.weeks()));
        weeks.forEach(week -> Partitions.ensure(handle, week));
        List<Long> changed = new ArrayList<>();
        handle.createQuery("""
            select s.schedule_id, cast(s.xmin as text) as seen from schedule_progress s
            where s.schedule_id = any(:ids) order by s.schedule_id for no key update
            """)
                .bindArray("ids", Long.class, ids)
                .map((row, _) -> {
                    User user = users.get(row.getLong("schedule_id"));
                    return user != null
                            && !user.seen().equals(row.getString("seen"))
                            && changed.add(user.schedule().id());
                })
                .list();
        if (!changed.isEmpty()) {
            Instant later = Sql.clock(handle);
            users(handle, changed).forEach((id, user) -> moves.put(id, move(user, calendar, later)));
            changed.forEach(id -> Objects.requireNonNull(moves.get(id)).weeks().forEach(week -> {
                if (weeks.add(week)) {
                    Partitions.ensure(handle, week);
                }
            }));
        }
        write(handle, calendar, moves.values());
        RequestStore.wake(handle);
    }

    private static Map<Long, User> users(Handle handle, List<Long> ids) {
        Map<Long, User> users = new TreeMap<>();
        Map<Long, UUID> running = new HashMap<>();
        TreeSet<Instant> slots = new TreeSet<>();
        handle.createQuery("select " + ScheduleRows.COLUMNS + """
            , s.current_run, s.current_slot, cast(p.xmin as text) as seen
            from schedules s join schedule_progress p on p.schedule_id = s.id
              left join job_template t on t.name = s.template
            where s.id = any(:ids)
            """)
                .bindArray("ids", Long.class, ids)
                .map((row, _) -> {
                    Schedule schedule = ScheduleRows.schedule(row);
                    UUID run = Columns.uuidOrNull(row, "current_run");
                    if (run != null) {
                        running.put(schedule.id(), run);
                        slots.add(Columns.instant(row, "current_slot"));
                    }
                    return users.put(schedule.id(), new User(schedule, null, String.valueOf(row.getString("seen"))));
                })
                .list();
        Map<UUID, LiveRun> live = LiveRun.of(handle, running.values(), slots);
        running.forEach((id, run) ->
                users.computeIfPresent(id, (_, user) -> new User(user.schedule(), live.get(run), user.seen())));
        return users;
    }

    /// The tables and not the view: its triggers would look at each row by itself.
    private static void write(Handle handle, Calendar calendar, Collection<Move> moves) {
        ColumnRows rows = new ColumnRows("id bigint, next_slot timestamptz, next_due timestamptz, passed boolean");
        Decisions decisions = new Decisions();
        for (Move move : moves) {
            Next next = move.next();
            rows.add(
                    move.old().id(),
                    next == null ? null : next.slot(),
                    next == null ? null : next.due(),
                    !move.skips().isEmpty());
            decisions.add(move.old().id(), move.old().version(), move.skips(), move.now());
        }
        handle.createUpdate("""
            update schedule_plan s set calendars = coalesce((
                select jsonb_agg(case when c.one ->> 'name' = :name then cast(:calendar as jsonb) -> 0 else c.one end
                  order by c.n)
                from jsonb_array_elements(s.calendars) with ordinality c(one, n)), '[]')
            where s.id = any(:ids)
            """)
                .bind("name", calendar.name())
                .bind("calendar", PlanJson.writeCalendars(List.of(calendar)))
                .bindArray(
                        "ids",
                        Long.class,
                        moves.stream().map(move -> move.old().id()).toList())
                .execute();
        int _ = rows.run(handle, """
            update schedule_progress s set next_slot = r.next_slot, next_due = r.next_due,
              slot_attempts = case when r.passed then 0 else s.slot_attempts end,
              slot_failures = case when r.passed then 0 else s.slot_failures end,
              progress_seq = s.progress_seq + 1
            from :rows r where s.schedule_id = r.id
            """);
        decisions.write(handle);
    }

    /// Where a schedule goes.
    ///
    /// @param old as it stands beside its live run
    private record Move(Schedule old, @Nullable Next next, List<Skip> skips, Instant now) {
        List<Instant> weeks() {
            return skips.stream()
                    .map(skip -> skip.first().truncatedTo(ChronoUnit.DAYS))
                    .toList();
        }
    }

    private static Move move(User user, Calendar calendar, Instant now) {
        Schedule old = LiveRun.beside(user.live(), user.schedule());
        List<Calendar> calendars = new ArrayList<>(old.plan().when().blackouts());
        calendars.replaceAll(one -> one.name().equals(calendar.name()) ? calendar : one);
        Plan plan = old.plan();
        Plan other = plan.withWhen(plan.when().withBlackouts(calendars));
        boolean walked = plan.enabled() && old.progress().autoDisabledAt() == null;
        if (!walked) {
            // Those that are off are not walked: enabling them writes one decision and begins anew.
            return new Move(old, standing(old), List.of(), now);
        }
        AfterRun after = new Schedule(old.id(), old.version(), other, old.progress()).afterCalendars(old, now);
        return new Move(old, after.next(), after.skips(), now);
    }

    private static @Nullable Next standing(Schedule schedule) {
        Instant slot = schedule.progress().nextSlot();
        Instant due = schedule.progress().nextDue();
        return slot == null || due == null ? null : new Next(slot, due);
    }
}

package dev.rota.store;

import dev.rota.schedule.Next;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Filter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Switches many schedules on or off.
///
/// At most [#CHUNK] rows are locked at a time, in order of id, each chunk in a transaction of its own; whether a
/// schedule still fits the filter is judged under its lock. What fails leaves the chunks before it done.
public final class BulkStore {
    static final int CHUNK = 500;
    private static final int SHOWN = 200;

    private final Database database;

    public BulkStore(Database database) {
        this.database = database;
    }

    public enum Action {
        ENABLE,
        DISABLE
    }

    /// Which schedules are meant; every criterion must fit.
    ///
    /// @param ids null: all
    public record Which(Filter filter, @Nullable List<Long> ids) {}

    /// A schedule that changed, or would.
    ///
    /// @param from the word for its standing before
    /// @param to   and after
    public record Item(long id, String name, String from, String to) {}

    /// @param matched how many fit the filter
    /// @param changed how many of them changed, or would
    /// @param items   the first 200 of those
    public record Done(long matched, long changed, List<Item> items) {}

    private record Row(Schedule schedule, String standing, boolean running, boolean lastFailed) {}

    /// @param dryRun only tells what would change
    public Done apply(Action action, Which which, boolean dryRun) {
        List<Long> ids = matching(which);
        long matched = 0;
        long changed = 0;
        List<Item> items = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
            Done done = database.edit(handle -> chunk(handle, action, which.filter(), chunk, dryRun));
            matched += done.matched();
            changed += done.changed();
            done.items().stream().limit(SHOWN - items.size()).forEach(items::add);
        }
        return new Done(matched, changed, List.copyOf(items));
    }

    private List<Long> matching(Which which) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery("""
                select s.id from schedules s
                where s.deleted_at is null and (:all or s.id = any(:ids))
                """ + ScheduleMatch.conditions(which.filter()) + " order by s.id")
                    .bind("all", which.ids() == null)
                    .bindArray("ids", Long.class, which.ids() == null ? List.of() : which.ids());
            return ScheduleMatch.bind(query, which.filter()).mapTo(Long.class).list();
        });
    }

    private static Done chunk(Handle handle, Action action, Filter filter, List<Long> ids, boolean dryRun) {
        List<Item> items = new ArrayList<>();
        List<Row> rows = rows(handle, filter, ids, dryRun);
        Instant now = Sql.clock(handle);
        for (Row row : rows) {
            if (changes(action, row.schedule())) {
                items.add(new Item(
                        row.schedule().id(), row.schedule().plan().name(), row.standing(), after(action, row, now)));
                if (!dryRun) {
                    apply(handle, action, row.schedule());
                }
            }
        }
        return new Done(rows.size(), items.size(), items);
    }

    private static List<Row> rows(Handle handle, Filter filter, List<Long> ids, boolean dryRun) {
        Query query = handle.createQuery("select " + ScheduleRows.COLUMNS + """
                        , <standing> as standing, s.current_run is not null as running,
                          s.last_status = 'failed' as last_failed
                        from schedules s left join job_template t on t.name = s.template
                        where s.id = any(:ids) and s.deleted_at is null
                        """ + ScheduleMatch.conditions(filter)
                        + " order by s.id" + (dryRun ? "" : " for no key update of s"))
                .bindArray("ids", Long.class, ids);
        return ScheduleMatch.bind(query, filter).map((row, _) -> row(row)).list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                ScheduleRows.schedule(row),
                row.getString("standing"),
                row.getBoolean("running"),
                row.getBoolean("last_failed"));
    }

    private static boolean changes(Action action, Schedule schedule) {
        return switch (action) {
            case ENABLE ->
                !schedule.plan().enabled()
                        || schedule.progress().autoDisabledAt() != null
                        || schedule.progress().failures() > 0;
            case DISABLE -> schedule.plan().enabled();
        };
    }

    private static void apply(Handle handle, Action action, Schedule schedule) {
        boolean _ = switch (action) {
            case ENABLE -> Turn.enable(handle, schedule);
            case DISABLE -> Turn.disable(handle, schedule.id());
        };
    }

    /// How it stands when the action is done: enabled, its failures in a row are forgotten by then.
    private static String after(Action action, Row row, Instant now) {
        Schedule schedule = row.schedule();
        Plan old = schedule.plan();
        boolean on = action == Action.ENABLE;
        Plan plan = new Plan(old.name(), old.job(), old.when(), old.failure(), on);
        boolean moves = on && !(old.enabled() && schedule.progress().autoDisabledAt() == null);
        Progress progress =
                !on ? schedule.progress() : Progress.NEW.at(moves ? schedule.first(now) : next(schedule.progress()));
        return Standing.of(
                        new Schedule(schedule.id(), schedule.version(), plan, progress),
                        row.running(),
                        row.lastFailed())
                .word();
    }

    private static @Nullable Next next(Progress progress) {
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        return slot == null || due == null ? null : new Next(slot, due);
    }
}

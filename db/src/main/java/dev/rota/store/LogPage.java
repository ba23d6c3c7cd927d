package dev.rota.store;

import dev.rota.store.LogReadStore.Cursor;
import dev.rota.store.LogReadStore.Filter;
import dev.rota.store.LogReadStore.Line;
import dev.rota.store.LogReadStore.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// The question for one page of the log.
///
/// Each holds only what is asked for, so that it is read from the index that has its order: that of all lines, of a
/// schedule's, or of warnings and errors, each in the order of the stream. Everything else is asked of the lines
/// that were found so, of [LogReadStore#LOOK] at most.
final class LogPage {
    private final Filter filter;
    private final String horizon;
    private final @Nullable Cursor after;
    private final int limit;

    /// @param horizon the oldest transaction still open
    /// @param after   null: the newest lines
    LogPage(Filter filter, String horizon, @Nullable Cursor after, int limit) {
        this.filter = filter;
        this.horizon = horizon;
        this.after = after;
        this.limit = limit;
    }

    /// The last line of those that were looked at.
    private record Last(Cursor cursor, Instant at) {}

    Page read(Handle handle) {
        String also = alsoAsked();
        List<Line> lines = lines(handle, also);
        boolean full = lines.size() == limit;
        Last last = full || also.isEmpty() ? null : last(handle);
        Cursor end = new Cursor(horizon, 0);
        if (after == null) {
            return new Page(lines, end, false, last == null ? null : last.at());
        }
        return new Page(
                lines,
                full ? lines.getLast().cursor() : last == null ? end : last.cursor(),
                full || last != null,
                null);
    }

    private List<Line> lines(Handle handle, String also) {
        return bind(handle.createQuery(
                        """
                        select hits.*, hits.xact::text as transaction, s.name as schedule_name
                        from (
                          select * from (
                            select xact, id, at, level, text, run_id, schedule_id from run_log
                            where xact < cast(:horizon as xid8) <which> order by <order> limit :look) looked
                          where true <also> order by <order> limit :limit) hits
                        left join schedule_plan s on s.id = hits.schedule_id
                        order by hits.xact, hits.id
                        """.replace("<also>", also).replace("<which>", which()).replace("<order>", order())))
                // Without a further question whatever is looked at is shown.
                .bind("look", also.isEmpty() ? limit : look())
                .map((row, _) -> line(row))
                .list();
    }

    /// Null when there were no more to look at.
    private @Nullable Last last(Handle handle) {
        return bind(handle.createQuery("""
            select xact::text as transaction, id, at from run_log
            where xact < cast(:horizon as xid8) <which> order by <order> offset :look - 1 limit 1
            """.replace("<which>", which()).replace("<order>", order())))
                .bind("look", look())
                .map((row, _) -> new Last(
                        new Cursor(row.getString("transaction"), row.getLong("id")), Columns.instant(row, "at")))
                .findOne()
                .orElse(null);
    }

    private int look() {
        return Math.max(limit, LogReadStore.LOOK);
    }

    private String order() {
        return after == null ? "xact desc, id desc" : "xact, id";
    }

    /// What an index knows.
    private String which() {
        StringBuilder which = new StringBuilder();
        if (after != null) {
            which.append(" and (xact, id) > (cast(:transaction as xid8), :id)");
        }
        if (filter.since() != null) {
            which.append(" and slot >= cast(:since as timestamptz) - interval '35 days'");
        }
        if (filter.run() != null) {
            which.append(" and run_id = :run");
        }
        if (filter.schedule() != null) {
            which.append(" and schedule_id = :schedule");
        }
        if (graveOfAll()) {
            which.append(
                    "ERROR".equals(filter.leastLevel()) ? " and level = 'ERROR'" : " and level in ('WARN', 'ERROR')");
        }
        return which.toString();
    }

    /// Warnings and errors of all runs have an index of their own.
    private boolean graveOfAll() {
        return ("WARN".equals(filter.leastLevel()) || "ERROR".equals(filter.leastLevel()))
                && filter.schedule() == null
                && filter.run() == null;
    }

    private String alsoAsked() {
        return (filter.since() == null ? "" : " and at >= :since")
                + (filter.leastLevel() == null || graveOfAll() ? "" : " and level = any(:levels)")
                + (filter.pattern() == null ? "" : " and text ~ :pattern");
    }

    private Query bind(Query query) {
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        String level = filter.leastLevel();
        List<String> levels = LogReadStore.levels();
        return query.bind("horizon", horizon)
                .bind("transaction", after == null ? "0" : after.transaction())
                .bind("id", after == null ? 0 : after.id())
                .bind("schedule", filter.schedule())
                .bind("run", filter.run())
                .bindArray(
                        "levels",
                        String.class,
                        level == null ? levels : levels.subList(levels.indexOf(level), levels.size()))
                .bind("pattern", filter.pattern())
                .bind("since", Sql.time(filter.since()))
                .bind("limit", limit);
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                new Cursor(row.getString("transaction"), row.getLong("id")),
                Columns.instant(row, "at"),
                row.getString("level"),
                row.getString("text"),
                Columns.uuid(row, "run_id"),
                Columns.longOrNull(row, "schedule_id"),
                row.getString("schedule_name"));
    }
}

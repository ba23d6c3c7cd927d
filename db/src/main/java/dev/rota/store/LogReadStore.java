package dev.rota.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the logs of all runs as one stream that can be followed.
///
/// Lines are ordered by the transaction that wrote them, then by id. A transaction that began early may commit late,
/// and its lines would appear behind a reader that has passed by; so a page ends before the oldest transaction still
/// open.
public final class LogReadStore {
    private static final List<String> LEVELS = List.of("OUT", "DEBUG", "INFO", "WARN", "ERROR");

    private final Database database;

    public LogReadStore(Database database) {
        this.database = database;
    }

    /// A place in the stream. Its text is opaque to readers.
    public record Cursor(String transaction, long id) {
        private static final Pattern TEXT = Pattern.compile("([0-9]{1,19})-([0-9]{1,18})");

        /// @return null for a text that is no cursor
        public static @Nullable Cursor of(String text) {
            Matcher matcher = TEXT.matcher(text);
            return matcher.matches() ? new Cursor(matcher.group(1), Long.parseLong(matcher.group(2))) : null;
        }

        public String text() {
            return transaction + "-" + id;
        }
    }

    public record Line(
            Cursor cursor,
            Instant at,
            String level,
            String text,
            UUID runId,
            @Nullable Long scheduleId,
            @Nullable String scheduleName) {}

    /// @param next where to go on; moves over lines that the filter left out, too
    public record Page(List<Line> lines, Cursor next) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    /// Which lines a reader wants; null: all.
    ///
    /// @param leastLevel `OUT`, `INFO`, `WARN` or `ERROR`: this level or a graver one
    /// @param pattern    a regular expression that PostgreSQL understands
    /// @param since      lines written at that instant or later; of runs whose slot is at most 35 days older
    public record Filter(
            @Nullable Long schedule,
            @Nullable UUID run,
            @Nullable String leastLevel,
            @Nullable String pattern,
            @Nullable Instant since) {}

    public static List<String> levels() {
        return LEVELS;
    }

    /// The lines after `after`, oldest first; without `after`, the newest, or the first ones since an instant.
    ///
    /// @throws BadPattern when the database does not understand the pattern
    public Page read(Filter filter, @Nullable Cursor after, int limit) throws BadPattern {
        boolean forward = after != null || filter.since() != null;
        try {
            return database.jdbi().withHandle(handle -> {
                String horizon = handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
                        .mapTo(String.class)
                        .one();
                List<Line> lines = handle.createQuery("""
                    select * from (
                      select l.xact::text as transaction, l.xact, l.id, l.at, l.level, l.text, l.run_id,
                             l.schedule_id, s.name as schedule_name
                      from run_log l left join schedules s on s.id = l.schedule_id
                      where l.xact < cast(:horizon as xid8)
                        and (not :follow or (l.xact, l.id) > (cast(:transaction as xid8), :id))
                        and (cast(:schedule as bigint) is null or l.schedule_id = :schedule)
                        and (cast(:run as uuid) is null or l.run_id = :run)
                        and (cast(:levels as text[]) is null or l.level = any(cast(:levels as text[])))
                        and (cast(:pattern as text) is null or l.text ~ :pattern)
                        and (cast(:since as timestamptz) is null
                             or (l.at >= :since and l.slot >= cast(:since as timestamptz) - interval '35 days'))
                      order by l.xact <order>, l.id <order> limit :limit) page
                    order by xact, id
                    """)
                        .define("order", forward ? "asc" : "desc")
                        .bind("horizon", horizon)
                        .bind("follow", after != null)
                        .bind("transaction", after == null ? "0" : after.transaction())
                        .bind("id", after == null ? 0 : after.id())
                        .bind("schedule", filter.schedule())
                        .bind("run", filter.run())
                        .bind("levels", levels(filter.leastLevel()))
                        .bind("pattern", filter.pattern())
                        .bind("since", Sql.time(filter.since()))
                        .bind("limit", limit)
                        .map((row, _) -> new Line(
                                new Cursor(row.getString("transaction"), row.getLong("id")),
                                Columns.instant(row, "at"),
                                row.getString("level"),
                                row.getString("text"),
                                Columns.uuid(row, "run_id"),
                                Columns.longOrNull(row, "schedule_id"),
                                row.getString("schedule_name")))
                        .list();
                boolean more = forward && lines.size() == limit;
                return new Page(lines, more ? lines.getLast().cursor() : new Cursor(horizon, 0));
            });
        } catch (org.jdbi.v3.core.statement.UnableToExecuteStatementException e) {
            if (e.getCause() instanceof java.sql.SQLException sql && "2201B".equals(sql.getSQLState())) {
                throw new BadPattern(e);
            }
            throw e;
        }
    }

    private static @Nullable String levels(@Nullable String least) {
        return least == null
                ? null
                : "{" + String.join(",", LEVELS.subList(LEVELS.indexOf(least), LEVELS.size())) + "}";
    }

    /// A regular expression that the database does not understand.
    public static final class BadPattern extends Exception {
        private static final long serialVersionUID = 1L;

        BadPattern(Throwable cause) {
            super("The regular expression cannot be read.", cause);
        }
    }
}

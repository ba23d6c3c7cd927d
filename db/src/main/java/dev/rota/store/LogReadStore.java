package dev.rota.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads the logs of all runs as one stream that can be followed.
///
/// Lines are ordered by the transaction that wrote them, then by id. A transaction that began early may commit late,
/// and its lines would appear behind a reader that has passed by; so a page ends before the oldest transaction still
/// open.
public final class LogReadStore {
    /// Among how many lines is looked at once for those that a page is to have.
    static final int LOOK = 5_000;

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

    /// @param next         where to go on; moves over lines that the filter left out, too
    /// @param more         whether lines that were there already wait behind `next`
    /// @param lookedBackTo when older lines were not looked at: the instant of the oldest that was
    public record Page(
            List<Line> lines,
            Cursor next,
            boolean more,
            @Nullable Instant lookedBackTo) {
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
    /// What no index can answer, such as a pattern, is looked for among [#LOOK] lines at a time: then a page may be
    /// short, or empty, and yet there is more.
    ///
    /// @throws BadPattern when the database does not understand the pattern
    public Page read(Filter filter, @Nullable Cursor after, int limit) throws BadPattern {
        try {
            return database.withHandle(handle -> {
                String horizon = handle.createQuery("select pg_snapshot_xmin(pg_current_snapshot())::text")
                        .mapTo(String.class)
                        .one();
                Instant since = filter.since();
                Cursor from = after != null ? after : since == null ? null : start(handle, since);
                return new LogPage(filter, horizon, from, limit).read(handle);
            });
        } catch (org.jdbi.v3.core.statement.UnableToExecuteStatementException e) {
            if (e.getCause() instanceof java.sql.SQLException sql && "2201B".equals(sql.getSQLState())) {
                throw new BadPattern(e);
            }
            throw e;
        }
    }

    /// The place before which no line is as young. A line is written after the instant it tells of, and daemons
    /// mark now and then which transaction would have been the next; some seconds are for clocks that differ.
    private static Cursor start(Handle handle, Instant since) {
        return handle.createQuery("""
            select xact::text as transaction from run_log_mark
            where at <= cast(:since as timestamptz) - interval '10 seconds' order by at desc limit 1
            """)
                .bind("since", Sql.time(since))
                .map((row, _) -> new Cursor(row.getString("transaction"), -1))
                .findOne()
                .orElse(new Cursor("0", 0));
    }

    /// A regular expression that the database does not understand.
    public static final class BadPattern extends Exception {
        private static final long serialVersionUID = 1L;

        BadPattern(Throwable cause) {
            super("The regular expression cannot be read.", cause);
        }
    }
}

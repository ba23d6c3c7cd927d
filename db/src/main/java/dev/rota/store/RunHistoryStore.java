package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// Reads runs and their logs for people; the daemon writes them.
public final class RunHistoryStore {
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{4,32}");

    private final Database database;

    public RunHistoryStore(Database database) {
        this.database = database;
    }

    /// One run as it is kept.
    ///
    /// @param tookMs   from start to finish, null while it runs
    /// @param progress what the job said about itself while it runs
    public record RunRow(
            UUID id,
            @Nullable Long scheduleId,
            String scheduleName,
            Instant slot,
            String trigger,
            int attempt,
            String kind,
            String status,
            @Nullable String failureClass,
            @Nullable String message,
            @Nullable String detail,
            Flags flags,
            UUID daemonId,
            long planVersion,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Long tookMs,
            int samples,
            Items items,
            @Nullable JsonNode progress) {

        public boolean running() {
            return status.equals("running");
        }
    }

    /// @param missed how many slots before this one were missed and merged into it
    public record Flags(boolean late, long missed, boolean unchanged, boolean degraded, boolean windowBypassed) {}

    public record Items(int processed, int added, int updated, int removed, int failed) {}

    /// One line of a run's log, see [dev.rota.run.LogLine].
    public record Line(long offset, Instant at, String level, String text) {
        /// Where the next line starts.
        public long end() {
            return offset + text.getBytes(StandardCharsets.UTF_8).length + 1;
        }
    }

    /// Where a page of runs ended: runs come newest slot first.
    public record After(Instant slot, int attempt, UUID id) {
        private static final Pattern TEXT = Pattern.compile("(-?\\d{1,18})_(\\d{1,9})_([0-9a-f-]{36})");

        /// @return null for a text that is no cursor
        public static @Nullable After of(String text) {
            Matcher matcher = TEXT.matcher(text);
            return matcher.matches()
                    ? new After(
                            Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS),
                            Integer.parseInt(matcher.group(2)),
                            UUID.fromString(matcher.group(3)))
                    : null;
        }

        public static After of(RunRow run) {
            return new After(run.slot(), run.attempt(), run.id());
        }

        public String text() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, slot) + "_" + attempt + "_" + id;
        }
    }

    /// Runs, newest slot first; of a schedule, the later attempt of a slot first.
    ///
    /// @param schedule only runs of this schedule; null: of all
    /// @param status   only runs with this status; null: with any
    public List<RunRow> list(@Nullable Long schedule, @Nullable String status, @Nullable After after, int limit) {
        String sql = RunPages.sql(schedule != null, status, after != null);
        return database.jdbi().withHandle(handle -> {
            Query query = handle.createQuery(sql).bind("limit", limit);
            query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
            if (after != null) {
                query.bind("slot", after.slot())
                        .bind("attempt", after.attempt())
                        .bind("id", after.id());
            }
            return query.bind("schedule", schedule)
                    .bind("status", status)
                    .map((row, _) -> run(row))
                    .list();
        });
    }

    /// The runs whose id is `text` or begins with it (four digits at least, dashes or not); at most two.
    public List<RunRow> find(String text) {
        String digits = text.replace("-", "").toLowerCase(java.util.Locale.ROOT);
        if (!PREFIX.matcher(digits).matches()) {
            return List.of();
        }
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select r.*, extract(epoch from finished_at - started_at) * 1000 as took_ms from run r
                    where id between :least and :most order by slot desc limit 2
                    """)
                        .bind("least", padded(digits, '0'))
                        .bind("most", padded(digits, 'f'))
                        .map((row, _) -> run(row))
                        .list());
    }

    /// The lines of a run's log that start at `offset` (in bytes) or later.
    public List<Line> log(RunRow run, long offset, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select byte_offset, at, level, text from run_log
                    where run_id = :run and slot = :slot and byte_offset >= :offset
                    order by byte_offset, id limit :limit
                    """)
                        .bind("run", run.id())
                        .bind("slot", run.slot())
                        .bind("offset", offset)
                        .bind("limit", limit)
                        .map((row, _) -> new Line(
                                row.getLong("byte_offset"),
                                Columns.instant(row, "at"),
                                row.getString("level"),
                                row.getString("text")))
                        .list());
    }

    private static UUID padded(String digits, char with) {
        String all = digits + String.valueOf(with).repeat(32 - digits.length());
        return new UUID(Long.parseUnsignedLong(all, 0, 16, 16), Long.parseUnsignedLong(all, 16, 32, 16));
    }

    private static RunRow run(ResultSet row) throws SQLException {
        return new RunRow(
                Columns.uuid(row, "id"),
                Columns.longOrNull(row, "schedule_id"),
                row.getString("schedule_name"),
                Columns.instant(row, "slot"),
                row.getString("trigger"),
                row.getInt("attempt"),
                row.getString("kind"),
                row.getString("status"),
                row.getString("failure_class"),
                row.getString("message"),
                row.getString("detail"),
                new Flags(
                        row.getBoolean("late"),
                        row.getLong("missed"),
                        row.getBoolean("unchanged"),
                        row.getBoolean("degraded"),
                        row.getBoolean("window_bypassed")),
                Columns.uuid(row, "daemon_id"),
                row.getLong("plan_version"),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "finished_at"),
                Columns.longOrNull(row, "took_ms"),
                row.getInt("samples"),
                new Items(
                        row.getInt("items_processed"),
                        row.getInt("items_added"),
                        row.getInt("items_updated"),
                        row.getInt("items_removed"),
                        row.getInt("items_failed")),
                row.getString("progress") == null ? null : Columns.json(row, "progress"));
    }
}

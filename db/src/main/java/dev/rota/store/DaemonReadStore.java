package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the rows that daemons keep about themselves: each incarnation has one, and its heartbeat is its lease.
public final class DaemonReadStore {
    /// A daemon whose heartbeat is older counts as gone.
    public static final Duration ALIVE = Duration.ofSeconds(60);

    private final Database database;

    public DaemonReadStore(Database database) {
        this.database = database;
    }

    /// @param heartbeatAgeMs since its last heartbeat, by the database's clock
    /// @param alive          whether it works: not stopped, and its heartbeat younger than [#ALIVE]
    /// @param egressSuspectSince since when it suspects its own way out, because more than half of the hosts could
    ///     not be reached, so that failures do not count; null: it does not
    /// @param lanes          slots by lane, as the daemon wrote them
    /// @param totals         counts since it started, as the daemon wrote them
    public record Daemon(
            UUID id,
            String host,
            long pid,
            String version,
            String state,
            Instant startedAt,
            Instant heartbeatAt,
            long heartbeatAgeMs,
            boolean alive,
            @Nullable Instant lastPollAt,
            @Nullable Long pollLagMs,
            int slots,
            int running,
            @Nullable Long clockOffsetMs,
            @Nullable Instant egressSuspectSince,
            JsonNode lanes,
            JsonNode totals) {}

    /// The daemons that work, and those that ended within the last hour; the youngest heartbeat first.
    public List<Daemon> recent() {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery("""
                            select d.*, extract(epoch from clock_timestamp() - heartbeat_at) * 1000 as age
                            from daemon d
                            where heartbeat_at > clock_timestamp() - interval '1 hour'
                            order by heartbeat_at desc, id limit 200
                            """).map((row, _) -> daemon(row)).list());
    }

    /// Every row there is, for totals: a counter must not shrink because a daemon ended.
    public List<Daemon> all() {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery("""
                            select d.*, extract(epoch from clock_timestamp() - heartbeat_at) * 1000 as age
                            from daemon d order by heartbeat_at desc, id
                            """).map((row, _) -> daemon(row)).list());
    }

    private static Daemon daemon(ResultSet row) throws SQLException {
        long age = Math.max(0, row.getLong("age"));
        String state = row.getString("state");
        boolean alive = age < ALIVE.toMillis() && !state.equals("stopped") && !state.equals("dead");
        return new Daemon(
                Columns.uuid(row, "id"),
                row.getString("host"),
                row.getLong("pid"),
                row.getString("version"),
                state,
                Columns.instant(row, "started_at"),
                Columns.instant(row, "heartbeat_at"),
                age,
                alive,
                Columns.instantOrNull(row, "last_poll_at"),
                Columns.longOrNull(row, "poll_lag_ms"),
                row.getInt("slots"),
                row.getInt("running"),
                Columns.longOrNull(row, "clock_offset_ms"),
                alive ? Columns.instantOrNull(row, "egress_suspect_since") : null,
                Columns.json(row, "lanes"),
                Columns.json(row, "totals"));
    }
}

package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/// What `rota doctor` asks a database, seen as one role. Every question has a connection of its own, without the
/// limits that a process brings along, so that those of the role are seen.
public final class Examination {
    private static final List<String> SETTINGS = List.of(
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "autovacuum",
            "default_transaction_read_only",
            "max_connections",
            "server_version_num",
            "server_version");

    private final DatabaseConfig config;

    public Examination(DatabaseConfig config) {
        this.config = config;
    }

    /// @param settings       by name, as SHOW prints them
    /// @param standby        whether the server only follows another
    /// @param connections    of all databases, now
    /// @param roleConnections the most that this role may have; -1: no limit of its own
    /// @param bytes          the size of the database
    public record Server(
            Map<String, String> settings,
            boolean standby,
            int connections,
            int roleConnections,
            long bytes,
            boolean superuser) {
        public int version() {
            return Integer.parseInt(settings.getOrDefault("server_version_num", "0"));
        }

        public int maxConnections() {
            return Integer.parseInt(settings.getOrDefault("max_connections", "0"));
        }
    }

    /// @param at when the database said so, by its clock
    /// @param roundTrip how long question and answer took
    public record Clock(Instant at, Duration roundTrip) {}

    /// Some schedules, and how many there are of the kind.
    public record Some(long count, List<String> names) {}

    /// @param overdue      due for longer than two minutes, and not running
    /// @param autoDisabled given up after failures, with the reasons
    /// @param stuck        running under a daemon that is gone
    /// @param waiting      requests that nobody took for a minute
    /// @param dnsFailures  runs of the last day that failed because a name was not found
    public record Work(Some overdue, Some autoDisabled, Some stuck, long waiting, long dnsFailures) {}

    public Server server() {
        return look(handle -> {
            Map<String, String> settings = new LinkedHashMap<>();
            SETTINGS.forEach(name -> settings.put(name, ServerLimits.show(handle, name)));
            return handle.createQuery("""
                select pg_is_in_recovery() as standby, (select count(*) from pg_stat_activity) as connections,
                  rolconnlimit, pg_database_size(current_database()) as bytes, rolsuper
                from pg_roles where rolname = current_user
                """)
                    .map((row, _) -> new Server(
                            settings,
                            row.getBoolean("standby"),
                            row.getInt("connections"),
                            row.getInt("rolconnlimit"),
                            row.getLong("bytes"),
                            row.getBoolean("rolsuper")))
                    .one();
        });
    }

    /// What is odd about the limits that the role has of its own.
    public Optional<ServerLimits.Odd> limits() {
        return look(handle -> ServerLimits.look(handle, TimeLimits.USUAL));
    }

    public Clock clock() {
        return look(handle -> {
            Instant warm = Sql.clock(handle); // the first question also makes the connection's types known
            assert warm != null;
            long begin = System.nanoTime();
            Instant at = Sql.clock(handle);
            return new Clock(at, Duration.ofNanos(System.nanoTime() - begin));
        });
    }

    /// What this role lacks of what a process needs, in words; empty when it can do its work.
    ///
    /// @param daemon whether it is the daemon's role, else the API's
    public List<String> lacks(boolean daemon) {
        return look(handle -> handle.createQuery("""
            select what from (values
              ('daemon', 'may not claim (update of schedules)',
                has_column_privilege('rota.schedule_progress', 'next_due', 'update')),
              ('daemon', 'may not record runs (run)', has_table_privilege('rota.run', 'insert, update')),
              ('daemon', 'may not write logs (run_log)', has_table_privilege('rota.run_log', 'insert')),
              ('daemon', 'may not store samples (sample)', has_table_privilege('rota.sample', 'insert')),
              ('daemon', 'may not make partitions (ensure_partition)',
                has_function_privilege('rota.ensure_partition(text, timestamptz)', 'execute')),
              ('daemon', 'may not drop old partitions (drop_partitions)',
                has_function_privilege('rota.drop_partitions(text, timestamptz)', 'execute')),
              ('api', 'may not write schedules', has_table_privilege('rota.schedule_plan', 'insert, update, delete')),
              ('api', 'may not make accounts and tokens', has_table_privilege('rota.token', 'insert, update')),
              ('api', 'may not read history (run)', has_table_privilege('rota.run', 'select')))
              as needs (who, what, granted)
            where who = :who and not granted
            """)
                .bind("who", daemon ? "daemon" : "api")
                .mapTo(String.class)
                .list());
    }

    /// The tables that have no partition for the week of one week from now.
    public List<String> withoutNextWeek() {
        return look(handle -> handle.createQuery("""
            select t from unnest(array['run', 'decision', 'sample', 'run_log']) t
            where to_regclass('rota.' || t || '_' || to_char((clock_timestamp() + interval '7 days')
              at time zone 'UTC', 'IYYY"w"IW')) is null
            """).mapTo(String.class).list());
    }

    public Work work() {
        return look(handle -> new Work(
                some(handle, """
                    s.enabled and s.auto_disabled_at is null and s.current_run is null
                      and s.next_due < clock_timestamp() - interval '2 minutes'
                    """, "null"),
                some(handle, "s.auto_disabled_at is not null", "s.auto_disabled_reason"),
                some(handle, """
                    s.current_daemon is not null and not exists (select from daemon d where d.id = s.current_daemon
                      and d.state not in ('stopped', 'dead') and d.lease_until > clock_timestamp() - interval '2 minutes')
                    """, "null"),
                handle.createQuery("""
                    select count(*) from run_request
                    where status = 'waiting' and requested_at < clock_timestamp() - interval '1 minute'
                      and expires_at > clock_timestamp()
                    """).mapTo(Long.class).one(),
                handle.createQuery("""
                    select count(*) from run where failure_class = 'dns'
                      and slot > clock_timestamp() - interval '1 day'
                    """).mapTo(Long.class).one()));
    }

    private static Some some(Handle handle, String condition, String remark) {
        List<String> names = handle.createQuery("select name, " + remark
                        + " as remark, count(*) over () as all_of_them from schedules s"
                        + " where s.deleted_at is null and " + condition + " order by s.next_due, s.id limit 5")
                .map((row, _) -> named(row))
                .list();
        long count = handle.createQuery("select count(*) from schedules s where s.deleted_at is null and " + condition)
                .mapTo(Long.class)
                .one();
        return new Some(count, names);
    }

    private static String named(ResultSet row) throws SQLException {
        String remark = row.getString("remark");
        return row.getString("name") + (remark == null ? "" : " (" + remark + ")");
    }

    /// Whether a hint that one connection gives reaches another that listens.
    ///
    /// @param direct   where to listen
    /// @param patience how long to wait for it
    public boolean hintsArrive(DatabaseConfig direct, Duration patience) {
        String channel = "rota_doctor_" + java.util.UUID.randomUUID().toString().replace('-', '_');
        return new Examination(direct).look(listening -> {
            listening.execute("listen " + channel);
            boolean _ = look(other -> other.execute("select pg_notify(?, '')", channel) >= 0);
            try {
                var hints = listening.getConnection().unwrap(PGConnection.class).getNotifications((int)
                        patience.toMillis());
                return hints != null && hints.length > 0;
            } catch (SQLException e) {
                throw new DatabaseTrouble("The connection that listens was lost.", e);
            }
        });
    }

    private <R> R look(Function<Handle, R> question) {
        Properties driver = Database.driverProperties(config, "rota-doctor", TimeLimits.USUAL);
        driver.remove("options");
        driver.remove("targetServerType"); // a standby has something to say too
        driver.setProperty("user", config.user());
        driver.setProperty("password", config.password());
        return Jdbi.create(config.url(), driver).withHandle(question::apply);
    }
}

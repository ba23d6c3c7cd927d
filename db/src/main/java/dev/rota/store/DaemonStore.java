package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The daemons: who they are, whether they live, and what becomes of the runs of those that do not.
public final class DaemonStore {
    private final Database database;

    public DaemonStore(Database database) {
        this.database = database;
    }

    /// One incarnation of a daemon. Boot id, namespace, user, process and start ticks let another daemon on the
    /// same host prove that this one is gone.
    public record Registration(
            UUID id,
            String host,
            long pid,
            @Nullable String bootId,
            @Nullable Long pidNamespace,
            @Nullable Long uid,
            @Nullable Long startTicks,
            String version,
            List<String> kinds,
            int slots,
            Duration lease) {}

    /// Enters a daemon, with a lease from now on.
    ///
    /// @return the database's clock
    public Instant register(Registration me) {
        return register(me, null);
    }

    /// Enters a daemon, with a lease from now on. A process that starts anew goes on counting where its former
    /// incarnation was, which therefore gives its totals up: they would count twice.
    ///
    /// @param before its former incarnation; null: it has none
    /// @return the database's clock
    public Instant register(Registration me, @Nullable UUID before) {
        return database.withHandle(handle -> handle.createQuery("""
            with former as (
              update daemon set totals = '{}' where id = :before returning id)
            insert into daemon (id, host, pid, boot_id, pid_namespace, uid, start_ticks, version, kinds,
              slots, lease_until, totals)
            values (:id, :host, :pid, :boot, :namespace, :uid, :ticks, :version, :kinds, :slots,
              clock_timestamp() + :lease * interval '1 microsecond',
              coalesce((select totals from daemon where id = :before), '{}'))
            returning clock_timestamp()
            """)
                .bind("id", me.id())
                .bind("before", before)
                .bind("host", me.host())
                .bind("pid", me.pid())
                .bind("boot", me.bootId())
                .bind("namespace", me.pidNamespace())
                .bind("uid", me.uid())
                .bind("ticks", me.startTicks())
                .bind("version", me.version())
                .bindArray("kinds", String.class, me.kinds())
                .bind("slots", me.slots())
                .bind("lease", Sql.micros(me.lease()))
                .map((row, _) -> Columns.instant(row, 1))
                .one());
    }

    /// The database's clock.
    public Instant clock() {
        return database.withHandle(Sql::clock);
    }

    /// What a daemon tells of itself with every heartbeat.
    ///
    /// @param state         `starting`, `ready` or `draining`
    /// @param egressSuspect since when it suspects its own way out, so that failures do not count; null: it does
    ///     not
    public record Pulse(
            String state,
            int running,
            @Nullable Instant lastPollAt,
            long pollLagMs,
            long clockOffsetMs,
            @Nullable Instant egressSuspect,
            String lanesJson,
            String totalsJson) {}

    /// What a heartbeat brings back.
    ///
    /// @param held    whether the lease is still ours; if not, we were declared dead and must end everything
    /// @param runs    the runs the database holds for us, also those of tests
    /// @param cancels those of them that somebody wants cancelled
    public record Beat(Instant now, boolean held, Set<UUID> runs, Set<UUID> cancels) {}

    private static final String HELD = """
        select current_run from schedule_progress where current_daemon = :id and current_run is not null
        union all
        select run_id from run_request
        where kind = 'test' and status = 'claimed' and claimed_by = :id and run_id is not null\
        """;

    /// Renews the lease for all runs of a daemon, in one autocommitted statement.
    public Beat heartbeat(UUID id, Pulse pulse, Duration lease) {
        return database.withHandle(handle -> handle.createQuery("""
            with beat as (
              update daemon set heartbeat_at = clock_timestamp(),
                lease_until = clock_timestamp() + :lease * interval '1 microsecond', state = :state,
                running = :running, last_poll_at = coalesce(:polled, last_poll_at),
                poll_lag_ms = :lag, clock_offset_ms = :offset, lanes = cast(:lanes as jsonb),
                egress_suspect_since = :egress,
                totals = cast(:totals as jsonb)
              where id = :id and state not in ('stopped', 'dead')
              returning 1),
            marked as (
              insert into run_log_mark (at, xact)
              select clock_timestamp(), pg_snapshot_xmax(pg_current_snapshot())
              where not exists (select from run_log_mark where at > clock_timestamp() - interval '1 minute')
              on conflict do nothing)
            select clock_timestamp(), exists (select 1 from beat),
              array(<held>),
              array(select q.run_id from run_request q
                    where q.kind = 'cancel' and q.status = 'waiting' and q.run_id is not null)
            """.replace("<held>", HELD))
                .bind("id", id)
                .bind("lease", Sql.micros(lease))
                .bind("state", pulse.state())
                .bind("running", pulse.running())
                .bind("polled", Sql.time(pulse.lastPollAt()))
                .bind("lag", pulse.pollLagMs())
                .bind("offset", pulse.clockOffsetMs())
                .bind("egress", Sql.time(pulse.egressSuspect()))
                .bind("lanes", pulse.lanesJson())
                .bind("totals", pulse.totalsJson())
                .map((row, _) -> new Beat(
                        Columns.instant(row, 1), row.getBoolean(2), uuids(row.getArray(3)), uuids(row.getArray(4))))
                .one());
    }

    private static Set<UUID> uuids(java.sql.Array array) throws java.sql.SQLException {
        return new HashSet<>(Arrays.asList((UUID[]) array.getArray()));
    }

    /// Another daemon that says it runs on this host.
    public record Other(
            UUID id,
            long pid,
            @Nullable String bootId,
            @Nullable Long pidNamespace,
            @Nullable Long uid,
            @Nullable Long startTicks) {}

    /// The runs, also those of tests, that a daemon holds.
    public Set<UUID> heldBy(UUID daemon) {
        return database.withHandle(handle ->
                handle.createQuery(HELD).bind("id", daemon).mapTo(UUID.class).set());
    }

    /// Those of some runs that have ended, one way or another. Ids that no run has are not among them.
    public Set<UUID> over(Set<UUID> runs) {
        return database.withHandle(
                handle -> handle.createQuery("select id from run where id = any(:runs) and status <> 'running'")
                        .bindArray("runs", UUID.class, runs)
                        .mapTo(UUID.class)
                        .set());
    }

    /// Takes a daemon for dead: its runs are abandoned and their slots run again.
    ///
    /// @param proved whether its process is known to be gone (its lease may still run)
    /// @return how many runs were handed back; empty when it had been taken for dead before, or signed off
    public OptionalInt declareDead(UUID id, boolean proved) {
        return database.inTransaction(handle -> declareDead(handle, id, proved));
    }

    private static OptionalInt declareDead(Handle handle, UUID id, boolean proved) {
        // A claim under way holds a key share of this row: we wait for its end, so that its runs are seen below.
        int dead =
                handle.createUpdate("""
                    with locked as (
                      select id from daemon where id = :id and state not in ('stopped', 'dead')
                        and (:proved or lease_until < clock_timestamp()) for update)
                    update daemon d set state = 'dead', running = 0, stopped_at = clock_timestamp()
                    from locked where d.id = locked.id
                    """).bind("id", id).bind("proved", proved).execute();
        if (dead == 0) {
            return OptionalInt.empty();
        }
        HandBack.tests(handle, "claimed_by = any(:ids)", List.of(id));
        return OptionalInt.of(HandBack.daemon(
                handle,
                id,
                proved ? "The daemon that ran it died." : "The daemon that ran it was not heard of in time.",
                proved));
    }

    /// How one is known whose last heartbeat lies further ahead than its lease is long: the database's clock was
    /// set back since. A daemon that lives writes it anew before anybody is judged by it. Both are written
    /// together, the lease as the later one, so this lies ahead of the clock as well.
    static final String AHEAD = "heartbeat_at > clock_timestamp() + (lease_until - heartbeat_at)";

    /// Declares dead every daemon whose lease has ended. One that stands in the way keeps no other from it.
    ///
    /// A lease of the future, from before the database's clock was set back, ends one lease from now at the latest.
    ///
    /// @return how many runs were handed back
    /// @throws RuntimeException why one could not be declared dead, after all others were
    public int reap() {
        List<UUID> expired = database.withHandle(handle -> {
            handle.execute("update daemon set heartbeat_at = clock_timestamp(),"
                    + " lease_until = clock_timestamp() + (lease_until - heartbeat_at)"
                    + " where id in (select id from daemon where state not in ('stopped', 'dead') and " + AHEAD
                    + " for update skip locked)");
            return handle.createQuery("""
                select id from daemon where state not in ('stopped', 'dead')
                  and lease_until < clock_timestamp() order by id
                """).mapTo(UUID.class).list();
        });
        int handedBack = 0;
        @Nullable RuntimeException unburied = null;
        for (UUID id : expired) {
            try {
                handedBack += declareDead(id, false).orElse(0);
            } catch (RuntimeException e) {
                if (DatabaseFault.isUnreachable(e)) {
                    throw e; // nor can the others
                }
                unburied = e;
            }
        }
        if (unburied != null) {
            throw unburied;
        }
        return handedBack;
    }

    /// Signs a daemon off. What it still holds is handed back.
    public void stopped(UUID id) {
        database.inTransaction(handle -> {
            // As in declareDead: no claim may be under way that we would not see.
            handle.execute("select from daemon where id = ? for update", id);
            HandBack.tests(handle, "claimed_by = any(:ids)", List.of(id));
            HandBack.daemon(handle, id, "The daemon stopped.", false);
            return handle.createUpdate("""
                update daemon set state = 'stopped', running = 0, stopped_at = clock_timestamp()
                where id = :id and state <> 'dead'
                """).bind("id", id).execute();
        });
    }
}

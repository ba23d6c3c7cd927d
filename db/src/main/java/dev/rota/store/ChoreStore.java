package dev.rota.store;

import dev.rota.config.Retention;
import dev.rota.config.Retention.History;
import dev.rota.schedule.Next;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What must be done now and then so that the tables stay fit: weeks made ahead, old weeks dropped, requests that
/// nobody took expired, slots that nobody can take explained.
public final class ChoreStore {
    /// How long an Idempotency-Key stands for what it led to.
    private static final Duration IDEMPOTENCY = Duration.ofHours(24);

    /// How long hours are counted; the first page shows a day of them.
    private static final Duration HOURS = Duration.ofDays(3);

    /// How long requests that are done, and daemons that are gone, are remembered.
    private static final Duration REQUESTS = Duration.ofDays(7);

    private static final int CHUNK = 20_000;

    private final Database database;

    public ChoreStore(Database database) {
        this.database = database;
    }

    /// Some of what had to be done could not be done; all the rest was.
    public static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> problems;

        Unfinished(List<String> problems) {
            super(String.join(" ", problems));
            this.problems = new ArrayList<>(problems);
        }

        /// One sentence for each thing that could not be done.
        public List<String> problems() {
            return List.copyOf(problems);
        }
    }

    /// Makes this week's partitions and those of the four weeks to come.
    public void ensurePartitions() {
        database.withHandle(
                handle -> handle.createQuery("""
                    select ensure_partition(t, clock_timestamp() + w * interval '7 days')
                    from unnest(array['run', 'decision', 'sample', 'run_log']) t, generate_series(0, 4) w
                    """).mapTo(Boolean.class).list());
    }

    /// Does all that is due once a day, one thing after the other, each in a transaction of its own: what cannot be
    /// done keeps nothing else from being done.
    ///
    /// @throws Unfinished when something could not be done
    public void prune(Retention retention) {
        Duration runs = retention.of(History.RUNS).age();
        Map<String, Runnable> steps = new LinkedHashMap<>();
        steps.put("make the weeks to come", this::ensurePartitions);
        for (History history : History.values()) {
            steps.put("drop old " + history.word(), () -> drop(history, retention.of(history)));
        }
        steps.put("remove deleted schedules", this::sweepDeleted);
        steps.put("add up the counts of schedules", () -> Tally.addUp(database));
        steps.put("count the schedules anew", () -> Tally.recount(database));
        steps.put("forget the runs amiss of weeks that are gone", () -> forgetOfWeeks("run", """
            delete from run_amiss where ctid = any(array(select ctid from run_amiss
              where slot < cast(:since as timestamptz) limit :most))\
            """));
        steps.put("forget the marks of logs that are gone", () -> forgetOfWeeks("run_log", """
            delete from run_log_mark where ctid = any(array(select ctid from run_log_mark
              where at < cast(:since as timestamptz) limit :most))\
            """));
        older(steps, "run_hour", "hour", HOURS);
        steps.put("forget old changes of items", () -> OldHarvests.forgetChanges(database, runs));
        steps.put("forget items that are gone", () -> OldHarvests.forgetItems(database, runs));
        Duration samples = retention.of(History.SAMPLES).age();
        steps.put("forget series that are silent", () -> OldHarvests.forgetSeries(database, samples));
        steps.put("forget old requests", () -> older("""
            delete from run_request where status not in ('waiting', 'claimed')
              and requested_at < clock_timestamp() - :age * interval '1 microsecond'\
            """, REQUESTS));
        older(steps, "idempotency_key", "created_at", IDEMPOTENCY);
        steps.put("forget daemons of long ago", () -> DaemonTotals.prune(database, REQUESTS));
        older(steps, "session", "expires_at", Duration.ZERO);
        older(steps, "login_link", "expires_at", Duration.ZERO);
        run(steps);
    }

    private static void run(Map<String, Runnable> steps) {
        List<String> problems = new ArrayList<>();
        steps.forEach((what, step) -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (DatabaseFault.isUnreachable(e)) {
                    throw e; // nor will the others
                }
                problems.add("Could not " + what + ": " + DatabaseFault.why(e) + ".");
            }
        });
        if (!problems.isEmpty()) {
            throw new Unfinished(problems);
        }
    }

    /// Whole weeks, the oldest first, until age, bytes and rows of the others fit. What was not counted lately is
    /// reckoned; nothing is read through for it.
    ///
    /// To ask how large a week is, is to wait for whoever drops it; so the lock of `drop_partitions` is asked for
    /// before, and while another daemon has it there is nothing to do.
    private void drop(History history, Retention.Limit limit) {
        database.inTransaction(handle -> {
            boolean ours = handle.createQuery(
                            "select pg_try_advisory_xact_lock(hashtextextended('rota.drop_partitions.' || :table, 0))")
                    .bind("table", table(history))
                    .mapTo(Boolean.class)
                    .one();
            return ours ? drop(handle, history, limit) : 0;
        });
    }

    private static int drop(Handle handle, History history, Retention.Limit limit) {
        return handle.createQuery("""
            with weeks as (
              select to_date(substring(c.relname from '[0-9]{4}w[0-9]{2}$'), 'IYYY"w"IW') as week,
                pg_total_relation_size(c.oid) as bytes,
                greatest(cast(c.reltuples as bigint), pg_stat_get_live_tuples(c.oid)) as entries
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
              where i.inhparent = cast('rota.' || :table as regclass)),
            sums as (
              select week, sum(bytes) over since as bytes, sum(entries) over since as entries from weeks
              window since as (order by week desc)),
            now as (select least(clock_timestamp(), (select min(current_slot) from schedule_progress
              where current_run is not null)) at time zone 'UTC' as at)
            select drop_partitions(:table, cast(max(week) + 7 as timestamp) at time zone 'UTC') from sums, now
            where week + 7 <= cast(now.at as date)
              and (bytes > :bytes or entries > :entries
                or week + 7 <= cast(clock_timestamp() at time zone 'UTC' - :age * interval '1 microsecond' as date))
            having max(week) is not null
            """)
                .bind("table", table(history))
                .bind("bytes", limit.bytes())
                .bind("entries", limit.rows())
                .bind("age", Sql.micros(limit.age()))
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    private static String table(History history) {
        return switch (history) {
            case RUNS -> "run";
            case DECISIONS -> "decision";
            case SAMPLES -> "sample";
            case LOGS -> "run_log";
        };
    }

    /// Forgets, some at a time, what goes with weeks that are no more.
    private void forgetOfWeeks(String table, String sql) {
        String since = database.withHandle(handle ->
                handle.createQuery("""
                    select cast(min(to_date(substring(c.relname from '[0-9]{4}w[0-9]{2}$'), 'IYYY"w"IW')) as text) || ' UTC'
                    from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = cast('rota.' || :table as regclass)
                    """).bind("table", table).mapTo(String.class).one());
        int gone;
        do {
            gone = database.withHandle(handle -> handle.createUpdate(sql)
                    .bind("since", since)
                    .bind("most", CHUNK)
                    .execute());
        } while (gone == CHUNK);
    }

    /// Removes the schedules that were deleted and do not run any more, with all that they leave behind.
    public void sweepDeleted() {
        Deleted.sweep(database);
    }

    private void older(Map<String, Runnable> steps, String table, String column, Duration age) {
        steps.put(
                "forget the old of " + table,
                () -> older(
                        "delete from " + table + " where " + column
                                + " < clock_timestamp() - :age * interval '1 microsecond'",
                        age));
    }

    private void older(String sql, Duration age) {
        database.withHandle(
                handle -> handle.createUpdate(sql).bind("age", Sql.micros(age)).execute());
    }

    /// @return how many requests nobody took in time
    public int expireRequests() {
        return database.withHandle(handle -> handle.createUpdate("""
            update run_request set status = 'expired', finished_at = clock_timestamp(),
              refusal = 'No daemon took it in time.'
            where status = 'waiting' and expires_at < clock_timestamp()
            """).execute());
    }

    /// Explains slots whose kind of job no living daemon knows: each becomes the decision `unknown_kind`.
    ///
    /// @param kinds what this daemon knows
    /// @param older how long such a slot waits for a daemon that knows its kind
    /// @return how many schedules were moved on
    public int decideUnknownKinds(Collection<String> kinds, Duration older) {
        Set<Instant> touched = new HashSet<>();
        return Partitions.inTransaction(database, touched, handle -> {
            Instant now = Sql.clock(handle);
            List<Plans.Place> places = handle.createQuery("select " + ScheduleRows.PLACE + """

                from schedule_progress s
                where s.live and s.auto_disabled_at is null and s.current_run is null and s.kind <> all(:kinds)
                  and s.kind not in (select unnest(d.kinds) from daemon d
                    where d.state not in ('stopped', 'dead') and d.lease_until > clock_timestamp())
                  and s.next_due < clock_timestamp() - :older * interval '1 microsecond'
                order by s.schedule_id limit 1000 for update of s skip locked
                """)
                    .bindArray("kinds", String.class, kinds)
                    .bind("older", Sql.micros(older))
                    .map((row, _) -> ScheduleRows.place(row))
                    .list();
            Collection<Schedule> unknown = new Plans().schedules(handle, places).values();
            Rows rows = new Rows();
            Decisions decisions = new Decisions();
            for (Schedule schedule : unknown) {
                Skip passed = schedule.passed(Reason.UNKNOWN_KIND, now);
                if (passed != null) {
                    touched.add(passed.first());
                    String detail =
                            "No daemon knows the kind '" + schedule.plan().job().kind() + "'.";
                    decisions.add(
                            schedule.id(),
                            schedule.version(),
                            List.of(new Skip(
                                    Reason.UNKNOWN_KIND, passed.first(), passed.last(), passed.count(), detail)),
                            now);
                }
                Next next = schedule.first(now);
                rows.add(
                        "id",
                        schedule.id(),
                        "next_slot",
                        next == null ? null : next.slot(),
                        "next_due",
                        next == null ? null : next.due());
            }
            rows.run(handle, """
                update schedule_progress s set next_slot = r.next_slot, next_due = r.next_due, slot_attempts = 0,
                  slot_failures = 0, progress_seq = s.progress_seq + 1
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, next_slot timestamptz,
                  next_due timestamptz)
                where s.schedule_id = r.id
                """);
            decisions.write(handle);
            return unknown.size();
        });
    }
}

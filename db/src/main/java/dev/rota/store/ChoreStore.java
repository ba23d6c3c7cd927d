package dev.rota.store;

import dev.rota.schedule.Next;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What must be done now and then so that the tables stay fit: weeks made ahead, old weeks dropped, requests that
/// nobody took expired, slots that nobody can take explained.
public final class ChoreStore {
    /// How long an Idempotency-Key stands for what it led to.
    private static final Duration IDEMPOTENCY = Duration.ofHours(24);

    /// How long hours are counted; the first page shows a day of them.
    private static final Duration HOURS = Duration.ofDays(3);

    private static final int CHUNK = 20_000;

    private final Database database;

    public ChoreStore(Database database) {
        this.database = database;
    }

    /// How long history is kept.
    ///
    /// @param logBytes how much the logs of runs may take, with their indexes; this week's stay whatever they take
    public record Retention(Duration runs, Duration samples, Duration requests, long logBytes) {
        public static final Retention DEFAULT =
                new Retention(Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(7), 5L << 30);
    }

    /// Makes this week's partitions and those of the four weeks to come.
    public void ensurePartitions() {
        database.withHandle(
                handle -> handle.createQuery("""
                    select ensure_partition(t, clock_timestamp() + w * interval '7 days')
                    from unnest(array['run', 'decision', 'sample', 'run_log']) t, generate_series(0, 4) w
                    """).mapTo(Boolean.class).list());
    }

    public void prune(Retention retention) {
        database.withHandle(handle -> handle.createQuery("""
            select drop_partitions(t, clock_timestamp() - case t when 'sample' then :samples else :runs end
              * interval '1 microsecond')
            from unnest(array['run', 'decision', 'sample', 'run_log']) t
            """)
                .bind("samples", Sql.micros(retention.samples()))
                .bind("runs", Sql.micros(retention.runs()))
                .mapTo(Integer.class)
                .list());
        dropLogsBeyond(retention.logBytes());
        database.withHandle(handle -> handle.execute("select add_up_tally()"));
        forgetRunsAmiss(retention.runs());
        older(
                "delete from run_log_mark where at < clock_timestamp() - :age * interval '1 microsecond'",
                retention.runs());
        older("delete from run_hour where hour < clock_timestamp() - :age * interval '1 microsecond'", HOURS);
        older(
                "delete from item_change where id in (select id from item_change"
                        + " where at < clock_timestamp() - :age * interval '1 microsecond' order by at limit 10000)",
                retention.runs());
        older(
                "delete from run_request where status not in ('waiting', 'claimed')"
                        + " and requested_at < clock_timestamp() - :age * interval '1 microsecond'",
                retention.requests());
        older(
                "delete from idempotency_key where created_at < clock_timestamp() - :age * interval '1 microsecond'",
                IDEMPOTENCY);
        DaemonTotals.prune(database, retention.requests());
        older(
                "delete from session where expires_at < clock_timestamp() - :age * interval '1 microsecond'",
                Duration.ZERO);
        older(
                "delete from login_link where expires_at < clock_timestamp() - :age * interval '1 microsecond'",
                Duration.ZERO);
    }

    /// Whole weeks, the oldest first.
    private void dropLogsBeyond(long bytes) {
        database.withHandle(handle -> handle.createQuery("""
            with weeks as (
              select to_date(substring(c.relname from '[0-9]{4}w[0-9]{2}$'), 'IYYY"w"IW') as week,
                pg_total_relation_size(c.oid) as bytes
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
              where i.inhparent = 'rota.run_log'::regclass),
            sums as (select week, sum(bytes) over (order by week desc) as since from weeks)
            select drop_partitions('run_log', (max(week) + 7)::timestamp at time zone 'UTC') from sums
            where since > :bytes and week < date_trunc('week', clock_timestamp() at time zone 'UTC')
            having max(week) is not null
            """)
                .bind("bytes", bytes)
                .mapTo(Integer.class)
                .list());
    }

    /// Their runs have gone with their weeks by now.
    private void forgetRunsAmiss(Duration age) {
        int gone;
        do {
            gone = database.withHandle(handle -> handle.createUpdate("""
                delete from run_amiss where ctid = any(array(select ctid from run_amiss
                  where slot < (select clock_timestamp()) - :age * interval '1 microsecond' - interval '7 days' limit :most))
                """)
                    .bind("age", Sql.micros(age))
                    .bind("most", CHUNK)
                    .execute());
        } while (gone == CHUNK);
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

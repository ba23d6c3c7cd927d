package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.Lane;
import dev.rota.schedule.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What there is to see at a glance: how many schedules stand where, what is next.
public final class OverviewStore {
    private static final long QUICK = 250_000_000;

    /// To how many those that are due are counted, in each lane.
    public static final int MOST_DUE = 10_000;

    /// A sum of more than so many numbers is added up by whoever asks for it.
    private static final int LONG = 1_000;

    /// What could start now but has not, of each lane the oldest.
    private static final String DUE = """
        unnest(cast(:lanes as text[])) l (lane) cross join lateral (
          select next_due from schedule_progress
          where live and auto_disabled_at is null and current_run is null
            and lane = l.lane and next_due <= (select clock_timestamp())
          order by next_due limit %d) s\
        """.formatted(MOST_DUE);

    private final Database database;
    private final LongSupplier nanoTime;
    private final Object counting = new Object();
    private @Nullable Counts last;
    private long freshUntil;

    public OverviewStore(Database database) {
        this(database, System::nanoTime);
    }

    /// @param nanoTime the monotonic clock
    OverviewStore(Database database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
    }

    /// How many schedules stand where; a schedule counts once.
    ///
    /// @param standings   by the words of [Standing], each of which occurs
    /// @param due         schedules that could start now but have not; of a lane, counted to [#MOST_DUE]
    /// @param oldestDueMs how long the oldest of them has waited; 0 when there is none
    /// @param waiting     requests that no daemon has taken yet
    public record Counts(long schedules, Map<String, Long> standings, long due, long oldestDueMs, long waiting) {
        /// How many stand so.
        ///
        /// @param word one of [Standing#words]
        public long of(String word) {
            return standings.getOrDefault(word, 0L);
        }
    }

    public record Next(long scheduleId, String name, Instant nextDue) {}

    /// What finished in an hour (UTC).
    public record Hour(Instant hour, long succeeded, long failed) {}

    /// The database's clock; also the shortest question that shows whether it answers.
    public Instant now() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select clock_timestamp() as at")
                        .map((row, _) -> Columns.instant(row, "at"))
                        .one());
    }

    /// The number of the last migration that was applied.
    public String schemaVersion() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                            select version from flyway_schema_history
                            where success and version is not null order by installed_rank desc limit 1
                            """).mapTo(String.class).one());
    }

    /// How many there are. To count a large table takes long, and whoever asks is not to keep the database busy:
    /// then the last answer is given again for fifty times as long as it took.
    public Counts counts() {
        synchronized (counting) {
            Counts known = last;
            long begin = nanoTime.getAsLong();
            if (known == null || begin - freshUntil >= 0) {
                known = count();
                long took = nanoTime.getAsLong() - begin;
                freshUntil = took < QUICK ? begin : begin + 50 * took;
                last = known;
            }
            return known;
        }
    }

    /// From what is counted as schedules come, go and change; only those that run and those that are due are looked
    /// at, the latter to [#MOST_DUE].
    private Counts count() {
        return database.withHandle(handle -> {
            if (handle.createQuery("select count(*) from schedule_tally")
                            .mapTo(Long.class)
                            .one()
                    > LONG) {
                handle.execute("select add_up_tally()");
            }
            return handle.createQuery("""
                with running as (
                  select s.kind, standing_at_rest(s, p) as standing
                  from schedule_progress p join schedule_plan s on s.id = p.schedule_id
                  where p.current_run is not null and s.deleted_at is null),
                stands as (
                  select kind, standing, n from schedule_tally
                  union all select kind, standing, -1 from running
                  union all select '', 'running', 1 from running),
                words as (
                  select case when kind <> all(cast(:known as text[])) and standing not in
                    ('running', 'paused', 'failed') then 'unknown_kind' else standing end as word, sum(n) as n
                  from stands group by 1),
                due as (
                  select s.next_due from <due>)
                select (select coalesce(sum(n), 0) from words) as schedules,
                       (select coalesce(jsonb_object_agg(word, n), '{}') from words) as standings,
                       (select count(*) from due) as due,
                       coalesce(extract(epoch from clock_timestamp() - (select min(next_due) from due)) * 1000, 0)
                         as oldest_due_ms,
                       (select count(*) from run_request
                        where status = 'waiting' and expires_at > clock_timestamp()) as waiting
                """)
                    .define("due", DUE)
                    .bind("known", ScheduleMatch.known())
                    .bindArray("lanes", String.class, Lane.words())
                    .map((row, _) -> counts(row))
                    .one();
        });
    }

    private static Counts counts(ResultSet row) throws SQLException {
        JsonNode numbers = Columns.json(row, "standings");
        Map<String, Long> standings = new LinkedHashMap<>();
        Standing.words().forEach(word -> standings.put(word, numbers.path(word).asLong()));
        return new Counts(
                row.getLong("schedules"),
                standings,
                row.getLong("due"),
                row.getLong("oldest_due_ms"),
                row.getLong("waiting"));
    }

    /// What waits for a slot of a lane.
    ///
    /// @param due      schedules that could start now but have not
    /// @param oldestMs how long the oldest of them has waited
    public record Waiting(long due, long oldestMs) {
        public static final Waiting NONE = new Waiting(0, 0);
    }

    /// What waits, by the lane whose slot it waits for; lanes for which nothing does are left out. Counted to
    /// [#MOST_DUE].
    public Map<String, Waiting> waitingByLane() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select lane, count(*) as due,
                      extract(epoch from clock_timestamp() - min(next_due)) * 1000 as oldest_ms
                    from <due>
                    group by lane
                    """)
                        .bindArray("lanes", String.class, Lane.words())
                        .define("due", DUE)
                        .reduceRows(new TreeMap<>(), (lanes, row) -> {
                            lanes.put(
                                    row.getColumn("lane", String.class),
                                    new Waiting(
                                            row.getColumn("due", Long.class), row.getColumn("oldest_ms", Long.class)));
                            return lanes;
                        }));
    }

    /// What starts next.
    public List<Next> next(int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select s.id, s.name, p.next_due from unnest(cast(:lanes as text[])) l (lane) cross join lateral (
                      select schedule_id, next_due from schedule_progress
                      where live and auto_disabled_at is null and current_run is null
                        and next_due is not null and lane = l.lane
                      order by next_due, schedule_id limit :limit) p
                    join schedule_plan s on s.id = p.schedule_id
                    order by p.next_due, p.schedule_id limit :limit
                    """)
                        .bindArray("lanes", String.class, Lane.words())
                        .bind("limit", limit)
                        .map((row, _) ->
                                new Next(row.getLong("id"), row.getString("name"), Columns.instant(row, "next_due")))
                        .list());
    }

    /// What finished in each of the last 24 hours in which something did, from what is counted as runs end.
    public List<Hour> hours() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select hour, sum(succeeded) as succeeded, sum(failed) as failed from run_hour
                    where hour >= date_trunc('hour', clock_timestamp(), 'UTC') - interval '23 hours'
                    group by hour order by hour
                    """)
                        .map((row, _) ->
                                new Hour(Columns.instant(row, "hour"), row.getLong("succeeded"), row.getLong("failed")))
                        .list());
    }
}

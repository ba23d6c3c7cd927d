package dev.rota.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What there is to see at a glance: how many schedules stand where, what is next.
public final class OverviewStore {
    private final Database database;

    public OverviewStore(Database database) {
        this.database = database;
    }

    /// How many schedules stand where; a schedule counts once, under the first word that fits, in this order:
    /// running, paused, failed (auto-disabled), having issues (three failures in a row or more), last run failed,
    /// active.
    ///
    /// @param due         schedules that could start now but have not
    /// @param oldestDueMs how long the oldest of them has waited; 0 when there is none
    /// @param waiting     requests that no daemon has taken yet
    public record Counts(
            long schedules,
            long running,
            long paused,
            long failed,
            long havingIssues,
            long lastRunFailed,
            long active,
            long due,
            long oldestDueMs,
            long waiting) {}

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

    public Counts counts() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    with standing as (
                      select case when current_run is not null then 'running'
                                  when not enabled then 'paused'
                                  when auto_disabled_at is not null then 'failed'
                                  when failures >= 3 then 'having_issues'
                                  when last_status = 'failed' then 'last_run_failed'
                                  else 'active' end as word,
                             case when enabled and auto_disabled_at is null and current_run is null
                                   and next_due <= clock_timestamp() then next_due end as due
                      from schedules where deleted_at is null)
                    select count(*) as schedules,
                           count(*) filter (where word = 'running') as running,
                           count(*) filter (where word = 'paused') as paused,
                           count(*) filter (where word = 'failed') as failed,
                           count(*) filter (where word = 'having_issues') as having_issues,
                           count(*) filter (where word = 'last_run_failed') as last_run_failed,
                           count(*) filter (where word = 'active') as active,
                           count(due) as due,
                           coalesce(extract(epoch from clock_timestamp() - min(due)) * 1000, 0) as oldest_due_ms,
                           (select count(*) from run_request
                            where status = 'waiting' and expires_at > clock_timestamp()) as waiting
                    from standing
                    """)
                        .map((row, _) -> new Counts(
                                row.getLong("schedules"),
                                row.getLong("running"),
                                row.getLong("paused"),
                                row.getLong("failed"),
                                row.getLong("having_issues"),
                                row.getLong("last_run_failed"),
                                row.getLong("active"),
                                row.getLong("due"),
                                row.getLong("oldest_due_ms"),
                                row.getLong("waiting")))
                        .one());
    }

    /// The schedules that could start now but have not, by the lane whose slot they wait for.
    public Map<String, Long> dueByLane() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select lane, count(*) as due from schedules
                    where enabled and auto_disabled_at is null and current_run is null and deleted_at is null
                      and next_due <= clock_timestamp()
                    group by lane
                    """).reduceRows(new TreeMap<>(), (lanes, row) -> {
                    lanes.put(row.getColumn("lane", String.class), row.getColumn("due", Long.class));
                    return lanes;
                }));
    }

    /// What starts next.
    public List<Next> next(int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select id, name, next_due from schedules
                    where enabled and auto_disabled_at is null and current_run is null and deleted_at is null
                      and next_due is not null
                    order by next_due, id limit :limit
                    """)
                        .bind("limit", limit)
                        .map((row, _) ->
                                new Next(row.getLong("id"), row.getString("name"), Columns.instant(row, "next_due")))
                        .list());
    }

    /// What finished in each of the last 24 hours in which something did. A run whose slot is more than a day older
    /// than its start is not counted: the slot is what the table is divided by.
    public List<Hour> hours() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select date_trunc('hour', finished_at, 'UTC') as hour,
                           count(*) filter (where status = 'succeeded') as succeeded,
                           count(*) filter (where status = 'failed') as failed
                    from run
                    where slot > clock_timestamp() - interval '2 days'
                      and finished_at >= date_trunc('hour', clock_timestamp(), 'UTC') - interval '23 hours'
                    group by 1 order by 1
                    """)
                        .map((row, _) ->
                                new Hour(Columns.instant(row, "hour"), row.getLong("succeeded"), row.getLong("failed")))
                        .list());
    }
}

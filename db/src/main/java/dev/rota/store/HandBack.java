package dev.rota.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Ends runs that we, not their jobs, cut off, and gives their slots back: a scheduled slot becomes the next slot
/// again, a request waits again. The failure streak never moves. Where somebody moved the schedule on meanwhile
/// ([LiveRun]), it stays where it was put.
final class HandBack {
    /// After so many proved deaths of its daemon in a row, a schedule is put aside: it may be what kills them.
    ///
    /// What ran beside it died with it. So the last time before that they come back one after the other, a second
    /// apart (all within a minute), behind those of other daemons: who is innocent ends well meanwhile, which
    /// clears it, or is not there yet. Whoever dies once more beside another that died before is not blamed yet,
    /// but stands twice as far apart the next time, in a line drawn by lot; for ever this does not go on.
    private static final int DEATHS = 3;

    private static final int MOST_DEATHS = 2 * DEATHS;

    /// How the reason begins for which a schedule is put aside.
    static final String QUARANTINE = "quarantine:";

    private static final String MERGED = "Its run was cut off, and the schedule was asked to run once more meanwhile:"
            + " that request stands for both.";
    private static final String BEFORE_REQUESTS = "before_requests";
    /// How often requests are made to wait again. Each time somebody else must have asked at that moment.
    private static final int TIMES = 5;

    private HandBack() {}

    /// @param status `interrupted` or `abandoned`
    /// @return how many runs were handed back
    static int runs(Handle handle, Collection<UUID> runIds, String status, String message) {
        return apply(handle, "s.current_run = any(:ids)", runIds, status, message, 0);
    }

    /// The same for everything a daemon holds.
    ///
    /// @param proved whether its death was proved, which counts towards quarantine
    static int daemon(Handle handle, UUID daemon, String message, boolean proved) {
        return apply(handle, "s.current_daemon = any(:ids)", List.of(daemon), "abandoned", message, proved ? 1 : 0);
    }

    /// The tests of jobs that are claimed and of which somebody says that nobody does them: they wait again.
    ///
    /// @param which of them, by `:ids`
    static void tests(Handle handle, String which, Collection<UUID> ids) {
        handle.createUpdate("update run_request set status = 'waiting', claimed_at = null, claimed_by = null,"
                        + " run_id = null where kind = 'test' and status = 'claimed' and " + which)
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    /// The requests of runs wait again, for as long as a new one does. Where somebody has asked anew meanwhile,
    /// that stands for both: of each schedule only one may wait.
    private static void requests(Handle handle, List<UUID> runs) {
        for (int time = 1; ; time++) {
            handle.savepoint(BEFORE_REQUESTS);
            try {
                handle.createUpdate("""
                    update run_request q set status = case when o.another then 'refused' else 'waiting' end,
                      refusal = case when o.another then :merged end,
                      finished_at = case when o.another then clock_timestamp() end,
                      expires_at = clock_timestamp() + interval '1 hour', claimed_at = null, claimed_by = null
                    from (select c.id, exists (select 1 from run_request w
                        where w.schedule_id = c.schedule_id and w.kind = 'run' and w.status = 'waiting') as another
                      from run_request c where c.kind = 'run' and c.status = 'claimed' and c.run_id = any(:runs)) o
                    where q.id = o.id and q.status = 'claimed'
                    """)
                        .bindArray("runs", UUID.class, runs)
                        .bind("merged", MERGED)
                        .execute();
                handle.releaseSavepoint(BEFORE_REQUESTS);
                return;
            } catch (RuntimeException e) {
                // Somebody asked at this very moment, and is there to be seen now.
                if (time == TIMES || !"23505".equals(Partitions.sqlState(e))) {
                    throw e;
                }
                handle.rollbackToSavepoint(BEFORE_REQUESTS);
            }
        }
    }

    private static int apply(
            Handle handle, String which, Collection<UUID> ids, String status, String message, int deaths) {
        var runs = handle.createQuery(
                        "select s.schedule_id, s.current_run from schedule_progress s where s.current_run is not null"
                                + " and "
                                + which + " order by s.schedule_id for update")
                .bindArray("ids", UUID.class, ids)
                .map((row, _) -> Columns.uuid(row, "current_run"))
                .list();
        if (runs.isEmpty()) {
            return 0;
        }
        requests(handle, runs);
        if (deaths > 0) {
            // One at a time, or two lines would be drawn beside each other.
            handle.createQuery("select pg_advisory_xact_lock(hashtextextended('rota.suspects', 0))")
                    .mapTo(String.class)
                    .findOne();
        }
        handle.createUpdate("""
            with met as (
              select s.schedule_id, s.current_run, s.deaths + :deaths as deaths,
                count(*) filter (where s.deaths > 0) over () as suspects, max(s.deaths) over () + :deaths as most
              from schedule_progress s where s.current_run is not null and s.current_run = any(:runs)),
            judged as (
              select *, :deaths > 0 and deaths >= :limit and (suspects = 1 or deaths >= :most_deaths) as guilty,
                :deaths > 0 and deaths >= :suspect as apart from met),
            line as (
              select *, count(*) filter (where apart) over (order by current_run) - 1 as place,
                least(power(2, most - :limit + 1), 60.0 / count(*) over ()) * interval '1 second' as gap
              from judged),
            last as (
              select max(next_due) as due from schedule_progress where live and auto_disabled_at is null
                and current_run is null and deaths >= <suspect>
                and next_due between clock_timestamp() and clock_timestamp() + interval '5 minutes'),
            due as (
              select *, case when apart
                then greatest(clock_timestamp(), (select due from last) + gap) + place * gap end as at from line)
            update schedule_progress s set
              next_slot = case when r.trigger = 'scheduled' and s.slot_attempts > 0
                then s.current_slot else s.next_slot end,
              next_due = case when r.trigger = 'scheduled' and s.slot_attempts > 0
                then coalesce(l.at, s.current_started_at) else s.next_due end,
              current_run = null, current_slot = null, current_daemon = null, current_started_at = null,
              last_status = :status, last_finished_at = clock_timestamp(),
              deaths = l.deaths,
              auto_disabled_at = case when l.guilty
                then coalesce(s.auto_disabled_at, clock_timestamp()) else s.auto_disabled_at end,
              probe_due = case when l.guilty then null
                when r.trigger = 'probe' then coalesce(l.at, s.probe_due) else s.probe_due end,
              auto_disabled_reason = case when l.guilty
                then :quarantine || ' its daemon died ' || l.deaths || ' times while it ran'
                else s.auto_disabled_reason end,
              progress_seq = s.progress_seq + 1
            from run r, due l
            where s.schedule_id = l.schedule_id and s.current_run = l.current_run
              and r.id = s.current_run and r.slot = s.current_slot
            """)
                .bindArray("runs", UUID.class, runs)
                .bind("status", status)
                .bind("deaths", deaths)
                .bind("limit", DEATHS)
                .bind("suspect", DEATHS - 1)
                .define("suspect", DEATHS - 1) // as a number, which the index of the few suspects is found by
                .bind("most_deaths", MOST_DEATHS)
                .bind("quarantine", QUARANTINE)
                .execute();
        handle.createUpdate("""
            update run set status = :status, message = :message,
              started_at = least(started_at, greatest(slot, clock_timestamp())),
              finished_at = greatest(clock_timestamp(), started_at), progress = null
            where id = any(:runs) and status = 'running'
            """)
                .bindArray("runs", UUID.class, runs)
                .bind("status", status)
                .bind("message", message)
                .execute();
        return runs.size();
    }
}

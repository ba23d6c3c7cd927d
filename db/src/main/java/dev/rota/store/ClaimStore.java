package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Next;
import dev.rota.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Takes what is due: one short transaction locks the rows, decides about each, and leaves behind run rows that name
/// their owner.
///
/// SKIP LOCKED lets any number of daemons share the work without waiting for each other. What is locked but not
/// started (a slot outside its window) is moved on in the same transaction, so that nothing is ever due for ever.
public final class ClaimStore {
    private final Database database;

    public ClaimStore(Database database) {
        this.database = database;
    }

    /// @param daemon who claims; one that is not alive gets nothing
    /// @param free   how many slots each lane has; never more are taken
    /// @param ahead  how far ahead of the clock a schedule counts as due; the run waits for its instant
    public List<Claim> claimDue(UUID daemon, Map<Lane, Integer> free, Duration ahead) {
        TreeSet<Instant> touched = new TreeSet<>();
        return Partitions.inTransaction(database, touched, handle -> claim(handle, daemon, free, ahead, touched));
    }

    private static List<Claim> claim(
            Handle handle, UUID daemon, Map<Lane, Integer> free, Duration ahead, Collection<Instant> touched) {
        Optional<Instant> admitted = admit(handle, daemon);
        if (admitted.isEmpty()) {
            return List.of();
        }
        Instant now = admitted.get();
        Map<Lane, Integer> left = new EnumMap<>(Lane.class);
        left.putAll(free);
        ClaimBatch batch = new ClaimBatch(daemon, now);
        List<Claim> tests = RequestClaims.tests(handle, daemon, now, left);
        RequestClaims.refuseImpossible(handle);
        for (RequestClaims.Wanted wanted : RequestClaims.runs(handle, left)) {
            batch.beside(wanted, stopAt(wanted.schedule(), now));
        }
        for (RequestClaims.Wanted probe : ProbeClaims.due(handle, left, ahead, batch.taken())) {
            batch.beside(probe, stopAt(probe.schedule(), probe.slot().isAfter(now) ? probe.slot() : now));
        }
        for (Lane lane : Lane.values()) {
            for (Schedule schedule : due(handle, lane, left.getOrDefault(lane, 0), ahead, batch.taken())) {
                decide(schedule, now.plus(ahead), batch);
            }
        }
        touched.addAll(batch.instants());
        batch.write(handle);
        List<Claim> claims = new ArrayList<>(batch.claims());
        claims.addAll(tests);
        return claims;
    }

    /// Only a living daemon may claim: what a dead one held has been handed back already, and nobody would look for
    /// more. The key share makes whoever declares it dead meanwhile wait for our end; heartbeats pass.
    ///
    /// @return the database's clock, or empty: the daemon was never entered, has signed off or was taken for dead
    private static Optional<Instant> admit(Handle handle, UUID daemon) {
        return handle.createQuery("""
            select clock_timestamp() from daemon
            where id = :daemon and state not in ('stopped', 'dead') for key share
            """)
                .bind("daemon", daemon)
                .map((row, _) -> Columns.instant(row, 1))
                .findOne();
    }

    private static void decide(Schedule schedule, Instant horizon, ClaimBatch batch) {
        switch (schedule.decide(horizon)) {
            case Decision.Start start -> batch.start(schedule, start, stopAt(schedule, start.startsAt()));
            case Decision.Wait(var skips, Next next) -> batch.wait(schedule, skips, next);
        }
    }

    private static @Nullable Instant stopAt(Schedule schedule, Instant start) {
        return schedule.plan().when().stopAt(start);
    }

    private static List<Schedule> due(Handle handle, Lane lane, int limit, Duration ahead, Collection<Long> taken) {
        if (limit <= 0) {
            return List.of();
        }
        return handle.createQuery("select " + ScheduleRows.COLUMNS + """

            from schedules s left join job_template t on t.name = s.template
            where s.enabled and s.auto_disabled_at is null and s.current_run is null
              and s.deleted_at is null and s.lane = :lane and s.kind = any(:kinds)
              and s.next_due <= clock_timestamp() + :ahead * interval '1 microsecond'
              and s.id <> all(:taken)
            order by s.next_due limit :limit
            for update of s skip locked
            """)
                .bind("lane", lane.word())
                .bindArray("kinds", String.class, JobKinds.all().keySet())
                .bind("ahead", Sql.micros(ahead))
                .bindArray("taken", Long.class, taken)
                .bind("limit", limit)
                .map((row, _) -> ScheduleRows.schedule(row))
                .list();
    }
}

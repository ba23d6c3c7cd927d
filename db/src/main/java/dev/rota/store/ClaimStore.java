package dev.rota.store;

import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Next;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Plans plans;

    public ClaimStore(Database database) {
        this(database, new Plans());
    }

    /// @param plans shared with whoever records the ends of these runs
    public ClaimStore(Database database, Plans plans) {
        this.database = database;
        this.plans = plans;
    }

    /// What a claim took.
    ///
    /// @param more   whether there may be more, for a lane was filled
    /// @param passed how many slots became no run, and why
    public record Taken(List<Claim> claims, boolean more, Map<Reason, Long> passed) {}

    /// @param free   how many slots each lane has; never more are taken
    /// @param ahead  how far ahead of the clock a schedule counts as due; the run waits for its instant
    /// @param beside whether to look for requests, tests and probes, too
    public record Wish(Map<Lane, Integer> free, Duration ahead, boolean beside) {}

    /// @param daemon who claims; one that is not alive gets nothing
    public List<Claim> claimDue(UUID daemon, Map<Lane, Integer> free, Duration ahead) {
        return claim(daemon, new Wish(free, ahead, true)).claims();
    }

    /// Two statements, and one for the plans that are not known, where nothing is asked for beside the grid and no
    /// slot is passed over.
    ///
    /// @param daemon who claims; one that is not alive gets nothing
    public Taken claim(UUID daemon, Wish wish) {
        TreeSet<Instant> touched = new TreeSet<>();
        return Partitions.inTransaction(database, touched, handle -> claim(handle, daemon, wish, touched));
    }

    private Taken claim(Handle handle, UUID daemon, Wish wish, Collection<Instant> touched) {
        Map<Lane, Integer> left = new EnumMap<>(Lane.class);
        left.putAll(wish.free());
        ClaimBatch batch = new ClaimBatch(daemon);
        List<Claim> tests = new ArrayList<>();
        if (wish.beside()) {
            Optional<Instant> admitted = admit(handle, daemon);
            if (admitted.isEmpty()) {
                return new Taken(List.of(), false, Map.of());
            }
            Instant now = admitted.get();
            batch.at(now);
            tests.addAll(RequestClaims.tests(handle, daemon, now, left));
            RequestClaims.refuseImpossible(handle);
            for (RequestClaims.Wanted wanted : RequestClaims.runs(handle, plans, left)) {
                batch.beside(wanted, stopAt(wanted.schedule(), now));
            }
            for (RequestClaims.Wanted probe : ProbeClaims.due(handle, plans, left, wish.ahead(), batch.taken())) {
                batch.beside(probe, stopAt(probe.schedule(), probe.slot().isAfter(now) ? probe.slot() : now));
            }
        }
        List<Due> due = due(handle, daemon, left, wish.ahead(), batch.taken());
        if (!due.isEmpty()) {
            batch.at(due.getFirst().now());
        }
        Map<Long, Schedule> schedules =
                plans.schedules(handle, due.stream().map(Due::place).toList());
        for (Due one : due) {
            decide(
                    Objects.requireNonNull(schedules.get(one.place().id())),
                    batch.now().plus(wish.ahead()),
                    batch);
        }
        touched.addAll(batch.instants());
        batch.write(handle);
        List<Claim> claims = new ArrayList<>(batch.claims());
        claims.addAll(tests);
        boolean more = Arrays.stream(Lane.values()).anyMatch(lane -> filled(lane, due, left));
        return new Taken(claims, more, batch.passed());
    }

    private static boolean filled(Lane lane, List<Due> due, Map<Lane, Integer> left) {
        int most = left.getOrDefault(lane, 0);
        return most > 0 && due.stream().filter(one -> one.lane() == lane).count() >= most;
    }

    /// Only a living daemon may claim: what a dead one held has been handed back already, and nobody would look for
    /// more. The key share makes whoever declares it dead meanwhile wait for our end; heartbeats pass.
    private static final String ADMITTED = """
        select clock_timestamp() as now from daemon
        where id = :daemon and state not in ('stopped', 'dead') for key share\
        """;

    /// @return the database's clock, or empty: the daemon was never entered, has signed off or was taken for dead
    private static Optional<Instant> admit(Handle handle, UUID daemon) {
        return handle.createQuery(ADMITTED)
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

    /// A schedule that is due, and the database's clock when it was looked for.
    private record Due(Plans.Place place, Lane lane, Instant now) {}

    /// The oldest of each lane, as many as fit.
    private static List<Due> due(
            Handle handle, UUID daemon, Map<Lane, Integer> left, Duration ahead, Collection<Long> taken) {
        return Lanes.take(
                handle,
                new EnumMap<>(left),
                "with me as materialized (" + ADMITTED + ") ",
                ClaimStore::oldest,
                query -> query.bind("daemon", daemon)
                        .bind("ahead", Sql.micros(ahead))
                        .bindArray("taken", Long.class, taken),
                row -> new Due(ScheduleRows.place(row), Lane.of(row.getString("lane")), Columns.instant(row, "now")));
    }

    private static String oldest(Lane lane) {
        return "select s.lane, (select now from me) as now, " + ScheduleRows.PLACE + """

            from schedule_progress s
            where s.live and s.auto_disabled_at is null and s.current_run is null and s.lane = '<lane>' and s.kind = any(:kinds)
              and s.next_due <= (select now from me) + :ahead * interval '1 microsecond'
              and s.schedule_id <> all(:taken)
            order by s.next_due limit :most_<lane>
            for update of s skip locked\
            """.replace("<lane>", lane.word());
    }
}

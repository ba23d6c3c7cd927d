package dev.rota.store;

import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.store.RequestClaims.Asked;
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
    /// slot is passed over. A row that cannot be claimed is put out of the way of the others, which takes some
    /// more.
    ///
    /// @param daemon who claims; one that is not alive gets nothing
    public Taken claim(UUID daemon, Wish wish) {
        TreeSet<Instant> touched = new TreeSet<>();
        try {
            return Partitions.inTransaction(database, touched, handle -> {
                Found found = find(handle, daemon, wish);
                return found.nothing() ? NOTHING : together(handle, daemon, found, touched);
            });
        } catch (RuntimeException e) {
            if (!ClaimOneByOne.mayBeOfOneRow(e)) {
                throw e;
            }
            return database.inTransaction(handle -> oneByOne(handle, daemon, wish));
        }
    }

    private static final Taken NOTHING = new Taken(List.of(), false, Map.of());

    /// What there is to claim, its rows locked.
    ///
    /// @param wish  what was asked for
    /// @param now   the database's clock when it was looked for
    /// @param tests are claimed by now
    /// @param more  whether there may be more
    private record Found(
            Wish wish, @Nullable Instant now, List<Claim> tests, List<Asked> asked, List<Due> due, boolean more) {
        boolean nothing() {
            return tests.isEmpty() && asked.isEmpty() && due.isEmpty();
        }

        /// The database's clock when the schedules were looked for that are due.
        Instant clock() {
            return due.isEmpty() ? Objects.requireNonNull(now) : due.getFirst().now();
        }
    }

    private Found find(Handle handle, UUID daemon, Wish wish) {
        Map<Lane, Integer> left = new EnumMap<>(Lane.class);
        left.putAll(wish.free());
        Instant now = null;
        List<Claim> tests = new ArrayList<>();
        List<Asked> asked = new ArrayList<>();
        if (wish.beside()) {
            Optional<Instant> admitted = admit(handle, daemon);
            if (admitted.isEmpty()) {
                return new Found(wish, null, tests, asked, List.of(), false);
            }
            now = admitted.get();
            tests.addAll(RequestClaims.tests(handle, daemon, now, left));
            RequestClaims.refuseImpossible(handle);
            asked.addAll(RequestClaims.runs(handle, left));
            asked.addAll(ProbeClaims.due(handle, left, wish.ahead(), schedules(asked)));
        }
        List<Due> due = due(handle, daemon, left, wish.ahead(), schedules(asked));
        boolean more = Arrays.stream(Lane.values()).anyMatch(lane -> filled(lane, due, left));
        return new Found(wish, now, tests, asked, due, more);
    }

    private static List<Long> schedules(List<Asked> asked) {
        return asked.stream().map(one -> one.place().id()).toList();
    }

    private Taken together(Handle handle, UUID daemon, Found found, Collection<Instant> touched) {
        ClaimBatch batch = new ClaimBatch(daemon);
        List<Plans.Place> places = new ArrayList<>();
        found.asked().forEach(asked -> places.add(asked.place()));
        found.due().forEach(due -> places.add(due.place()));
        Map<Long, Schedule> schedules = plans.schedules(handle, places);
        if (found.now() != null) {
            batch.at(found.now());
        }
        for (Asked asked : found.asked()) {
            batch.beside(
                    asked, Objects.requireNonNull(schedules.get(asked.place().id())));
        }
        batch.at(found.clock());
        Instant horizon = batch.now().plus(found.wish().ahead());
        for (Due due : found.due()) {
            batch.decide(Objects.requireNonNull(schedules.get(due.place().id())), horizon);
        }
        touched.addAll(batch.instants());
        batch.write(handle);
        return taken(batch.claims(), found, batch.passed());
    }

    private Taken oneByOne(Handle handle, UUID daemon, Wish wish) {
        Map<Lane, Integer> free = new EnumMap<>(Lane.class);
        wish.free().forEach((lane, slots) -> free.put(lane, Math.min(slots, ClaimOneByOne.MOST)));
        Found found = find(handle, daemon, new Wish(free, wish.ahead(), wish.beside()));
        if (found.nothing()) {
            return NOTHING;
        }
        ClaimOneByOne each = new ClaimOneByOne(handle, daemon, plans);
        found.asked().forEach(asked -> each.beside(asked, Objects.requireNonNull(found.now())));
        found.due().forEach(due -> each.due(due.place(), found.clock(), wish.ahead()));
        each.judge();
        return taken(each.claims(), found, each.passed());
    }

    private static Taken taken(List<Claim> runs, Found found, Map<Reason, Long> passed) {
        List<Claim> claims = new ArrayList<>(runs);
        claims.addAll(found.tests());
        return new Taken(claims, found.more(), passed);
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

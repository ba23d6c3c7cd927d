package dev.rota.store;

import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.schedule.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Records how runs ended.
///
/// Many runs are finished in one transaction: (1) the schedules that still name one of these runs are locked, the
/// others are fenced off; (2) what each outcome means is decided in Java, for the schedule as it is now; (3) every
/// table is written once. Finishing again what had been committed (its answer was lost) changes nothing.
public final class RunStore {
    private final Database database;
    private final Plans plans;

    public RunStore(Database database) {
        this(database, new Plans());
    }

    /// @param plans shared with whoever claims these runs
    public RunStore(Database database, Plans plans) {
        this.database = database;
        this.plans = plans;
    }

    /// One run at its end. The harvest is written only if the outcome is a success.
    ///
    /// @param logBytes how long the run's log is
    /// @param excused  whether a failure does not count, for the daemon itself could not get out
    public record Finished(
            Claim claim,
            Outcome outcome,
            Harvest harvest,
            Instant startedAt,
            Instant finishedAt,
            long logBytes,
            boolean excused) {
        /// A run whose failure counts as it should.
        public Finished(
                Claim claim, Outcome outcome, Harvest harvest, Instant startedAt, Instant finishedAt, long logBytes) {
            this(claim, outcome, harvest, startedAt, finishedAt, logBytes, false);
        }

        /// The same, with a failure that does not count.
        public Finished excuse() {
            return new Finished(claim, outcome, harvest, startedAt, finishedAt, logBytes, true);
        }

        /// Failed, without what it brought home.
        public Finished without(String trouble) {
            return new Finished(
                    claim,
                    new Outcome.Failed(FailureClass.INTERNAL, "The result could not be stored: " + trouble, null),
                    Harvest.NONE,
                    startedAt,
                    finishedAt,
                    logBytes,
                    excused);
        }
    }

    /// What a batch changed in the standing of a schedule, for whoever has to be told.
    public sealed interface Change {
        long scheduleId();

        String name();

        /// It fails again and again, but is not given up yet. Once in a row of failures.
        ///
        /// @param failures how many slots in a row
        /// @param last     the last error
        record HasIssues(long scheduleId, String name, int failures, String last) implements Change {}

        /// A failure has just put it aside.
        ///
        /// @param probeAt when it is probed; null: it waits for somebody to enable it
        record PutAside(
                long scheduleId,
                String name,
                String reason,
                @Nullable Instant probeAt) implements Change {}

        /// A probe went through: it runs again.
        record TakenBack(long scheduleId, String name) implements Change {}
    }

    /// @param recorded runs whose end is in the database
    /// @param fenced   runs that were no longer ours: nothing of them was written
    /// @param changes  schedules whose standing changed
    /// @param upcoming when these schedules are due next
    /// @param passed   how many slots became no run because of these runs, and why
    public record Finish(
            Set<UUID> recorded,
            Set<UUID> fenced,
            List<Change> changes,
            List<Instant> upcoming,
            Map<Reason, Long> passed) {
        Finish plus(Finish other) {
            Finish both = new Finish(
                    new HashSet<>(recorded),
                    new HashSet<>(fenced),
                    new ArrayList<>(changes),
                    new ArrayList<>(upcoming),
                    new HashMap<>(passed));
            both.recorded.addAll(other.recorded);
            both.fenced.addAll(other.fenced);
            both.changes.addAll(other.changes);
            both.upcoming.addAll(other.upcoming);
            other.passed.forEach((reason, slots) -> both.passed.merge(reason, slots, Long::sum));
            return both;
        }
    }

    /// SQLSTATE classes that speak of the data, not of the database: wrong data, a broken constraint, a value too
    /// large.
    private static final Set<String> REFUSED_DATA = Set.of("22", "23", "54");

    private static final Finish NOTHING = new Finish(Set.of(), Set.of(), List.of(), List.of(), Map.of());

    /// Some runs could not be recorded in the time that a statement has, each alone. Others of their batch may be,
    /// and are then in `done`; those that are in neither are tried again by who called.
    public static final class TookTooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Finish done;
        private final transient List<Finished> slow;

        TookTooLong(Finish done, List<Finished> slow, Throwable cause) {
            super("The ends of " + slow.size() + " runs took too long to record", cause);
            this.done = done;
            this.slow = slow;
        }

        /// What was recorded besides.
        public Finish done() {
            return done;
        }

        /// What took too long, all alone.
        public List<Finished> slow() {
            return slow;
        }

        /// Whether nothing at all went through, so that it is the database that takes too long with everything.
        public boolean stalled() {
            return done.recorded().isEmpty() && done.fenced().isEmpty();
        }
    }

    /// Records the batch. Data that the database refuses costs only the run it belongs to: the batch
    /// is halved until that one is alone, and it is recorded as failed, without its data. A batch that takes too
    /// long is halved, too.
    ///
    /// @throws TookTooLong when runs take too long alone
    public Finish finish(List<Finished> batch) {
        if (batch.isEmpty()) {
            return NOTHING;
        }
        try {
            AtomicBoolean deleted = new AtomicBoolean();
            Finish finish = Partitions.inTransaction(database, instants(batch), handle -> {
                FinishBatch written = new FinishBatch(handle, plans, batch);
                Finish all = written.write();
                deleted.set(written.metDeleted());
                return all;
            });
            if (deleted.get()) {
                Deleted.sweepAfter(database);
            }
            return finish;
        } catch (RuntimeException e) {
            boolean slow = DatabaseFault.tookTooLong(e);
            String state = Objects.requireNonNullElse(Partitions.sqlState(e), "none");
            if (!slow && !REFUSED_DATA.contains(state.substring(0, 2))) {
                throw e;
            }
            if (batch.size() > 1) {
                return halves(batch);
            }
            Finished alone = batch.getFirst();
            if (slow) {
                throw new TookTooLong(NOTHING, batch, e);
            }
            if (alone.outcome() instanceof Outcome.Failed(FailureClass failure, String _, String _)
                    && failure == FailureClass.INTERNAL
                    && alone.harvest().equals(Harvest.NONE)) {
                throw e;
            }
            return finish(List.of(alone.without(state)));
        }
    }

    /// The second half is not tried when nothing of the first went through, not even of two runs alone: then all
    /// would take too long.
    private Finish halves(List<Finished> batch) {
        int half = batch.size() / 2;
        List<Finished> second = batch.subList(half, batch.size());
        Finish before;
        try {
            before = finish(batch.subList(0, half));
        } catch (TookTooLong first) {
            if (half > 1 && first.stalled()) {
                throw first;
            }
            throw tooLong(first, second);
        }
        try {
            return before.plus(finish(second));
        } catch (TookTooLong e) {
            throw new TookTooLong(before.plus(e.done()), e.slow(), e);
        }
    }

    private TookTooLong tooLong(TookTooLong first, List<Finished> second) {
        try {
            return new TookTooLong(first.done().plus(finish(second)), first.slow(), first);
        } catch (TookTooLong e) {
            List<Finished> slow = new ArrayList<>(first.slow());
            slow.addAll(e.slow());
            return new TookTooLong(first.done().plus(e.done()), slow, e);
        }
    }

    private static Set<Instant> instants(List<Finished> batch) {
        Set<Instant> instants = new HashSet<>();
        for (Finished finished : batch) {
            instants.add(finished.claim().slot());
            instants.add(finished.finishedAt());
            finished.harvest().measurements().forEach(m -> instants.add(m.at()));
        }
        return instants;
    }

    /// How far a run has come.
    public record Progress(
            Instant slot, long done, @Nullable Long total, String message) {}

    /// Tells how far runs have come; runs that have ended meanwhile are left alone.
    public void progress(Map<UUID, Progress> runs) {
        Rows rows = new Rows();
        runs.forEach((id, at) ->
                rows.add("id", id, "slot", at.slot(), "done", at.done(), "total", at.total(), "message", at.message()));
        database.withHandle(handle -> rows.run(handle, """
            update run set progress = jsonb_build_object('done', r.done, 'total', r.total, 'message', r.message)
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, slot timestamptz, done bigint,
              total bigint, message text)
            where run.id = r.id and run.slot = r.slot and run.status = 'running'
            """));
    }

    /// Gives back slots of runs that nobody does (the answer to their claim was lost).
    public void handBack(List<UUID> runIds, String reason) {
        database.inTransaction(handle -> HandBack.runs(handle, runIds, "interrupted", reason));
        Deleted.sweepAfter(database);
    }
}

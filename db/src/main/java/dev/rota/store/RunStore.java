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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Records how runs ended.
///
/// Many runs are finished in one transaction: (1) the schedules that still name one of these runs are locked, the
/// others are fenced off; (2) what each outcome means is decided in Java, for the schedule as it is now; (3) every
/// table is written once. Finishing again what had been committed (its answer was lost) changes nothing.
public final class RunStore {
    private final Database database;
    private final Recording recording;

    public RunStore(Database database) {
        this(database, new Plans());
    }

    /// @param plans shared with whoever claims these runs
    public RunStore(Database database, Plans plans) {
        this.database = database;
        recording = new Recording(database, plans);
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
    /// @param lighter  how those of the recorded ended whose data were refused
    /// @param changes  schedules whose standing changed
    /// @param upcoming when these schedules are due next
    /// @param passed   how many slots became no run because of these runs, and why
    public record Finish(
            Set<UUID> recorded,
            Set<UUID> fenced,
            Map<UUID, Finished> lighter,
            List<Change> changes,
            List<Instant> upcoming,
            Map<Reason, Long> passed) {
        /// Nothing was written, and nothing fenced off.
        public static final Finish NOTHING = new Finish(Set.of(), Set.of(), Map.of(), List.of(), List.of(), Map.of());

        Finish plus(Finish other) {
            Finish both = new Finish(
                    new HashSet<>(recorded),
                    new HashSet<>(fenced),
                    new HashMap<>(lighter),
                    new ArrayList<>(changes),
                    new ArrayList<>(upcoming),
                    new HashMap<>(passed));
            both.recorded.addAll(other.recorded);
            both.fenced.addAll(other.fenced);
            both.lighter.putAll(other.lighter);
            both.changes.addAll(other.changes);
            both.upcoming.addAll(other.upcoming);
            other.passed.forEach((reason, slots) -> both.passed.merge(reason, slots, Long::sum));
            return both;
        }
    }

    /// Records the batch. What can be recorded is: one run whose end cannot be, for what it brought home, for the
    /// time that takes or for somebody who holds its rows, keeps no other from it. Data that the database refuses
    /// costs only the run it belongs to: that is recorded as failed, without its data.
    ///
    /// Runs that are in neither part of the answer are to be tried again: somebody holds their schedule's row.
    ///
    /// @throws NotRecorded      when some cannot be recorded, each alone
    /// @throws RuntimeException when the database takes nothing now
    public Finish finish(List<Finished> batch) {
        return recording.finish(batch);
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

    /// Gives back slots of runs, also of tests, that nobody does (the answer to their claim was lost).
    public void handBack(List<UUID> runIds, String reason) {
        database.inTransaction(handle -> {
            HandBack.tests(handle, "run_id = any(:ids)", runIds);
            return HandBack.runs(handle, runIds, "interrupted", reason);
        });
    }
}

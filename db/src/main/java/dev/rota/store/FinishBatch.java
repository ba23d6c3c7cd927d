package dev.rota.store;

import dev.rota.run.Claim;
import dev.rota.run.Consequence;
import dev.rota.run.Consequence.Stand;
import dev.rota.run.Outcome;
import dev.rota.schedule.Schedule;
import dev.rota.store.RunStore.Finished;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One transaction of [RunStore#finish].
final class FinishBatch {
    private final Handle handle;
    private final Map<UUID, Finished> open = new LinkedHashMap<>();
    private final Instant now;
    private final Rows schedules = new Rows();
    private final Decisions decisions = new Decisions();
    private final List<RunStore.Change> changes = new ArrayList<>();

    FinishBatch(Handle handle, List<Finished> batch) {
        this.handle = handle;
        batch.forEach(finished -> open.put(finished.claim().runId(), finished));
        this.now = Sql.clock(handle);
    }

    RunStore.Finish write() {
        Set<UUID> recorded = new HashSet<>(TestResults.write(handle, open.values()));
        Map<UUID, Stand> ours = lockOurs();
        List<Finished> ended = new ArrayList<>();
        List<UUID> handedBack = new ArrayList<>();
        ours.forEach((id, stand) -> {
            Finished finished = Objects.requireNonNull(open.get(id));
            if (finished.outcome() instanceof Outcome.Interrupted) {
                handedBack.add(id);
            } else {
                ended.add(finished);
                settle(stand, finished);
            }
        });
        Map<UUID, ItemWrites.Counts> items = ItemWrites.write(handle, ended, now);
        Map<UUID, Integer> samples = SampleWrites.write(handle, ended, schedules(ours));
        FinishedRuns.write(handle, ended, items, samples);
        writeSchedules();
        decisions.write(handle);
        interrupted(handedBack);
        endRequests(ours.keySet());
        Deleted.sweep(handle);
        recorded.addAll(ours.keySet());
        Set<UUID> others = new HashSet<>(open.keySet());
        others.removeAll(recorded);
        recorded.addAll(recordedBefore(others));
        others.removeAll(recorded);
        return new RunStore.Finish(recorded, others, changes);
    }

    private Map<UUID, Stand> lockOurs() {
        Map<UUID, Stand> ours = new LinkedHashMap<>();
        handle.createQuery("select s.current_run, " + ScheduleRows.COLUMNS + ", " + BreakerRows.COLUMNS + """

            from schedules s left join job_template t on t.name = s.template
            where s.current_run = any(:ids) order by s.id for update of s
            """)
                .bindArray("ids", UUID.class, open.keySet())
                .map((row, _) -> ours.put(Columns.uuid(row, "current_run"), BreakerRows.stand(row)))
                .list();
        return ours;
    }

    private void settle(Stand stand, Finished finished) {
        Claim claim = finished.claim();
        Outcome outcome = finished.outcome();
        Schedule schedule = stand.schedule();
        Consequence after = Consequence.of(stand, claim, outcome, finished.excused(), now);
        after.skips().forEach(skip -> Partitions.ensure(handle, "decision", skip.first()));
        decisions.add(schedule.id(), schedule.version(), after.skips(), now);
        String putAside =
                schedule.progress().autoDisabledAt() == null ? after.breaker().reason() : null;
        tell(schedule, after, putAside, outcome);
        schedules.add(
                "id",
                schedule.id(),
                "run",
                claim.runId(),
                "status",
                outcome.status().word(),
                "finished_at",
                finished.finishedAt(),
                "next_slot",
                after.next() == null ? null : after.next().slot(),
                "next_due",
                after.next() == null ? null : after.next().due(),
                "slot_attempts",
                after.slotAttempts(),
                "slot_failures",
                after.slotFailures(),
                "failures",
                after.breaker().memory().failures(),
                "outcomes",
                after.breaker().memory().outcomes(),
                "known",
                after.breaker().memory().known(),
                "since",
                after.breaker().memory().since(),
                "probes",
                after.probation().probes(),
                "probe_due",
                after.probation().due(),
                "restored",
                after.restored(),
                "reason",
                putAside,
                "not_before",
                after.notBefore(),
                "succeeded",
                outcome instanceof Outcome.Succeeded,
                "failed",
                outcome instanceof Outcome.Failed,
                "error",
                lastError(finished));
    }

    private void tell(Schedule schedule, Consequence after, @Nullable String putAside, Outcome outcome) {
        String name = schedule.plan().name();
        if (putAside != null) {
            changes.add(new RunStore.Change.PutAside(
                    schedule.id(), name, putAside, after.probation().due()));
        } else if (after.restored()) {
            changes.add(new RunStore.Change.TakenBack(schedule.id(), name));
        } else if (after.breaker().troubled() && outcome instanceof Outcome.Failed failed) {
            String last = failed.failureClass().word() + ": " + failed.message();
            changes.add(new RunStore.Change.HasIssues(
                    schedule.id(), name, after.breaker().memory().failures(), last));
        }
    }

    private static @Nullable Map<String, Object> lastError(Finished finished) {
        if (!(finished.outcome() instanceof Outcome.Failed failed)) {
            return null;
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("at", finished.finishedAt().toString());
        error.put("run_id", finished.claim().runId().toString());
        error.put("failure_class", failed.failureClass().word());
        error.put("message", failed.message());
        return error;
    }

    private void writeSchedules() {
        schedules.run(handle, """
            update schedules s set current_run = null, current_slot = null, current_daemon = null,
              current_started_at = null, next_slot = r.next_slot, next_due = r.next_due,
              slot_attempts = r.slot_attempts, slot_failures = r.slot_failures, not_before = r.not_before,
              failures = r.failures, deaths = 0,
              outcomes = r.outcomes, outcomes_known = r.known, failing_since = r.since,
              probes = r.probes, probe_due = r.probe_due,
              auto_disabled_at = case when r.restored then null when r.reason is null then s.auto_disabled_at
                else clock_timestamp() end,
              auto_disabled_reason = case when r.restored then null
                else coalesce(r.reason, s.auto_disabled_reason) end,
              last_errors = case when r.error is null then s.last_errors
                else (select jsonb_agg(e order by n) from jsonb_array_elements(r.error || s.last_errors)
                  with ordinality as l(e, n) where n <= 5) end,
              last_finished_at = r.finished_at, last_status = r.status,
              last_success_at = case when r.succeeded then r.finished_at else s.last_success_at end,
              last_failure_at = case when r.failed then r.finished_at else s.last_failure_at end,
              progress_seq = s.progress_seq + 1
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, run uuid, status text,
              finished_at timestamptz, next_slot timestamptz, next_due timestamptz, slot_attempts integer,
              slot_failures integer, failures integer, outcomes bigint, known integer,
              since timestamptz, probes integer, probe_due timestamptz, restored boolean, reason text, not_before timestamptz, succeeded boolean,
              failed boolean, error jsonb)
            where s.id = r.id and s.current_run = r.run
            """);
    }

    private static Map<UUID, Schedule> schedules(Map<UUID, Stand> ours) {
        Map<UUID, Schedule> schedules = new HashMap<>();
        ours.forEach((id, stand) -> schedules.put(id, stand.schedule()));
        return schedules;
    }

    private void endRequests(Set<UUID> runIds) {
        handle.createUpdate("""
            update run_request set status = 'done', finished_at = clock_timestamp()
            where (kind = 'run' and status = 'claimed' or kind = 'cancel' and status = 'waiting')
              and run_id = any(:ids)
            """).bindArray("ids", UUID.class, runIds).execute();
    }

    private void interrupted(List<UUID> runIds) {
        Map<String, List<UUID>> byMessage = runIds.stream()
                .collect(Collectors.groupingBy(
                        id -> Objects.requireNonNull(open.get(id)).outcome().message()));
        byMessage.forEach((message, ids) -> HandBack.runs(handle, ids, "interrupted", message));
    }

    /// Those of `ids` whose end had been committed before by us: an answer was lost, nothing else.
    private Set<UUID> recordedBefore(Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<UUID> known = new HashSet<>();
        handle.createQuery("select id, status from run where id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, _) -> {
                    UUID id = Columns.uuid(row, "id");
                    if (Objects.requireNonNull(open.get(id))
                            .outcome()
                            .status()
                            .word()
                            .equals(row.getString("status"))) {
                        known.add(id);
                    }
                    return id;
                })
                .list();
        return known;
    }
}

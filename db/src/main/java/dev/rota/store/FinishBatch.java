package dev.rota.store;

import dev.rota.run.Breaker;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import dev.rota.schedule.AfterRun;
import dev.rota.schedule.Next;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Schedule;
import dev.rota.store.RunStore.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    /// The pause before a second attempt; it doubles with every further one.
    private static final Duration BACKOFF = Duration.ofSeconds(5);

    private final Handle handle;
    private final Map<UUID, Finished> open = new LinkedHashMap<>();
    private final Instant now;
    private final Rows schedules = new Rows();
    private final Decisions decisions = new Decisions();
    private final List<RunStore.AutoDisabled> autoDisabled = new ArrayList<>();

    FinishBatch(Handle handle, List<Finished> batch) {
        this.handle = handle;
        batch.forEach(finished -> open.put(finished.claim().runId(), finished));
        this.now = Sql.clock(handle);
    }

    RunStore.Finish write() {
        Set<UUID> recorded = new HashSet<>(TestResults.write(handle, open.values()));
        Map<UUID, Schedule> ours = lockOurs();
        List<Finished> ended = new ArrayList<>();
        List<UUID> handedBack = new ArrayList<>();
        ours.forEach((id, schedule) -> {
            Finished finished = Objects.requireNonNull(open.get(id));
            if (finished.outcome() instanceof Outcome.Interrupted) {
                handedBack.add(id);
            } else {
                ended.add(finished);
                settle(schedule, finished);
            }
        });
        Map<UUID, ItemWrites.Counts> items = ItemWrites.write(handle, ended, now);
        Map<UUID, Integer> samples = SampleWrites.write(handle, ended, ours);
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
        return new RunStore.Finish(recorded, others, autoDisabled);
    }

    private Map<UUID, Schedule> lockOurs() {
        Map<UUID, Schedule> ours = new LinkedHashMap<>();
        handle.createQuery("select s.current_run, " + ScheduleRows.COLUMNS + """

                        from schedules s left join job_template t on t.name = s.template
                        where s.current_run = any(:ids) order by s.id for update of s
                        """)
                .bindArray("ids", UUID.class, open.keySet())
                .map((row, _) -> ours.put(
                        Objects.requireNonNull(row.getObject("current_run", UUID.class)), ScheduleRows.schedule(row)))
                .list();
        return ours;
    }

    private void settle(Schedule schedule, Finished finished) {
        Claim claim = finished.claim();
        Outcome outcome = finished.outcome();
        Progress progress = schedule.progress();
        boolean manual = claim.trigger() != Trigger.SCHEDULED;
        // A manual run that went through says nothing about the target's wish to be left alone until then.
        Instant asked = manual ? progress.notBefore() : null;
        Instant notBefore = outcome instanceof Outcome.Deferred(Instant until, String _) ? until : asked;
        Instant retry = manual ? null : retryAt(schedule, outcome, progress, claim.slot());
        Next next;
        int slotAttempts = 0;
        int slotFailures = 0;
        if (retry != null) {
            next = new Next(claim.slot(), retry);
            slotAttempts = claim.attempt();
            slotFailures = progress.slotFailures() + 1;
        } else {
            if (manual) {
                slotAttempts = progress.slotAttempts();
                slotFailures = progress.slotFailures();
            }
            AfterRun after =
                    settled(schedule, slotAttempts, slotFailures, notBefore).afterRun(claim.slot(), now);
            decisions.add(schedule.id(), schedule.version(), after.skips(), now);
            next = after.next();
        }
        boolean counts =
                retry == null && !(manual && (!schedule.plan().enabled() || progress.autoDisabledAt() != null));
        Breaker.Verdict verdict = Breaker.after(
                progress.failures(), outcome, schedule.plan().failure().threshold(), counts);
        String putAside = progress.autoDisabledAt() == null ? verdict.reason() : null;
        if (putAside != null) {
            autoDisabled.add(
                    new RunStore.AutoDisabled(schedule.id(), schedule.plan().name(), putAside));
        }
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
                next == null ? null : next.slot(),
                "next_due",
                next == null ? null : next.due(),
                "slot_attempts",
                slotAttempts,
                "slot_failures",
                slotFailures,
                "failures",
                verdict.failures(),
                "reason",
                putAside,
                "not_before",
                notBefore,
                "succeeded",
                outcome instanceof Outcome.Succeeded,
                "failed",
                outcome instanceof Outcome.Failed,
                "error",
                lastError(finished));
    }

    /// The schedule with its run behind it: while a scheduled run is live, the attempts on its row are that run's
    /// own.
    private static Schedule settled(
            Schedule schedule, int slotAttempts, int slotFailures, @Nullable Instant notBefore) {
        Progress was = schedule.progress();
        return new Schedule(
                schedule.id(),
                schedule.version(),
                schedule.plan(),
                new Progress(
                        was.nextSlot(),
                        was.nextDue(),
                        slotAttempts,
                        slotFailures,
                        notBefore,
                        was.failures(),
                        was.autoDisabledAt(),
                        was.autoDisabledReason()));
    }

    /// When the slot is tried again, or null: not at all. A retry that would start at or after the next slot is not
    /// made.
    private @Nullable Instant retryAt(Schedule schedule, Outcome outcome, Progress progress, Instant slot) {
        if (!(outcome instanceof Outcome.Failed)
                || progress.slotFailures() + 1 >= schedule.plan().failure().attempts()) {
            return null;
        }
        Instant retry = now.plus(BACKOFF.multipliedBy(1L << Math.min(progress.slotFailures(), 10)));
        Next following = schedule.nextAfter(slot);
        return following != null && !retry.isBefore(following.slot()) ? null : retry;
    }

    private static @Nullable Map<String, Object> lastError(Finished finished) {
        if (!(finished.outcome() instanceof Outcome.Failed failed)) {
            return null;
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("at", finished.finishedAt().toString());
        error.put("run", finished.claim().runId().toString());
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
                  outcomes = case when r.succeeded then s.outcomes << 1
                    when r.failed then (s.outcomes << 1) | 1 else s.outcomes end,
                  outcomes_known = case when r.succeeded or r.failed then least(64, s.outcomes_known + 1)
                    else s.outcomes_known end,
                  auto_disabled_at = case when r.reason is null then s.auto_disabled_at else clock_timestamp() end,
                  auto_disabled_reason = coalesce(r.reason, s.auto_disabled_reason),
                  last_errors = case when r.error is null then s.last_errors
                    else (select jsonb_agg(e order by n) from jsonb_array_elements(r.error || s.last_errors)
                      with ordinality as l(e, n) where n <= 5) end,
                  last_finished_at = r.finished_at, last_status = r.status,
                  last_success_at = case when r.succeeded then r.finished_at else s.last_success_at end,
                  last_failure_at = case when r.failed then r.finished_at else s.last_failure_at end,
                  progress_seq = s.progress_seq + 1
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, run uuid, status text,
                  finished_at timestamptz, next_slot timestamptz, next_due timestamptz, slot_attempts integer,
                  slot_failures integer, failures integer, reason text, not_before timestamptz, succeeded boolean,
                  failed boolean, error jsonb)
                where s.id = r.id and s.current_run = r.run
                """);
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
                    UUID id = Objects.requireNonNull(row.getObject("id", UUID.class));
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

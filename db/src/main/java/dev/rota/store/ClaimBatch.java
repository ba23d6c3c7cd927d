package dev.rota.store;

import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Next;
import dev.rota.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What one claim writes, gathered so that every table is written once.
final class ClaimBatch {
    private final UUID daemon;
    private final Instant now;
    private final List<Claim> claims = new ArrayList<>();
    private final Rows runs = new Rows();
    private final Rows moved = new Rows();
    private final Rows requests = new Rows();
    private final Decisions decisions = new Decisions();
    private final List<Instant> instants = new ArrayList<>();

    ClaimBatch(UUID daemon, Instant now) {
        this.daemon = daemon;
        this.now = now;
    }

    void start(Schedule schedule, Decision.Start start, @Nullable Instant closesAt) {
        Claim claim = new Claim(
                UUID.randomUUID(),
                schedule.id(),
                schedule.plan().name(),
                start.slot(),
                Trigger.SCHEDULED,
                start.attempt(),
                schedule.plan().job(),
                start.startsAt().isBefore(now) ? now : start.startsAt(),
                start.late(),
                start.missed(),
                null,
                closesAt,
                false);
        add(schedule, claim, false);
        boolean same = Objects.equals(start.slot(), schedule.progress().nextSlot());
        Next next = start.next();
        moved.add(
                "id",
                schedule.id(),
                "next_slot",
                next == null ? null : next.slot(),
                "next_due",
                next == null ? null : next.due(),
                "run",
                claim.runId(),
                "slot",
                claim.slot(),
                "daemon",
                daemon,
                "starts",
                claim.startsAt(),
                "attempts",
                start.attempt(),
                "failures",
                same ? schedule.progress().slotFailures() : 0);
        decisions.add(schedule.id(), schedule.version(), start.skips(), now);
        start.skips().forEach(skip -> instants.add(skip.first()));
    }

    void wait(Schedule schedule, List<dev.rota.schedule.Skip> skips, @Nullable Next next) {
        boolean same =
                next != null && Objects.equals(next.slot(), schedule.progress().nextSlot());
        moved.add(
                "id",
                schedule.id(),
                "next_slot",
                next == null ? null : next.slot(),
                "next_due",
                next == null ? null : next.due(),
                "attempts",
                same ? schedule.progress().slotAttempts() : 0,
                "failures",
                same ? schedule.progress().slotFailures() : 0);
        decisions.add(schedule.id(), schedule.version(), skips, now);
        skips.forEach(skip -> instants.add(skip.first()));
    }

    /// A run beside the grid: somebody asked for it, or it probes a schedule that was given up.
    void beside(RequestClaims.Wanted wanted, @Nullable Instant closesAt) {
        Schedule schedule = wanted.schedule();
        var when = schedule.plan().when();
        Instant slot = wanted.slot();
        boolean standsStill = !schedule.plan().enabled() || schedule.progress().autoDisabledAt() != null;
        Claim claim = new Claim(
                UUID.randomUUID(),
                schedule.id(),
                schedule.plan().name(),
                slot,
                wanted.trigger(),
                wanted.attempt(),
                schedule.plan().job(),
                slot.isAfter(now) ? slot : now,
                false,
                0,
                wanted.requestId(),
                closesAt,
                wanted.requestId() != null && standsStill);
        add(schedule, claim, !when.isOpen(claim.startsAt()));
        moved.add(
                "id",
                schedule.id(),
                "next_slot",
                schedule.progress().nextSlot(),
                "next_due",
                schedule.progress().nextDue(),
                "run",
                claim.runId(),
                "slot",
                slot,
                "daemon",
                daemon,
                "starts",
                claim.startsAt(),
                "attempts",
                schedule.progress().slotAttempts(),
                "failures",
                schedule.progress().slotFailures());
        if (wanted.requestId() != null) {
            requests.add("id", wanted.requestId(), "run", claim.runId(), "slot", slot, "daemon", daemon);
        }
    }

    private void add(Schedule schedule, Claim claim, boolean bypassed) {
        claims.add(claim);
        instants.add(claim.slot());
        runs.add(
                "id",
                claim.runId(),
                "slot",
                claim.slot(),
                "schedule_id",
                claim.scheduleId(),
                "schedule_name",
                claim.scheduleName(),
                "trigger",
                claim.trigger().word(),
                "attempt",
                claim.attempt(),
                "kind",
                claim.job().kind(),
                "plan_version",
                schedule.version(),
                "request_id",
                claim.requestId(),
                "daemon_id",
                daemon,
                "late",
                claim.late(),
                "missed",
                claim.missed(),
                "window_bypassed",
                bypassed,
                "claimed_at",
                now,
                "started_at",
                claim.startsAt());
    }

    List<Claim> claims() {
        return claims;
    }

    List<Instant> instants() {
        return instants;
    }

    List<Long> taken() {
        return claims.stream().map(Claim::scheduleId).toList();
    }

    void write(Handle handle) {
        runs.run(handle, """
            insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version,
              request_id, daemon_id, status, late, missed, window_bypassed, claimed_at, started_at)
            select id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, request_id,
              daemon_id, 'running', late, missed, window_bypassed, claimed_at, started_at
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, slot timestamptz, schedule_id bigint,
              schedule_name text, trigger text, attempt integer, kind text, plan_version bigint,
              request_id bigint, daemon_id uuid, late boolean, missed bigint, window_bypassed boolean,
              claimed_at timestamptz, started_at timestamptz)
            """);
        moved.run(handle, """
            update schedules s set next_slot = r.next_slot, next_due = r.next_due, current_run = r.run,
              current_slot = r.slot, current_daemon = r.daemon, current_started_at = r.starts,
              slot_attempts = r.attempts, slot_failures = r.failures,
              not_before = case when s.not_before <= clock_timestamp() then null else s.not_before end,
              last_run = coalesce(r.run, s.last_run), last_slot = coalesce(r.slot, s.last_slot),
              last_started_at = coalesce(r.starts, s.last_started_at), progress_seq = s.progress_seq + 1
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, next_slot timestamptz,
              next_due timestamptz, run uuid, slot timestamptz, daemon uuid, starts timestamptz,
              attempts integer, failures integer)
            where s.id = r.id
            """);
        requests.run(handle, """
            update run_request q set status = 'claimed', claimed_at = clock_timestamp(), claimed_by = r.daemon,
              run_id = r.run, run_slot = r.slot
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, run uuid, slot timestamptz,
              daemon uuid)
            where q.id = r.id
            """);
        decisions.write(handle);
    }
}

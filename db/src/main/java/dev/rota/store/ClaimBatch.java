package dev.rota.store;

import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Next;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What one claim writes, gathered so that every table is written once.
final class ClaimBatch {
    private final UUID daemon;
    private Instant now = Instant.MIN;
    private final List<Claim> claims = new ArrayList<>();
    private final ColumnRows moved = new ColumnRows("""
        id bigint, next_slot timestamptz, next_due timestamptz, run uuid, slot timestamptz, starts timestamptz,
        name text; trigger text, kind text, version bigint; attempts integer, failures integer, attempt integer,
        request bigint, late boolean, missed bigint, bypassed boolean\
        """);
    private final Rows requests = new Rows();
    private final Decisions decisions = new Decisions();
    private final List<Instant> instants = new ArrayList<>();

    ClaimBatch(UUID daemon) {
        this.daemon = daemon;
    }

    /// @param clock the database's, when what follows was looked for
    void at(Instant clock) {
        now = clock;
    }

    Instant now() {
        return now;
    }

    /// What a schedule comes to that may start by then.
    void decide(Schedule schedule, Instant horizon) {
        switch (schedule.decide(horizon)) {
            case Decision.Start start -> start(schedule, start);
            case Decision.Wait(var skips, Next next) -> wait(schedule, skips, next);
        }
    }

    private void start(Schedule schedule, Decision.Start start) {
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
                schedule.plan().when().stopAt(start.startsAt()),
                false);
        boolean same = Objects.equals(start.slot(), schedule.progress().nextSlot());
        Next next = start.next();
        add(
                schedule,
                claim,
                next == null ? null : next.slot(),
                next == null ? null : next.due(),
                start.attempt(),
                same ? schedule.progress().slotFailures() : 0,
                false);
        decisions.add(schedule.id(), schedule.version(), start.skips(), now);
        start.skips().forEach(skip -> instants.add(skip.first()));
    }

    void wait(Schedule schedule, List<Skip> skips, @Nullable Next next) {
        boolean same =
                next != null && Objects.equals(next.slot(), schedule.progress().nextSlot());
        moved.add(
                schedule.id(),
                next == null ? null : next.slot(),
                next == null ? null : next.due(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                same ? schedule.progress().slotAttempts() : 0,
                same ? schedule.progress().slotFailures() : 0,
                null,
                null,
                null,
                null,
                null);
        decisions.add(schedule.id(), schedule.version(), skips, now);
        skips.forEach(skip -> instants.add(skip.first()));
    }

    /// A run beside the grid: somebody asked for it, or it probes a schedule that was given up.
    void beside(RequestClaims.Asked wanted, Schedule schedule) {
        var when = schedule.plan().when();
        Instant slot = wanted.slot();
        Instant startsAt = slot.isAfter(now) ? slot : now;
        boolean standsStill = !schedule.plan().enabled() || schedule.progress().autoDisabledAt() != null;
        Claim claim = new Claim(
                UUID.randomUUID(),
                schedule.id(),
                schedule.plan().name(),
                slot,
                wanted.trigger(),
                wanted.attempt(),
                schedule.plan().job(),
                startsAt,
                false,
                0,
                wanted.requestId(),
                when.stopAt(startsAt),
                wanted.requestId() != null && standsStill);
        add(
                schedule,
                claim,
                schedule.progress().nextSlot(),
                schedule.progress().nextDue(),
                schedule.progress().slotAttempts(),
                schedule.progress().slotFailures(),
                !when.isOpen(claim.startsAt()));
        if (wanted.requestId() != null) {
            requests.add("id", wanted.requestId(), "run", claim.runId(), "slot", slot, "daemon", daemon);
        }
    }

    private void add(
            Schedule schedule,
            Claim claim,
            @Nullable Instant nextSlot,
            @Nullable Instant nextDue,
            int attempts,
            int failures,
            boolean bypassed) {
        claims.add(claim);
        instants.add(claim.slot());
        moved.add(
                schedule.id(),
                nextSlot,
                nextDue,
                claim.runId(),
                claim.slot(),
                claim.startsAt(),
                claim.scheduleName(),
                claim.trigger().word(),
                claim.job().kind(),
                schedule.version(),
                attempts,
                failures,
                claim.attempt(),
                claim.requestId(),
                claim.late(),
                claim.missed(),
                bypassed);
    }

    List<Claim> claims() {
        return claims;
    }

    /// How many slots became no run, and why.
    Map<Reason, Long> passed() {
        return decisions.slots();
    }

    List<Instant> instants() {
        return instants;
    }

    void write(Handle handle) {
        if (!moved.isEmpty()) {
            moved.bind(handle.createUpdate(moved.in("""
                with r as materialized (select * from :rows r),
                started as (
                  insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version,
                    request_id, daemon_id, status, late, missed, window_bypassed, claimed_at, started_at)
                  select run, slot, id, name, trigger, attempt, kind, version, request, :daemon, 'running', late,
                    missed, bypassed, :now, starts
                  from r where run is not null)
                update schedule_progress s set next_slot = r.next_slot, next_due = r.next_due, current_run = r.run,
                  current_slot = r.slot, current_daemon = case when r.run is null then null else :daemon end,
                  current_started_at = r.starts, slot_attempts = r.attempts, slot_failures = r.failures,
                  not_before = case when s.not_before <= clock_timestamp() then null else s.not_before end,
                  last_run = coalesce(r.run, s.last_run), last_slot = coalesce(r.slot, s.last_slot),
                  last_started_at = coalesce(r.starts, s.last_started_at), progress_seq = s.progress_seq + 1
                from r where s.schedule_id = r.id
                """)))
                    .bind("daemon", daemon)
                    .bind("now", Sql.time(now))
                    .execute();
        }
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

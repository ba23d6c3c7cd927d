package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Next;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.WindowClose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /// @param daemon who claims
    /// @param free   how many slots each lane has; never more are taken
    /// @param ahead  how far ahead of the clock a schedule counts as due; the run waits for its instant
    public List<Claim> claimDue(UUID daemon, Map<Lane, Integer> free, Duration ahead) {
        TreeSet<Instant> touched = new TreeSet<>();
        return Partitions.inTransaction(database, touched, handle -> claim(handle, daemon, free, ahead, touched));
    }

    private static List<Claim> claim(
            Handle handle, UUID daemon, Map<Lane, Integer> free, Duration ahead, Collection<Instant> touched) {
        Instant now = Sql.clock(handle);
        Map<Lane, Integer> left = new EnumMap<>(Lane.class);
        left.putAll(free);
        ClaimBatch batch = new ClaimBatch(daemon, now);
        List<Claim> tests = RequestClaims.tests(handle, daemon, now, left);
        RequestClaims.refuseImpossible(handle);
        for (RequestClaims.Requested requested : RequestClaims.runs(handle, left)) {
            batch.request(requested, closing(requested.schedule(), now));
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

    private static void decide(Schedule schedule, Instant horizon, ClaimBatch batch) {
        switch (schedule.decide(horizon)) {
            case Decision.Start start -> batch.start(schedule, start, closing(schedule, start.startsAt()));
            case Decision.Wait(var skips, Next next) -> batch.wait(schedule, skips, next);
        }
    }

    private static @Nullable Instant closing(Schedule schedule, Instant from) {
        var when = schedule.plan().when();
        return when.close() == WindowClose.STOP && when.activeHours().isOpen(from, when.zone())
                ? when.activeHours().nextClosing(from, when.zone())
                : null;
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

    /// What one claim writes, gathered so that every table is written once.
    private static final class ClaimBatch {
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
                    closesAt);
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
            boolean same = next != null
                    && Objects.equals(next.slot(), schedule.progress().nextSlot());
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

        void request(RequestClaims.Requested requested, @Nullable Instant closesAt) {
            Schedule schedule = requested.schedule();
            var when = schedule.plan().when();
            Instant slot = requested.requestedAt();
            Claim claim = new Claim(
                    UUID.randomUUID(),
                    schedule.id(),
                    schedule.plan().name(),
                    slot,
                    Trigger.MANUAL,
                    requested.attempt(),
                    schedule.plan().job(),
                    slot.isAfter(now) ? slot : now,
                    false,
                    0,
                    requested.requestId(),
                    closesAt);
            add(schedule, claim, !when.activeHours().isOpen(now, when.zone()));
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
            requests.add("id", requested.requestId(), "run", claim.runId(), "slot", slot, "daemon", daemon);
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
}

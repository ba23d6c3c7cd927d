package dev.rota.store;

import dev.rota.run.Breaker;
import dev.rota.run.Claim;
import dev.rota.run.Consequence;
import dev.rota.run.Consequence.Stand;
import dev.rota.run.Outcome;
import dev.rota.schedule.Next;
import dev.rota.schedule.Schedule;
import dev.rota.store.RunStore.Finished;
import dev.rota.syntax.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One transaction of [RunStore#finish].
final class FinishBatch {
    private static final String REQUESTS = """
        update run_request set status = 'done', finished_at = clock_timestamp()
        where (kind = 'run' and status = 'claimed' and id = any(:requests)
            or kind = 'cancel' and status = 'waiting')
          and run_id = any(:runs)
        """;

    /// From so many ends on the server is made to find each run by its key, in a statement that it plans apart. It
    /// knows too little of a young table, and would read the whole week of a batch, at the worst once for each run,
    /// or make a bitmap for each.
    private static final int MANY = 50;

    private static final String BY_KEY = "select set_config(way, 'off', true) from unnest(array['enable_seqscan',"
            + " 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material']) way";

    private final Handle handle;
    private final Plans plans;
    private final Map<UUID, Finished> open = new LinkedHashMap<>();
    private Instant now = Instant.MIN;
    private final ColumnRows rows = new ColumnRows("""
        id bigint, run uuid, slot timestamptz, started_at timestamptz, finished_at timestamptz, log_bytes bigint,
        next_slot timestamptz, next_due timestamptz, outcomes bigint, known integer;
        status text, failure_class text, message text, detail text, error jsonb, failures integer, since timestamptz,
        attempts integer, failed_attempts integer;
        unchanged boolean, samples integer, processed integer, added integer, updated integer, removed integer;
        request bigint, not_before timestamptz, probes integer, probe_due timestamptz, restored boolean, reason text\
        """);
    private final List<Instant> upcoming = new ArrayList<>();
    private final Set<Instant> days = new TreeSet<>();
    private final Decisions decisions = new Decisions();
    private final List<RunStore.Change> changes = new ArrayList<>();

    FinishBatch(Handle handle, Plans plans, List<Finished> batch) {
        this.handle = handle;
        this.plans = plans;
        batch.forEach(finished -> open.put(finished.claim().runId(), finished));
    }

    RunStore.Finish write() {
        Set<UUID> recorded = new HashSet<>(TestResults.write(handle, open.values()));
        Map<UUID, Stand> ours = lockOurs();
        List<Finished> ended = new ArrayList<>();
        List<Finished> handedBack = new ArrayList<>();
        ours.keySet().forEach(id -> {
            Finished finished = Objects.requireNonNull(open.get(id));
            (finished.outcome() instanceof Outcome.Interrupted ? handedBack : ended).add(finished);
        });
        Map<UUID, ItemWrites.Counts> items = ItemWrites.write(handle, ended, now);
        Map<UUID, Integer> samples = SampleWrites.write(handle, ended, schedules(ours));
        for (Finished finished : ended) {
            UUID id = finished.claim().runId();
            settle(
                    Objects.requireNonNull(ours.get(id)),
                    finished,
                    items.getOrDefault(id, ItemWrites.Counts.NONE),
                    samples.getOrDefault(id, 0));
        }
        writeEnds(ended);
        days.forEach(day -> Partitions.ensure(handle, "decision", day));
        decisions.write(handle);
        interrupted(handedBack);
        recorded.addAll(ours.keySet());
        Set<UUID> others = new HashSet<>(open.keySet());
        others.removeAll(recorded);
        others.removeAll(HeldByOthers.among(handle, open, others));
        recorded.addAll(EndedBefore.among(handle, open, others));
        others.removeAll(recorded);
        return new RunStore.Finish(recorded, others, Map.of(), changes, upcoming, decisions.slots());
    }

    /// Reads where their schedules stand, and the plans only if they changed since the claim. Whose row somebody
    /// holds is passed over, so that the others need not wait for that.
    private Map<UUID, Stand> lockOurs() {
        Map<UUID, BreakerRows.Half> halves = new LinkedHashMap<>();
        Map<UUID, Stand> ours = new LinkedHashMap<>();
        ColumnRows wanted = new ColumnRows("id bigint, run uuid");
        open.forEach((id, finished) -> {
            if (finished.claim().scheduleId() != 0) {
                wanted.add(finished.claim().scheduleId(), id);
            }
        });
        if (wanted.isEmpty()) {
            return ours;
        }
        wanted.bind(handle.createQuery(wanted.in("select s.current_run,"
                        + " clock_timestamp() as now, " + ScheduleRows.PLACE + ", " + BreakerRows.COLUMNS + """

                        from :rows r join schedule_progress s on s.schedule_id = r.id and s.current_run = r.run
                        order by s.schedule_id for update of s skip locked
                        """)))
                .map((row, _) -> {
                    Instant at = Columns.instant(row, "now");
                    now = at.isAfter(now) ? at : now;
                    return halves.put(Columns.uuid(row, "current_run"), BreakerRows.half(row));
                })
                .list();
        Map<Long, Schedule> schedules = plans.schedules(
                handle, halves.values().stream().map(BreakerRows.Half::place).toList());
        halves.forEach((run, half) -> ours.put(
                run,
                half.under(Objects.requireNonNull(schedules.get(half.place().id())))));
        return ours;
    }

    private void settle(Stand stand, Finished finished, ItemWrites.Counts items, int samples) {
        Claim claim = finished.claim();
        Outcome outcome = finished.outcome();
        Schedule schedule = stand.schedule();
        Consequence after = Consequence.of(stand, claim, outcome, finished.excused(), now);
        after.skips().forEach(skip -> days.add(skip.first().truncatedTo(ChronoUnit.DAYS)));
        decisions.add(schedule.id(), schedule.version(), after.skips(), now);
        String putAside =
                schedule.progress().autoDisabledAt() == null ? after.breaker().reason() : null;
        tell(schedule, after, putAside, outcome);
        Outcome.Failed failed = outcome instanceof Outcome.Failed f ? f : null;
        Next next = after.next();
        if (next != null) {
            upcoming.add(next.due());
        }
        if (after.probation().due() != null) {
            upcoming.add(after.probation().due());
        }
        Breaker.Memory memory = after.breaker().memory();
        rows.add(
                schedule.id(),
                claim.runId(),
                claim.slot(),
                finished.startedAt(),
                finished.finishedAt(),
                finished.logBytes(),
                next == null ? null : next.slot(),
                next == null ? null : next.due(),
                memory.outcomes(),
                memory.known(),
                outcome.status().word(),
                failed == null ? null : failed.failureClass().word(),
                outcome.message(),
                failed == null ? null : failed.detail(),
                failed == null ? null : lastError(finished, failed),
                memory.failures(),
                memory.since(),
                after.slotAttempts(),
                after.slotFailures(),
                outcome instanceof Outcome.Succeeded done && done.unchanged(),
                samples,
                items.processed(),
                items.added(),
                items.updated(),
                items.removed(),
                claim.requestId(),
                after.notBefore(),
                after.probation().probes(),
                after.probation().due(),
                after.restored(),
                putAside);
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

    private static String lastError(Finished finished, Outcome.Failed failed) {
        return Json.write(Json.object()
                .put("at", finished.finishedAt().toString())
                .put("run_id", finished.claim().runId().toString())
                .put("failure_class", failed.failureClass().word())
                .put("message", failed.message().replace('\0', '\uFFFD')));
    }

    /// The runs, their schedules, and the requests that wanted them or wanted them ended. Only rows of runs that
    /// still run change. Bounds for the slots of all would have the server read everything between them, which is
    /// much when many share an instant.
    private void writeEnds(List<Finished> ended) {
        if (ended.isEmpty()) {
            return;
        }
        boolean many = ended.size() >= MANY;
        if (many) {
            handle.createQuery(BY_KEY).mapTo(String.class).list();
        }
        rows.bind(handle.createUpdate((many ? "/* by key */ " : "") + rows.in("""
            with r as materialized (select * from :rows r),
            ended as (
              update run set status = r.status, failure_class = r.failure_class, message = r.message,
                detail = r.detail, unchanged = r.unchanged, started_at = greatest(r.started_at, run.slot),
                finished_at = greatest(r.finished_at, r.started_at, run.slot), samples = r.samples,
                items_processed = r.processed, items_added = r.added, items_updated = r.updated,
                items_removed = r.removed, log_bytes = r.log_bytes, progress = null
              from r
              where run.id = r.run and run.slot = r.slot and run.status = 'running'),
            counted as (
              insert into run_hour as h (hour, writer, succeeded, failed)
              select date_trunc('hour', greatest(r.finished_at, r.started_at, r.slot), 'UTC'), pg_backend_pid(),
                count(*) filter (where r.status = 'succeeded'), count(*) filter (where r.status = 'failed')
              from r where r.status in ('succeeded', 'failed') group by 1
              on conflict (hour, writer) do update
                set succeeded = h.succeeded + excluded.succeeded, failed = h.failed + excluded.failed),
            settled as (
              update schedule_progress s set current_run = null, current_slot = null, current_daemon = null,
                current_started_at = null, next_slot = r.next_slot, next_due = r.next_due,
                slot_attempts = r.attempts, slot_failures = r.failed_attempts, not_before = r.not_before,
                failures = r.failures, deaths = 0, outcomes = r.outcomes, outcomes_known = r.known,
                failing_since = r.since, probes = r.probes, probe_due = r.probe_due,
                auto_disabled_at = case when r.restored then null when r.reason is null then s.auto_disabled_at
                  else clock_timestamp() end,
                auto_disabled_reason = case when r.restored then null
                  else coalesce(r.reason, s.auto_disabled_reason) end,
                last_errors = case when r.error is null then s.last_errors
                  else (select jsonb_agg(e order by n) from jsonb_array_elements(r.error || s.last_errors)
                    with ordinality as l(e, n) where n <= 5) end,
                last_finished_at = r.finished_at, last_status = r.status,
                last_success_at = case when r.status = 'succeeded' then r.finished_at else s.last_success_at end,
                last_failure_at = case when r.status = 'failed' then r.finished_at else s.last_failure_at end,
                progress_seq = s.progress_seq + 1
              from r where s.schedule_id = r.id and s.current_run = r.run)
            """ + REQUESTS)))
                .bind("runs", BinaryArray.of(ids(ended)))
                .bindArray("requests", Long.class, requests(ended))
                .execute();
    }

    private static List<UUID> ids(List<Finished> some) {
        return some.stream().map(finished -> finished.claim().runId()).toList();
    }

    private static List<Long> requests(List<Finished> some) {
        return some.stream()
                .map(finished -> finished.claim().requestId())
                .filter(Objects::nonNull)
                .toList();
    }

    private static Map<UUID, Schedule> schedules(Map<UUID, Stand> ours) {
        Map<UUID, Schedule> schedules = new HashMap<>();
        ours.forEach((id, stand) -> schedules.put(id, stand.schedule()));
        return schedules;
    }

    private void interrupted(List<Finished> handedBack) {
        Map<String, List<Finished>> byMessage = handedBack.stream()
                .collect(Collectors.groupingBy(finished -> finished.outcome().message()));
        byMessage.forEach((message, some) -> HandBack.runs(handle, ids(some), "interrupted", message));
        if (!handedBack.isEmpty()) {
            handle.createUpdate(REQUESTS)
                    .bindArray("runs", UUID.class, ids(handedBack))
                    .bindArray("requests", Long.class, requests(handedBack))
                    .execute();
        }
    }
}

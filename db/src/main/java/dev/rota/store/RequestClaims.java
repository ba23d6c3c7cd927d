package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The part of a claim that takes requests: they go before what is merely due, for somebody is waiting.
final class RequestClaims {
    private RequestClaims() {}

    /// A run beside the grid.
    ///
    /// @param requestId the request it serves; null: it probes
    /// @param slot      when it was asked for, or was to be made
    record Asked(@Nullable Long requestId, Instant slot, Trigger trigger, int attempt, Plans.Place place) {}

    /// A request whose schedule was paused or put aside after it was made is refused aloud, unless it was forced.
    static void refuseImpossible(Handle handle) {
        handle.createUpdate("""
            update run_request q set status = 'refused', finished_at = clock_timestamp(),
              refusal = case when s.deleted_at is not null then 'The schedule was deleted.'
                when s.auto_disabled_at is not null then 'The schedule was disabled after its failures.'
                else 'The schedule was paused.' end
            from schedules s
            where q.status = 'waiting' and q.kind = 'run' and s.id = q.schedule_id
              and (s.deleted_at is not null
                or (not q.force and (not s.enabled or s.auto_disabled_at is not null)))
            """).execute();
    }

    /// Locks waiting run requests and their schedules, the oldest first, and takes their slots off `left`.
    static List<Asked> runs(Handle handle, Map<Lane, Integer> left) {
        return Lanes.take(
                handle,
                left,
                "",
                RequestClaims::oldest,
                query -> query,
                row -> new Asked(
                        row.getLong("request_id"),
                        Columns.instant(row, "requested_at"),
                        Trigger.MANUAL,
                        row.getInt("attempt"),
                        ScheduleRows.place(row)));
    }

    private static String oldest(Lane lane) {
        return "select q.id as request_id, q.requested_at, "
                + "(select count(*) from run r where r.schedule_id = s.schedule_id and r.slot = q.requested_at"
                + " and r.trigger = 'manual') + 1 as attempt, s.lane, " + ScheduleRows.PLACE
                + """

                from run_request q join schedule_progress s on s.schedule_id = q.schedule_id
                where q.status = 'waiting' and q.kind = 'run' and s.current_run is null
                  and exists (select from schedules l where l.id = s.schedule_id and l.deleted_at is null)
                  and s.lane = '<lane>' and s.kind = any(:kinds)
                order by q.id limit :most_<lane>
                for update of q, s skip locked\
                """.replace("<lane>", lane.word());
    }

    /// Takes tests of specs. They leave no run row behind: their result goes into the request.
    static List<Claim> tests(Handle handle, UUID daemon, Instant now, Map<Lane, Integer> left) {
        List<Claim> waiting = handle.createQuery("""
            select id, job_kind, job, requested_at from run_request
            where status = 'waiting' and kind = 'test' and job_kind = any(:kinds)
            order by id limit 100 for update skip locked
            """)
                .bindArray("kinds", String.class, JobKinds.all().keySet())
                .map((row, _) -> {
                    JobSpec job = JobSpecJson.read(row.getString("job_kind"), row.getString("job"));
                    return new Claim(
                            UUID.randomUUID(),
                            0,
                            "test",
                            Columns.instant(row, "requested_at"),
                            Trigger.TEST,
                            1,
                            job,
                            now,
                            false,
                            0,
                            row.getLong("id"),
                            null,
                            false);
                })
                .list();
        List<Claim> taken = new ArrayList<>();
        Rows rows = new Rows();
        for (Claim claim : waiting) {
            Lane lane = claim.job().lane();
            int free = left.getOrDefault(lane, 0);
            if (free > 0) {
                left.put(lane, free - 1);
                taken.add(claim);
                rows.add("id", claim.requestId(), "run", claim.runId(), "daemon", daemon);
            }
        }
        rows.run(handle, """
            update run_request q set status = 'claimed', claimed_at = clock_timestamp(), claimed_by = r.daemon,
              run_id = r.run, run_slot = q.requested_at
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(id bigint, run uuid, daemon uuid)
            where q.id = r.id
            """);
        return taken;
    }
}

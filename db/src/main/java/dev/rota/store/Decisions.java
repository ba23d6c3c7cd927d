package dev.rota.store;

import dev.rota.schedule.Reason;
import dev.rota.schedule.Skip;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/// The ledger of slots that became no run. A repeat of the newest decision of a schedule extends it, unless a run or
/// another decision came in between, the plan changed, or a new week began.
final class Decisions {
    /// A stretch that was too long to be counted has at least so many slots.
    private static final long UNCOUNTED = 10_000;

    private final Rows rows = new Rows();
    private final Map<Reason, Long> slots = new EnumMap<>(Reason.class);

    /// How many slots there are for each reason.
    Map<Reason, Long> slots() {
        return slots;
    }

    void add(long scheduleId, long planVersion, List<Skip> skips, Instant now) {
        for (Skip skip : skips) {
            slots.merge(skip.reason(), Objects.requireNonNullElse(skip.count(), UNCOUNTED), Long::sum);
            rows.add(
                    "schedule_id",
                    scheduleId,
                    "plan_version",
                    planVersion,
                    "reason",
                    skip.reason().word(),
                    "first_slot",
                    skip.first(),
                    "last_slot",
                    skip.last(),
                    "count",
                    skip.count(),
                    "detail",
                    skip.detail(),
                    "decided_at",
                    now);
        }
    }

    void write(Handle handle) {
        if (rows.isEmpty()) {
            return;
        }
        handle.createUpdate("""
            with new as (
              select *, row_number() over (partition by schedule_id order by first_slot) as n
              from jsonb_to_recordset(cast(:rows as jsonb)) as r(schedule_id bigint, plan_version bigint,
                reason text, first_slot timestamptz, last_slot timestamptz, count bigint, detail text,
                decided_at timestamptz)),
            extended as (
              update decision d
              set last_slot = new.last_slot, count = d.count + new.count, decided_at = new.decided_at
              from new
              where new.n = 1 and d.schedule_id = new.schedule_id and d.plan_version = new.plan_version
                and d.reason = new.reason and d.detail is not distinct from new.detail
                and d.last_slot < new.first_slot
                and date_trunc('week', d.first_slot at time zone 'UTC')
                  = date_trunc('week', new.last_slot at time zone 'UTC')
                and not exists (select 1 from decision later where later.schedule_id = d.schedule_id
                  and later.first_slot > d.first_slot)
                and not exists (select 1 from run where run.schedule_id = d.schedule_id
                  and run.slot > d.first_slot)
              returning new.schedule_id)
            insert into decision (schedule_id, plan_version, reason, first_slot, last_slot, count, detail,
              decided_at)
            select schedule_id, plan_version, reason, first_slot, last_slot, count, detail, decided_at
            from new
            where not (n = 1 and schedule_id in (select schedule_id from extended))
            """).bind("rows", rows.json()).execute();
    }
}

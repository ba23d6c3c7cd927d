package dev.rota.store;

import dev.rota.job.JobSpec;
import dev.rota.run.Consequence.Probation;
import dev.rota.schedule.Next;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Upcoming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes schedules for people. The daemon writes where they stand; both compute what comes next with the same pure
/// code and the database's clock, in the transaction of the write, and wake the daemons when it commits.
public final class ScheduleStore {
    private final Database database;

    public ScheduleStore(Database database) {
        this.database = database;
    }

    /// What a user writes.
    ///
    /// @param template the job template that the plan's job comes from; null: the plan's own job
    public record Draft(
            Plan plan, Map<String, String> labels, @Nullable String template) {}

    /// A schedule and its next slots.
    public record Ahead(Schedule schedule, List<Upcoming> slots) {}

    /// What became of a write.
    public sealed interface Written {
        /// It stands.
        record Done(long id) implements Written {}

        /// Somebody else wrote in between; `tag` is the schedule's entity tag now.
        record Stale(String tag) implements Written {}

        /// There is no such schedule.
        record Nothing() implements Written {}
    }

    /// What became of a wish to create under an Idempotency-Key.
    public sealed interface Created {
        /// It is there, since now or since the key was sent before.
        record There(long id) implements Created {}

        /// The key was sent before, and what it created has been deleted.
        record Gone(long id) implements Created {}

        /// The key stands for something else.
        record KeyReused() implements Created {}
    }

    /// Creates a schedule. Its first slot is now, unless it was written with an anchor.
    ///
    /// @return its id
    public long create(Draft draft, long owner) {
        return database.edit(handle -> create(handle, draft, owner));
    }

    /// Creates a schedule, unless the key stands for one already.
    public Created create(Draft draft, IdempotencyKey key) {
        return database.edit(handle -> {
            Optional<Created> earlier = key.lock(handle).map(meant -> created(handle, meant));
            if (earlier.isPresent()) {
                return earlier.get();
            }
            long id = create(handle, draft, key.accountId());
            key.means(handle, null, id);
            return new Created.There(id);
        });
    }

    /// What a key stands for that was sent before; empty: it is new.
    public Optional<Created> created(IdempotencyKey key) {
        return database.withHandle(handle -> key.find(handle).map(meant -> created(handle, meant)));
    }

    private static Created created(Handle handle, IdempotencyKey.Meant meant) {
        Long id = meant.scheduleId();
        if (id == null || !meant.same()) {
            return new Created.KeyReused();
        }
        return read(handle, id, "").isPresent() ? new Created.There(id) : new Created.Gone(id);
    }

    private static long create(Handle handle, Draft draft, long owner) {
        long id = handle.createQuery("select nextval(pg_get_serial_sequence('rota.schedule_plan', 'id'))")
                .mapTo(Long.class)
                .one();
        Plan filled = DraftPlan.filled(handle, draft);
        Instant now = Sql.clock(handle);
        DraftPlan.mustLieAhead(filled, null, now);
        Plan plan = filled.anchoredAt(now);
        Next next = new Schedule(id, 1, plan, Progress.NEW).first(now);
        PlanColumns.bind(handle.createUpdate("""
            with plan as (insert into schedule_plan (id, owner_id, name, labels, template, kind, lane, job, recurrence, zone,
              active_hours, exceptions, blackouts, calendars, outside_window, window_close, missed, missed_max,
              grace, spread,
              attempts, failure_threshold, retry_backoff, breaker_of, breaker_at_least_for, breaker_probation,
              enabled, created_at, updated_at)
            values (:id, :owner, :name, cast(:labels as jsonb), :template, :kind, :lane,
              cast(:job as jsonb), cast(:recurrence as jsonb), :zone, cast(:active_hours as jsonb),
              cast(:exceptions as jsonb), :blackouts, cast(:calendars as jsonb),
              :outside_window, :window_close, :missed, :missed_max,
              :grace * interval '1 microsecond', :spread * interval '1 microsecond',
              :attempts, :failure_threshold, :retry_backoff * interval '1 microsecond', :breaker_of,
              :breaker_at_least_for * interval '1 microsecond',
              :breaker_probation * interval '1 microsecond',
              :enabled, :now, :now)
            returning id, enabled, lane, kind)
            insert into schedule_progress (schedule_id, live, lane, kind, next_slot, next_due)
            select id, enabled, lane, kind, :next_slot, :next_due from plan
            """), draft, plan)
                .bind("owner", owner)
                .bind("now", Sql.time(now))
                .bind("id", id)
                .bind("next_slot", next == null ? null : Sql.time(next.slot()))
                .bind("next_due", next == null ? null : Sql.time(next.due()))
                .execute();
        RequestStore.wake(handle);
        return id;
    }

    /// Replaces what a user wrote. The next slot stays unless the recurrence, the zone, the window or the spread
    /// changed; a changed job forgets the failures in a row; enabling clears an auto-disable.
    ///
    /// @param version the version that was edited; null: whichever there is
    public Written update(long id, @Nullable Long version, Draft draft) {
        return database.edit(handle -> {
            Plan filled = DraftPlan.filled(handle, draft);
            Optional<Schedule> found = lock(handle, id);
            if (found.isEmpty()) {
                return new Written.Nothing();
            }
            Schedule old = found.get();
            if (version != null && version != old.version()) {
                return new Written.Stale(tag(handle, id));
            }
            Instant now = Sql.clock(handle);
            DraftPlan.mustLieAhead(filled, old.plan(), now);
            Plan plan = Turn.anchored(filled, old.plan().when().recurrence(), now);
            boolean enabling = plan.enabled() && !old.plan().enabled();
            Schedule edited = new Schedule(id, old.version() + 1, plan, old.progress());
            Turn turn = enabling ? Turn.on(handle, old, plan, now) : Turn.edited(handle, old, plan, now);
            boolean forgets = enabling || !plan.job().equals(old.plan().job());
            PlanColumns.bind(handle.createUpdate("""
                update schedules set version = version + 1, name = :name, labels = cast(:labels as jsonb),
                  template = :template, kind = :kind, lane = :lane, job = cast(:job as jsonb),
                  recurrence = cast(:recurrence as jsonb), zone = :zone,
                  active_hours = cast(:active_hours as jsonb), outside_window = :outside_window,
                  exceptions = cast(:exceptions as jsonb), blackouts = :blackouts,
                  calendars = cast(:calendars as jsonb), window_close = :window_close, missed = :missed, missed_max = :missed_max,
                  grace = :grace * interval '1 microsecond', spread = :spread * interval '1 microsecond',
                  attempts = :attempts, failure_threshold = :failure_threshold,
                  retry_backoff = :retry_backoff * interval '1 microsecond', breaker_of = :breaker_of,
                  breaker_at_least_for = :breaker_at_least_for * interval '1 microsecond',
                  breaker_probation = :breaker_probation * interval '1 microsecond',
                  enabled = :enabled,
                  next_slot = :next_slot, next_due = :next_due,
                  slot_attempts = case when :keeps then slot_attempts else 0 end,
                  slot_failures = case when :keeps then slot_failures else 0 end,
                  failures = case when :forgets then 0 else failures end,
                  outcomes_known = case when :forgets then 0 else outcomes_known end,
                  failing_since = case when :forgets then null else failing_since end,
                  auto_disabled_at = case when :enabling then null else auto_disabled_at end,
                  auto_disabled_reason = case when :enabling then null else auto_disabled_reason end,
                  probes = case when :enabling then 0 else probes end,
                  probe_due = case when :enabling or auto_disabled_at is null then null
                    when cast(:breaker_probation as bigint) is null or auto_disabled_reason like :quarantined then null
                    else coalesce(probe_due, :first_probe) end,
                  deaths = case when :enabling then 0 else deaths end,
                  updated_at = :now
                where id = :id
                """), draft, plan)
                    .bind("id", id)
                    .bind("next_slot", Sql.time(turn.slot()))
                    .bind("next_due", Sql.time(turn.due()))
                    .bind("keeps", turn.keeps())
                    .bind("forgets", forgets)
                    .bind("enabling", enabling)
                    .bind("quarantined", HandBack.QUARANTINE + "%")
                    .bind("first_probe", Sql.time(Probation.begin(edited, now).due()))
                    .bind("now", Sql.time(now))
                    .execute();
            RequestStore.wake(handle);
            return new Written.Done(id);
        });
    }

    /// Enables a schedule, which also undoes that it switched itself off. Slots of the time in between become one
    /// decision. One that is on already only forgets its failures in a row.
    public Written enable(long id) {
        return database.edit(handle -> {
            Optional<Schedule> found = lock(handle, id);
            if (found.isEmpty()) {
                return new Written.Nothing();
            }
            Turn.enable(handle, found.get());
            return new Written.Done(id);
        });
    }

    /// Pauses a schedule. A run that goes on is not touched. The next slot stays, to say from when on it was
    /// paused.
    public Written disable(long id) {
        return database.edit(handle -> {
            if (lock(handle, id).isEmpty()) {
                return new Written.Nothing();
            }
            Turn.disable(handle, id);
            return new Written.Done(id);
        });
    }

    /// Deletes a schedule; its history stays. One with a live run, or with items or series to leave behind, is
    /// hidden and goes when a daemon comes by.
    ///
    /// @param version the version that was seen; null: whichever there is
    public Written delete(long id, @Nullable Long version) {
        return database.edit(handle -> {
            Optional<Schedule> found = lock(handle, id);
            if (found.isEmpty()) {
                return new Written.Nothing();
            }
            if (version != null && version != found.get().version()) {
                return new Written.Stale(tag(handle, id));
            }
            int gone = handle.createUpdate("""
                delete from schedules where id = :id and current_run is null
                  and not exists (select from item where schedule_id = :id)
                  and not exists (select from series where schedule_id = :id)
                """).bind("id", id).execute();
            if (gone == 0) {
                handle.createUpdate("update schedules set deleted_at = clock_timestamp() where id = :id")
                        .bind("id", id)
                        .execute();
            }
            return new Written.Done(id);
        });
    }

    /// The next slots of a schedule, with the reason for those that will not run; empty when there is no such
    /// schedule.
    public Optional<Ahead> upcoming(long id, int count) {
        return database.withHandle(handle -> {
            Instant now = Sql.clock(handle);
            return read(handle, id, "").map(schedule -> new Ahead(schedule, schedule.upcoming(now, count)));
        });
    }

    /// The job of a template, if there is such a template.
    public Optional<JobSpec> template(String name) {
        return database.withHandle(handle -> handle.createQuery("select kind, job from job_template where name = :name")
                .bind("name", name)
                .map((row, _) -> JobSpecJson.read(row.getString("kind"), row.getString("job")))
                .findOne());
    }

    private static Optional<Schedule> lock(Handle handle, long id) {
        return read(handle, id, "for no key update of s");
    }

    private static Optional<Schedule> read(Handle handle, long id, String locking) {
        return handle.createQuery("select " + ScheduleRows.COLUMNS
                        + " from schedules s left join job_template t on t.name = s.template"
                        + " where s.id = :id and s.deleted_at is null " + locking)
                .bind("id", id)
                .map((row, _) -> ScheduleRows.schedule(row))
                .findOne();
    }

    private static String tag(Handle handle, long id) {
        return handle.createQuery("select 'v' || version || '.' || progress_seq from schedules where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }
}

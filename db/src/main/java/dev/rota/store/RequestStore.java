package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.JobSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What people ask of the daemons: run now, cancel a run, test a job. Each is a row; a daemon answers in the same
/// row.
///
/// A schedule has at most one request that waits (a partial unique index says so), and a second press returns that
/// one.
public final class RequestStore {
    private final Database database;

    public RequestStore(Database database) {
        this.database = database;
    }

    /// One request.
    ///
    /// @param status  `waiting`, `claimed`, `done`, `expired` or `refused`
    /// @param refusal why a daemon refused it
    /// @param result  of a test: what every step put out
    public record Request(
            long id,
            String kind,
            String status,
            @Nullable Long scheduleId,
            @Nullable UUID runId,
            @Nullable String refusal,
            @Nullable JsonNode result) {
        /// Whether nothing more will come.
        public boolean settled() {
            return !status.equals("waiting") && !status.equals("claimed");
        }
    }

    /// Who asks to run a schedule, and how.
    ///
    /// @param force whether a pause, an auto-disable or a live run is to be passed over
    /// @param key   the same key is the same request, also long after that has ended
    public record Ask(
            long accountId,
            boolean force,
            @Nullable String reason,
            @Nullable IdempotencyKey key) {}

    /// What became of a request.
    public sealed interface Answer {
        /// It stands, now or since an earlier press.
        record Accepted(Request request) implements Answer {}

        /// It cannot be.
        ///
        /// @param code `paused`, `auto_disabled`, `already_running`, `unknown_kind` or `not_running`
        record Refused(String code, String sentence) implements Answer {}

        /// Its Idempotency-Key stands for something else.
        record KeyReused() implements Answer {}

        /// There is no such schedule or run.
        record Nothing() implements Answer {}
    }

    /// Asks for one run of a schedule, outside its grid and its window.
    public Answer run(long schedule, Ask ask) {
        return database.edit(handle -> {
            IdempotencyKey key = ask.key();
            if (key != null) {
                Optional<Answer> earlier = key.lock(handle).map(meant -> earlier(handle, schedule, meant));
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            }
            Optional<Answer> obstacle = obstacle(handle, schedule, ask.force());
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            Request request = waiting(handle, schedule, ask);
            if (key != null) {
                key.means(handle, request.id(), null); // also when it is another's that waited already
            }
            return new Answer.Accepted(request);
        });
    }

    /// Asks the daemon that holds a run to end it.
    public Answer cancel(RunHistoryStore.RunRow run, long account) {
        return database.edit(handle -> {
            Optional<String> status = handle.createQuery(
                            "select status from run where slot = :slot and id = :id for update")
                    .bind("slot", run.slot())
                    .bind("id", run.id())
                    .mapTo(String.class)
                    .findOne();
            if (status.isEmpty()) {
                return new Answer.Nothing();
            }
            if (!status.get().equals("running")) {
                return new Answer.Refused("not_running", "This run has ended already: it is " + status.get() + ".");
            }
            Optional<Request> waiting = handle.createQuery(
                            "select * from run_request where kind = 'cancel' and status = 'waiting' and run_id = :run")
                    .bind("run", run.id())
                    .map((row, _) -> request(row))
                    .findFirst();
            if (waiting.isPresent()) {
                return new Answer.Accepted(waiting.get());
            }
            Request asked = handle.createQuery("""
                insert into run_request (kind, schedule_id, run_id, run_slot, account_id)
                select 'cancel', s.id, :run, :slot, :account
                from (values (1)) one left join schedules s on s.id = :schedule
                returning *
                """)
                    .bind("schedule", run.scheduleId())
                    .bind("run", run.id())
                    .bind("slot", run.slot())
                    .bind("account", account)
                    .map((row, _) -> request(row))
                    .one();
            wake(handle);
            return new Answer.Accepted(asked);
        });
    }

    /// Asks a daemon to run a job once and to write nothing but the result into the request.
    ///
    /// @param patience how long a daemon may take to begin
    public Request test(JobSpec job, long account, Duration patience) {
        return database.edit(handle -> {
            Request asked = handle.createQuery("""
                insert into run_request (kind, job_kind, job, account_id, expires_at)
                values ('test', :kind, cast(:job as jsonb), :account,
                        clock_timestamp() + make_interval(secs => :seconds))
                returning *
                """)
                    .bind("kind", job.kind())
                    .bind("job", JobSpecJson.write(job))
                    .bind("account", account)
                    .bind("seconds", patience.toSeconds())
                    .map((row, _) -> request(row))
                    .one();
            wake(handle);
            return asked;
        });
    }

    /// The request as it is now; one that waited too long reads as expired, whether a daemon has said so or not.
    public Optional<Request> find(long id) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select id, kind, schedule_id, run_id, refusal, result,
                           case when status = 'waiting' and expires_at < clock_timestamp() then 'expired'
                                else status end as status
                    from run_request where id = :id
                    """)
                        .bind("id", id)
                        .map((row, _) -> request(row))
                        .findOne());
    }

    private static Answer earlier(Handle handle, long schedule, IdempotencyKey.Meant meant) {
        Long id = meant.requestId();
        if (id == null || !meant.same()) {
            return new Answer.KeyReused();
        }
        Request request = handle.createQuery("select * from run_request where id = :id")
                .bind("id", id)
                .map((row, _) -> request(row))
                .one();
        return request.scheduleId() != null && request.scheduleId() == schedule
                ? new Answer.Accepted(request)
                : new Answer.KeyReused();
    }

    /// What stands in the way of running the schedule now.
    private static Optional<Answer> obstacle(Handle handle, long schedule, boolean force) {
        return handle.createQuery("""
            select kind, enabled, auto_disabled_at is not null as auto_disabled, auto_disabled_reason,
                   current_run is not null as running
            from schedules where id = :id and deleted_at is null
            """)
                .bind("id", schedule)
                .map((row, _) -> obstacle(row, force))
                .findOne()
                .orElse(Optional.of(new Answer.Nothing()));
    }

    private static Optional<Answer> obstacle(ResultSet row, boolean force) throws SQLException {
        if (!dev.rota.job.JobKinds.knows(row.getString("kind"))) {
            return refused(
                    "unknown_kind",
                    "No daemon of this version knows jobs of the kind '" + row.getString("kind") + "'.");
        }
        if (force) {
            return Optional.empty();
        }
        if (!row.getBoolean("enabled")) {
            return refused("paused", "The schedule is paused. Enable it, or send force to run it once.");
        }
        if (row.getBoolean("auto_disabled")) {
            return refused(
                    "auto_disabled",
                    "The schedule was switched off by itself (" + row.getString("auto_disabled_reason")
                            + "). Enable it, or send force to run it once.");
        }
        return row.getBoolean("running")
                ? refused("already_running", "The schedule is running. Wait for its end, or send force to run it then.")
                : Optional.empty();
    }

    private static Optional<Answer> refused(String code, String sentence) {
        return Optional.of(new Answer.Refused(code, sentence));
    }

    /// The request that waits for this schedule: ours, or the one that was there.
    private static Request waiting(Handle handle, long schedule, Ask ask) {
        handle.createUpdate("""
            update run_request set status = 'expired', finished_at = clock_timestamp()
            where schedule_id = :schedule and kind = 'run' and status = 'waiting'
              and expires_at < clock_timestamp()
            """).bind("schedule", schedule).execute();
        // Updating the row that is there, though nothing changes but what was not said yet, returns it in any case.
        Request request = handle.createQuery("""
            insert into run_request
              (kind, schedule_id, force, account_id, reason)
            values ('run', :schedule, :force, :account, :reason)
            on conflict (schedule_id) where kind = 'run' and status = 'waiting'
            do update set force = run_request.force or excluded.force,
                          reason = coalesce(run_request.reason, excluded.reason)
            returning *
            """)
                .bind("schedule", schedule)
                .bind("force", ask.force())
                .bind("account", ask.accountId())
                .bind("reason", ask.reason())
                .map((row, _) -> request(row))
                .one();
        wake(handle);
        return request;
    }

    /// Wakes the daemons when this transaction commits. Only a hint: they look by themselves once a poll.
    static void wake(Handle handle) {
        handle.createQuery("select pg_notify('rota', 'wake')")
                .mapTo(String.class)
                .findOne();
    }

    private static Request request(ResultSet row) throws SQLException {
        return new Request(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("status"),
                Columns.longOrNull(row, "schedule_id"),
                Columns.uuidOrNull(row, "run_id"),
                row.getString("refusal"),
                row.getString("result") == null ? null : Columns.json(row, "result"));
    }
}

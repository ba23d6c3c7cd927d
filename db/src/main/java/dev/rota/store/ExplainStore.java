package dev.rota.store;

import dev.rota.schedule.Explanation;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads everything that is recorded about the slots of one schedule in a stretch of time.
public final class ExplainStore {
    private final Database database;

    public ExplainStore(Database database) {
        this.database = database;
    }

    /// @param readAt the database's clock when it was read
    public record Standing(Schedule schedule, Instant readAt) {}

    /// What is recorded, oldest first.
    public record Facts(List<Explanation.Ran> runs, List<Explanation.Skipped> skipped) {}

    public Optional<Standing> standing(long id) {
        return database.withHandle(handle -> handle.createQuery("select " + ScheduleRows.COLUMNS
                        + ", clock_timestamp() as read_at from schedules s"
                        + " left join job_template t on t.name = s.template"
                        + " where s.id = :id and s.deleted_at is null")
                .bind("id", id)
                .map((row, _) -> new Standing(ScheduleRows.schedule(row), Columns.instant(row, "read_at")))
                .findOne());
    }

    /// @param from  included
    /// @param to    excluded
    /// @param limit how many of each at most
    public Facts between(long id, Instant from, Instant to, int limit) {
        return database.withHandle(
                handle -> new Facts(runs(handle, id, from, to, limit), skips(handle, id, from, to, limit)));
    }

    /// The instant of the last record before an instant; null: there is none.
    public @Nullable Instant lastBefore(long id, Instant at) {
        Optional<Instant> found = database.withHandle(handle -> handle.createQuery("""
            select greatest((select max(slot) from run where schedule_id = :id and slot < :at),
              (select max(first_slot) from decision where schedule_id = :id and first_slot < :at)) as found
            """)
                .bind("id", id)
                .bind("at", Sql.time(at))
                .map((row, _) -> Optional.ofNullable(Columns.instantOrNull(row, "found")))
                .one());
        return found.orElse(null);
    }

    /// The instant of the first record after an instant; null: there is none.
    public @Nullable Instant firstAfter(long id, Instant at) {
        Optional<Instant> found = database.withHandle(handle -> handle.createQuery("""
            select least((select min(slot) from run where schedule_id = :id and slot > :at),
              (select min(first_slot) from decision where schedule_id = :id and first_slot > :at)) as found
            """)
                .bind("id", id)
                .bind("at", Sql.time(at))
                .map((row, _) -> Optional.ofNullable(Columns.instantOrNull(row, "found")))
                .one());
        return found.orElse(null);
    }

    private static List<Explanation.Ran> runs(Handle handle, long id, Instant from, Instant to, int limit) {
        return handle.createQuery("""
            select id, slot, trigger, status, message, started_at, late, missed from run
            where schedule_id = :id and slot >= :from and slot < :to and trigger <> 'test'
            order by slot, attempt limit :limit
            """)
                .bind("id", id)
                .bind("from", Sql.time(from))
                .bind("to", Sql.time(to))
                .bind("limit", limit)
                .map((row, _) -> new Explanation.Ran(
                        Columns.uuid(row, "id"),
                        Columns.instant(row, "slot"),
                        !Objects.equals(row.getString("trigger"), "scheduled"),
                        String.valueOf(row.getString("status")),
                        row.getString("message"),
                        Columns.instant(row, "started_at"),
                        row.getBoolean("late"),
                        row.getLong("missed")))
                .list();
    }

    private static List<Explanation.Skipped> skips(Handle handle, long id, Instant from, Instant to, int limit) {
        return handle.createQuery("""
            select reason, first_slot, last_slot, count, detail, plan_version, decided_at from decision
            where schedule_id = :id and first_slot < :to and last_slot >= :from
            order by first_slot limit :limit
            """)
                .bind("id", id)
                .bind("from", Sql.time(from))
                .bind("to", Sql.time(to))
                .bind("limit", limit)
                .map((row, _) -> new Explanation.Skipped(
                        new Skip(
                                Reason.valueOf(
                                        String.valueOf(row.getString("reason")).toUpperCase(Locale.ROOT)),
                                Columns.instant(row, "first_slot"),
                                Columns.instant(row, "last_slot"),
                                Columns.longOrNull(row, "count"),
                                row.getString("detail")),
                        row.getLong("plan_version"),
                        Columns.instant(row, "decided_at")))
                .list();
    }
}

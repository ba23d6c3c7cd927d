package dev.rota.store;

import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.Manual;
import dev.rota.schedule.Recurrence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads schedules and runs as FossaWork's clients know them: those with a `schedule_type`, each owner's own only.
public final class SeedReadStore {
    private final Database database;

    public SeedReadStore(Database database) {
        this.database = database;
    }

    /// One schedule.
    ///
    /// @param nextRun when it may start next; null while it is paused, auto-disabled or running
    public record Seed(
            long id,
            long owner,
            String type,
            Recurrence recurrence,
            ActiveHours activeHours,
            boolean enabled,
            boolean autoDisabled,
            @Nullable Instant lastRun,
            @Nullable Instant nextRun,
            int failures,
            Instant createdAt,
            Instant updatedAt) {}

    /// One run in a schedule's history.
    public record Past(
            UUID id,
            Instant startedAt,
            @Nullable Instant finishedAt,
            String status,
            @Nullable String failureClass,
            @Nullable String message,
            @Nullable String detail,
            String trigger,
            int attempt,
            boolean late,
            long missed,
            long processed,
            long added,
            long updated,
            long removed,
            long failed) {}

    public List<Seed> list(long owner) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select * from schedules
                        where owner_id = :owner and schedule_type is not null and deleted_at is null order by id
                        """)
                        .bind("owner", owner)
                        .map((row, _) -> seed(row))
                        .list());
    }

    public Optional<Seed> find(long owner, long id) {
        return database.jdbi().withHandle(handle -> find(handle, owner, id));
    }

    /// The newest runs of a schedule.
    public List<Past> history(long id, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select * from run where schedule_id = :id order by slot desc, attempt desc limit :limit
                        """)
                        .bind("id", id)
                        .bind("limit", limit)
                        .map((row, _) -> past(row))
                        .list());
    }

    static Optional<Seed> find(Handle handle, long owner, long id) {
        return handle.createQuery("""
                        select * from schedules
                        where id = :id and owner_id = :owner and schedule_type is not null and deleted_at is null
                        """)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, _) -> seed(row))
                .findOne();
    }

    private static Seed seed(ResultSet row) throws SQLException {
        boolean autoDisabled = row.getString("auto_disabled_at") != null;
        boolean waits = row.getBoolean("enabled") && !autoDisabled && row.getString("current_run") == null;
        return new Seed(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("schedule_type"),
                recurrence(row.getString("recurrence")),
                activeHours(row.getString("active_hours")),
                row.getBoolean("enabled"),
                autoDisabled,
                Columns.instantOrNull(row, "last_started_at"),
                waits ? Columns.instantOrNull(row, "next_due") : null,
                row.getInt("failures"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    /// What somebody broke by hand in the table must not hide the owner's other schedules.
    private static Recurrence recurrence(String json) {
        try {
            return PlanJson.recurrence(json);
        } catch (IllegalArgumentException | java.time.DateTimeException _) {
            return new Manual();
        }
    }

    private static ActiveHours activeHours(@Nullable String json) {
        try {
            return PlanJson.activeHours(json, null);
        } catch (IllegalArgumentException _) {
            return ActiveHours.ALWAYS;
        }
    }

    private static Past past(ResultSet row) throws SQLException {
        return new Past(
                Columns.uuid(row, "id"),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "finished_at"),
                row.getString("status"),
                row.getString("failure_class"),
                row.getString("message"),
                row.getString("detail"),
                row.getString("trigger"),
                row.getInt("attempt"),
                row.getBoolean("late"),
                row.getLong("missed"),
                row.getLong("items_processed"),
                row.getLong("items_added"),
                row.getLong("items_updated"),
                row.getLong("items_removed"),
                row.getLong("items_failed"));
    }
}

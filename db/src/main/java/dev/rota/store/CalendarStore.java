package dev.rota.store;

import dev.rota.schedule.Calendar;
import dev.rota.syntax.CalendarEntries;
import dev.rota.syntax.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Calendars: named lists of dates and times that schedules name as blackouts.
///
/// An edit reaches every schedule that names the calendar in the same transaction: slots that passed in the blackout
/// as it was are settled, and the next slot is computed anew where that changes it. The plan of such a schedule
/// stays as its user wrote it, so its version (and an open form) does too; only its progress is counted on.
public final class CalendarStore {
    private static final int NAMED = 20;

    private final Database database;

    public CalendarStore(Database database) {
        this.database = database;
    }

    /// A calendar as it is kept.
    ///
    /// @param version   counts its edits, from 1
    /// @param schedules how many schedules name it
    public record Kept(
            String name,
            String description,
            List<Calendar.Entry> entries,
            long version,
            Instant createdAt,
            Instant updatedAt,
            long schedules) {}

    /// What became of a write.
    public sealed interface Written {
        /// It stands.
        record Done() implements Written {}

        /// Somebody else wrote in between; the version now.
        record Stale(long version) implements Written {}

        /// There is no such calendar.
        record Nothing() implements Written {}

        /// It cannot be deleted: so many schedules name it, some of them by name.
        record InUse(long schedules, List<String> names) implements Written {}
    }

    /// The calendars in order of their names, after the name `after` (empty: from the first).
    public List<Kept> list(String after, int limit) {
        return database.withHandle(
                handle -> handle.createQuery(select("where c.name > :after order by c.name limit :limit"))
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, _) -> kept(row))
                        .list());
    }

    public Optional<Kept> find(String name) {
        return database.withHandle(handle -> handle.createQuery(select("where c.name = :name"))
                .bind("name", name)
                .map((row, _) -> kept(row))
                .findOne());
    }

    public List<String> names() {
        return database.withHandle(handle -> handle.createQuery("select name from calendar order by name")
                .mapTo(String.class)
                .list());
    }

    /// Writes a new calendar.
    ///
    /// @return false when there is one of this name already
    public boolean create(String name, String description, List<Calendar.Entry> entries) {
        return database.withHandle(handle -> handle.createUpdate("""
            insert into calendar (name, description, entries)
            values (:name, :description, cast(:entries as jsonb)) on conflict do nothing
            """)
                        .bind("name", name)
                        .bind("description", description)
                        .bind("entries", Json.write(CalendarEntries.write(entries)))
                        .execute()
                == 1);
    }

    /// Replaces what a calendar holds.
    ///
    /// @param version the version that was edited; null: whichever there is
    public Written replace(String name, @Nullable Long version, String description, List<Calendar.Entry> entries) {
        return database.edit(handle -> {
            Optional<Long> there = lock(handle, name);
            if (there.isEmpty()) {
                return new Written.Nothing();
            }
            if (version != null && !version.equals(there.get())) {
                return new Written.Stale(there.get());
            }
            String json = Json.write(CalendarEntries.write(entries));
            handle.createUpdate("""
                update calendar set description = :description, entries = cast(:entries as jsonb),
                  version = version + 1, updated_at = clock_timestamp() where name = :name
                """)
                    .bind("name", name)
                    .bind("description", description)
                    .bind("entries", json)
                    .execute();
            CalendarReach.of(handle, new Calendar(name, entries));
            return new Written.Done();
        });
    }

    /// Deletes a calendar that no schedule names.
    ///
    /// @param version the version that was seen; null: whichever there is
    public Written delete(String name, @Nullable Long version) {
        return database.edit(handle -> {
            Optional<Long> there = lock(handle, name);
            if (there.isEmpty()) {
                return new Written.Nothing();
            }
            if (version != null && !version.equals(there.get())) {
                return new Written.Stale(there.get());
            }
            List<String> users = handle.createQuery("""
                select name from schedules
                where blackouts @> cast(array[:name] as text[]) and blackouts <> '{}' and deleted_at is null order by id
                """)
                    .bind("name", name)
                    .mapTo(String.class)
                    .list();
            if (!users.isEmpty()) {
                return new Written.InUse(
                        users.size(), users.stream().limit(NAMED).toList());
            }
            handle.createUpdate("delete from calendar where name = :name")
                    .bind("name", name)
                    .execute();
            return new Written.Done();
        });
    }

    private static Optional<Long> lock(Handle handle, String name) {
        return handle.createQuery("select version from calendar where name = :name for update")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    private static String select(String where) {
        return """
            select c.*, (select count(*) from schedules s
              where s.blackouts @> array[c.name] and s.blackouts <> '{}' and s.deleted_at is null) as schedules
            from calendar c
            """ + where;
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                String.valueOf(row.getString("name")),
                String.valueOf(row.getString("description")),
                PlanJson.entries(Columns.json(row, "entries")),
                row.getLong("version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                row.getLong("schedules"));
    }
}

package dev.rota.store;

import dev.rota.job.JobSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Job templates: named job specs that schedules refer to by name.
public final class TemplateStore {
    private final Database database;

    public TemplateStore(Database database) {
        this.database = database;
    }

    /// A template as it is kept.
    ///
    /// @param version counts its changes, from 1
    public record Template(
            String name, String description, JobSpec job, long version, Instant createdAt, Instant updatedAt) {}

    /// What became of a wish to delete.
    public enum Deleted {
        GONE,
        UNKNOWN,
        /// A schedule still refers to it.
        IN_USE
    }

    /// The templates in order of their names, after the name `after` (empty: from the first).
    public List<Template> list(String after, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select * from job_template where name > :after order by name limit :limit")
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, _) -> template(row))
                        .list());
    }

    public Optional<Template> find(String name) {
        return database.jdbi().withHandle(handle -> find(handle, name));
    }

    public List<String> names() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select name from job_template order by name")
                        .mapTo(String.class)
                        .list());
    }

    /// Writes a template, new or not. The schedules that refer to it get the new job in the same transaction, as an
    /// edit of theirs: from their next run on they do what the template says, and their failures are forgotten.
    public Template put(String name, String description, JobSpec job) {
        String json = JobSpecJson.write(job);
        return database.edit(handle -> {
            handle.createUpdate("""
                insert into job_template as t (name, description, kind, job)
                values (:name, :description, :kind, cast(:job as jsonb))
                on conflict (name) do update set description = excluded.description, kind = excluded.kind,
                  job = excluded.job, version = t.version + 1, updated_at = clock_timestamp()
                """)
                    .bind("name", name)
                    .bind("description", description)
                    .bind("kind", job.kind())
                    .bind("job", json)
                    .execute();
            handle.createQuery("select id from schedules where template = :name and deleted_at is null"
                            + " order by id for no key update")
                    .bind("name", name)
                    .mapTo(Long.class)
                    .list();
            handle.createUpdate("""
                update schedules set kind = :kind, lane = :lane, job = cast(:job as jsonb),
                  version = version + 1, updated_at = clock_timestamp(), failures = 0, outcomes_known = 0,
                  failing_since = null
                where template = :name and deleted_at is null and (kind, job) is distinct from (:kind, cast(:job as jsonb))
                """)
                    .bind("name", name)
                    .bind("kind", job.kind())
                    .bind("lane", job.lane().word())
                    .bind("job", json)
                    .execute();
            return find(handle, name).orElseThrow();
        });
    }

    /// Deletes a template that no schedule refers to.
    public Deleted delete(String name) {
        return database.edit(handle -> {
            Optional<String> there = handle.createQuery("select name from job_template where name = :name for update")
                    .bind("name", name)
                    .mapTo(String.class)
                    .findOne();
            if (there.isEmpty()) {
                return Deleted.UNKNOWN;
            }
            boolean used = handle.createQuery("select exists (select from schedules where template = :name)")
                    .bind("name", name)
                    .mapTo(Boolean.class)
                    .one();
            if (used) {
                return Deleted.IN_USE;
            }
            handle.createUpdate("delete from job_template where name = :name")
                    .bind("name", name)
                    .execute();
            return Deleted.GONE;
        });
    }

    private static Optional<Template> find(Handle handle, String name) {
        return handle.createQuery("select * from job_template where name = :name")
                .bind("name", name)
                .map((row, _) -> template(row))
                .findOne();
    }

    private static Template template(ResultSet row) throws SQLException {
        return new Template(
                row.getString("name"),
                row.getString("description"),
                JobSpecJson.read(row.getString("kind"), row.getString("job")),
                row.getLong("version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}

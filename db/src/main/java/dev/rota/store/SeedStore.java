package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Recurrence;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.When;
import dev.rota.store.SeedReadStore.Seed;
import dev.rota.store.TemplateStore.Template;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes schedules as FossaWork's clients do, over [ScheduleStore]: without a version to match, fields that were
/// sent are merged under the lock of the row.
public final class SeedStore {
    private final Database database;
    private final ScheduleStore schedules;

    public SeedStore(Database database) {
        this.database = database;
        this.schedules = new ScheduleStore(database);
    }

    /// A schedule to be made.
    ///
    /// @param template what its type names
    public record Draft(Template template, Duration interval, ActiveHours hours, boolean enabled, ZoneId zone) {}

    /// What was sent to change a schedule; null: leave it. To clear the window, send [ActiveHours#ALWAYS].
    public record Change(
            @Nullable Duration interval,
            @Nullable ActiveHours hours,
            @Nullable Boolean enabled) {}

    /// Makes a schedule whose first slot is now.
    ///
    /// @return empty when the owner has one of this type already
    public Optional<Seed> create(long owner, Draft draft) {
        String type = draft.template().name();
        When standard = When.of(new Every(draft.interval(), null), draft.zone());
        Plan plan = new Plan(
                type,
                draft.template().job(),
                standard.withActiveHours(draft.hours()),
                FailurePolicy.STANDARD,
                draft.enabled());
        return database.edit(handle -> {
            // One press at a time for one owner and type: the second waits here, and then finds the first one's row.
            handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:type, :owner))")
                    .bind("type", type)
                    .bind("owner", owner)
                    .mapTo(String.class)
                    .findOne();
            boolean there = handle.createQuery("""
                select exists (select from schedules
                  where owner_id = :owner and schedule_type = :type and deleted_at is null)
                """)
                    .bind("owner", owner)
                    .bind("type", type)
                    .mapTo(Boolean.class)
                    .one();
            if (there) {
                return Optional.empty();
            }
            long id = schedules.create(new ScheduleStore.Draft(plan, Map.of(), type), owner);
            handle.createUpdate("update schedules set schedule_type = :type where id = :id")
                    .bind("type", type)
                    .bind("id", id)
                    .execute();
            return SeedReadStore.find(handle, owner, id);
        });
    }

    /// Merges what was sent into a schedule. To enable one clears an auto-disable, also when it was enabled
    /// already.
    ///
    /// @return empty when the owner has no such schedule
    public Optional<Seed> change(long owner, long id, Change change) {
        return database.edit(handle -> {
            Optional<Current> found = lock(handle, owner, id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Current now = found.get();
            Plan old = now.schedule().plan();
            Recurrence recurrence =
                    change.interval() == null ? old.when().recurrence() : new Every(change.interval(), null);
            Plan plan = new Plan(
                    old.name(),
                    old.job(),
                    old.when().withRecurrence(recurrence).withActiveHours(hours(old, change)),
                    old.failure(),
                    change.enabled() == null ? old.enabled() : change.enabled());
            schedules.update(id, null, new ScheduleStore.Draft(plan, now.labels(), now.template()));
            if (Boolean.TRUE.equals(change.enabled())) {
                schedules.enable(id);
            }
            return SeedReadStore.find(handle, owner, id);
        });
    }

    /// Deletes a schedule; its runs stay. While it runs the row is only hidden, and goes when the run ends.
    ///
    /// @return whether the owner had such a schedule
    public boolean delete(long owner, long id) {
        return database.edit(handle -> {
            if (SeedReadStore.find(handle, owner, id).isEmpty()) {
                return false;
            }
            schedules.delete(id, null);
            return true;
        });
    }

    /// FossaWork knows windows only; the exceptions stay.
    private static ActiveHours hours(Plan old, Change change) {
        ActiveHours hours = old.when().activeHours();
        return change.hours() == null ? hours : hours.withWindows(change.hours().windows());
    }

    private record Current(
            Schedule schedule,
            Map<String, String> labels,
            @Nullable String template) {}

    /// The template goes before the schedule. Whoever gives the schedule another one in between is met in the
    /// other order, and then one of the two is repeated.
    private static Optional<Current> lock(Handle handle, long owner, long id) {
        handle.createQuery("""
            select t.name from schedule_plan s join job_template t on t.name = s.template where s.id = :id for share of t
            """).bind("id", id).mapTo(String.class).findOne();
        return handle.createQuery("select " + ScheduleRows.COLUMNS + """
            , s.labels, s.template
            from schedules s left join job_template t on t.name = s.template
            where s.id = :id and s.owner_id = :owner and s.schedule_type is not null
              and s.deleted_at is null
            for no key update of s
            """)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, _) -> new Current(
                        ScheduleRows.schedule(row), labels(Columns.json(row, "labels")), row.getString("template")))
                .findOne();
    }

    private static Map<String, String> labels(JsonNode stored) {
        Map<String, String> labels = new LinkedHashMap<>();
        stored.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}

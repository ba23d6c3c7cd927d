package dev.rota.store;

import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import dev.rota.store.ScheduleStore.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes many schedules and calendars be as somebody wrote them down, in one transaction: all of it or nothing.
///
/// Schedules are known by their names. Those that were made here carry the label [#MARK], by which the same hand
/// later knows what is its own and may be deleted.
public final class ApplyStore {
    /// The label that says by whose hand a schedule is.
    public static final String MARK = "managed_by";

    private final Database database;
    private final ScheduleStore schedules;
    private final CalendarStore calendars;

    public ApplyStore(Database database) {
        this.database = database;
        this.schedules = new ScheduleStore(database);
        this.calendars = new CalendarStore(database);
    }

    /// A schedule as it shall be.
    ///
    /// @param pointer     where it stands in the document, for problems
    /// @param saysEnabled whether the document says so; else one that is there stays on or off as it is
    public record WantedSchedule(String pointer, Draft draft, boolean saysEnabled) {}

    /// What a calendar holds.
    public record Content(String description, List<Calendar.Entry> entries) {}

    public record WantedCalendar(String pointer, String name, Content content) {}

    /// What becomes of what is there already.
    public enum Existing {
        CHANGE,
        REFUSE,
        KEEP
    }

    /// @param managedBy the mark of schedules that are made; null: they get none
    /// @param adopt     also marks those that are there without a mark, or with another
    /// @param prune     deletes schedules with this mark that are not wanted
    public record How(Existing existing, @Nullable String managedBy, boolean adopt, boolean prune, boolean dryRun) {}

    public record Wish(List<WantedCalendar> calendars, List<WantedSchedule> schedules, How how) {}

    /// What changes, or would: made where nothing was before, deleted where nothing is after.
    public sealed interface Change {
        String name();

        /// @param id null while a schedule is not made yet
        record OfSchedule(
                String name,
                @Nullable Long id,
                @Nullable Draft before,
                @Nullable Draft after) implements Change {}

        record OfCalendar(
                String name,
                @Nullable Content before,
                @Nullable Content after) implements Change {}
    }

    /// What became of it.
    public sealed interface Applied {
        /// @param unchanged how many were as they were wanted
        record Done(List<Change> changes, long unchanged) implements Applied {}

        /// Nothing was written.
        record Refused(List<Problem> problems) implements Applied {}
    }

    /// @param owner of what is made
    /// @param rules what is wrong with a job for whoever writes it; asked only for jobs that change
    public Applied apply(Wish wish, long owner, Function<JobSpec, List<Problem>> rules) {
        return database.edit(handle -> {
            ApplyRows there = ApplyRows.read(handle, wish);
            Instant now = Sql.clock(handle);
            ApplyChanges decided = new ApplyChanges(wish, there, rules, now);
            List<Change> changes = decided.changes();
            if (!decided.problems().isEmpty()) {
                return new Applied.Refused(decided.problems());
            }
            long wanted = (long) wish.calendars().size() + wish.schedules().size();
            long touched = changes.stream().filter(change -> !deletes(change)).count();
            return new Applied.Done(wish.how().dryRun() ? changes : written(changes, owner), wanted - touched);
        });
    }

    private static boolean deletes(Change change) {
        return switch (change) {
            case Change.OfSchedule one -> one.after() == null;
            case Change.OfCalendar one -> one.after() == null;
        };
    }

    /// Calendars first, for schedules name them; then schedules in order of their ids, as everywhere.
    private List<Change> written(List<Change> changes, long owner) {
        List<Change> done = new ArrayList<>();
        List<Change.OfSchedule> byId = new ArrayList<>();
        for (Change change : changes) {
            switch (change) {
                case Change.OfCalendar calendar -> done.add(written(calendar));
                case Change.OfSchedule schedule -> byId.add(schedule);
            }
        }
        byId.sort(Comparator.comparingLong(one -> one.id() == null ? Long.MAX_VALUE : one.id()));
        byId.forEach(one -> done.add(written(one, owner)));
        return done;
    }

    private Change written(Change.OfCalendar change) {
        Content after = change.after();
        if (after != null && change.before() == null) {
            calendars.create(change.name(), after.description(), after.entries());
        } else if (after != null) {
            calendars.replace(change.name(), null, after.description(), after.entries());
        }
        return change;
    }

    private Change written(Change.OfSchedule change, long owner) {
        Draft after = change.after();
        Long id = change.id();
        if (id == null && after != null) {
            long made = schedules.create(after, owner);
            return new Change.OfSchedule(change.name(), made, null, after);
        }
        if (id != null) {
            var _ = after == null ? schedules.delete(id, null) : schedules.update(id, null, after);
        }
        return change;
    }

    /// A schedule's plan as its user writes it: calendars by their names only.
    static Draft plain(Draft draft) {
        Plan plan = draft.plan();
        List<Calendar> names = plan.when().blackouts().stream()
                .map(calendar -> new Calendar(calendar.name(), List.of()))
                .toList();
        return new Draft(plan.withWhen(plan.when().withBlackouts(names)), Map.copyOf(draft.labels()), draft.template());
    }
}

package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.Field;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.store.ApplyStore.Content;
import dev.rota.store.ApplyStore.Existing;
import dev.rota.store.ApplyStore.How;
import dev.rota.store.ApplyStore.WantedCalendar;
import dev.rota.store.ApplyStore.WantedSchedule;
import dev.rota.store.ApplyStore.Wish;
import dev.rota.store.ScheduleStore.Draft;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `{"schedules": […], "calendars": […], …}` as what somebody wants to be there.
public final class ApplyDocument {
    private static final Pattern MARK = Pattern.compile("\\S(.{0,98}\\S)?");

    private final List<Problem> problems = new ArrayList<>();
    private final ZoneId defaultZone;
    private final Function<String, Optional<JobSpec>> templates;

    private ApplyDocument(ZoneId defaultZone, Function<String, Optional<JobSpec>> templates) {
        this.defaultZone = defaultZone;
        this.templates = templates;
    }

    /// What is written beside the two lists.
    public record ApplyEdit(
            @Field(
                    value = "What becomes of what is there: 'change', 'refuse' (all of it, then) or 'keep'.",
                    fallback = "\"change\"")
            Existing existing,

            @Field("The mark (label managed_by) of schedules that are made; left out: none.") @Nullable
            String managedBy,

            @Field(
                    value = "Also mark schedules that are there without this mark, if they are in the list.",
                    fallback = "false")
            boolean adopt,

            @Field(value = "Delete schedules with this mark that are not in the list.", fallback = "false")
            boolean prune,

            @Field(value = "Only tell what would change.", fallback = "false")
            boolean dryRun) {}

    /// @param defaultZone the zone of a schedule that names none
    /// @param templates   finds the job of a template
    public static Reading<Wish> read(
            JsonNode document, ZoneId defaultZone, Function<String, Optional<JobSpec>> templates) {
        return new ApplyDocument(defaultZone, templates).read(document);
    }

    private Reading<Wish> read(JsonNode document) {
        JsonNode rest = document.deepCopy();
        List<WantedSchedule> schedules = new ArrayList<>();
        List<WantedCalendar> calendars = new ArrayList<>();
        if (rest instanceof ObjectNode object) {
            list(object.remove("calendars"), "/calendars", (node, at) -> calendar(node, at, calendars));
            list(object.remove("schedules"), "/schedules", (node, at) -> schedule(node, at, schedules));
        }
        @Nullable ApplyEdit edit = value(ShapeReader.read(ApplyEdit.class, rest), "");
        if (edit == null) {
            return new Reading.Broken<>(problems);
        }
        String mark = edit.managedBy();
        if (mark != null && !MARK.matcher(mark).matches()) {
            note("/managed_by", "range", "The mark has 1 to 100 characters, and no blanks around them.");
        }
        if (mark == null && (edit.prune() || edit.adopt())) {
            note("/managed_by", "required", "Say whose schedules they are: without a mark none can be told apart.");
        }
        if (edit.prune() && edit.existing() != Existing.CHANGE) {
            note("/prune", "contradiction", "What only creates deletes nothing; leave out 'prune', or 'existing'.");
        }
        if (edit.prune() && schedules.isEmpty() && problems.isEmpty()) {
            note("/schedules", "required", "There is no schedule in the list, so all of this mark would be deleted.");
        }
        return problems.isEmpty()
                ? new Reading.Fits<>(new Wish(
                        calendars,
                        schedules,
                        new How(edit.existing(), mark, edit.adopt(), edit.prune(), edit.dryRun())))
                : new Reading.Broken<>(problems);
    }

    private interface Element {
        void read(JsonNode node, String at);
    }

    private void list(@Nullable JsonNode list, String at, Element element) {
        if (list == null || list.isNull()) {
            return;
        }
        if (!list.isArray()) {
            note(at, "type", "Write a list here.");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            element.read(list.get(i), at + "/" + i);
        }
    }

    private void schedule(JsonNode node, String at, List<WantedSchedule> schedules) {
        @Nullable Draft draft = value(ScheduleDraft.reading(node, defaultZone, templates), at);
        if (draft != null) {
            schedules.add(new WantedSchedule(at, draft, node.hasNonNull("enabled")));
        }
    }

    private void calendar(JsonNode node, String at, List<WantedCalendar> calendars) {
        @Nullable CalendarDraft draft = value(CalendarDraft.read(null, node), at);
        if (draft != null) {
            calendars.add(new WantedCalendar(at, draft.name(), new Content(draft.description(), draft.entries())));
        }
    }

    private <T> @Nullable T value(Reading<T> reading, String prefix) {
        return switch (reading) {
            case Reading.Fits<T>(T value) -> value;
            case Reading.Broken<T>(List<Problem> broken) -> {
                broken.forEach(problem -> problems.add(problem.under(prefix)));
                yield null;
            }
        };
    }

    private void note(String at, String code, String message) {
        problems.add(new Problem(at, code, message));
    }
}

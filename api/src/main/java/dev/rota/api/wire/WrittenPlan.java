package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.wire.ScheduleEdit.BreakerEdit;
import dev.rota.api.wire.ScheduleEdit.Day;
import dev.rota.api.wire.ScheduleEdit.ExceptionEdit;
import dev.rota.api.wire.ScheduleEdit.HoursOnDateEdit;
import dev.rota.api.wire.ScheduleEdit.MissedEdit;
import dev.rota.api.wire.ScheduleEdit.RecurrenceEdit;
import dev.rota.api.wire.ScheduleEdit.WindowEdit;
import dev.rota.job.JobSpec;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Cron;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Manual;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OnCalendar;
import dev.rota.schedule.Once;
import dev.rota.schedule.OutsideWindow;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Recurrence;
import dev.rota.schedule.When;
import dev.rota.store.JobSpecJson;
import dev.rota.store.ScheduleStore.Draft;
import dev.rota.syntax.Json;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import dev.rota.syntax.ShapeWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a plan as the document that [ScheduleDraft] reads back to the same plan.
public final class WrittenPlan {
    private static final RecurrenceEdit ON_DEMAND = new RecurrenceEdit(null, null, null, null, null, null);

    private WrittenPlan() {}

    /// Every field that is not null.
    public static ObjectNode of(Draft draft) {
        ObjectNode written = (ObjectNode) ShapeWriter.write(ScheduleEdit.class, edit(draft));
        if (draft.template() != null) {
            return written;
        }
        // Beside the rest, for a stored job may be one that no shape is known for.
        JobSpec spec = draft.plan().job();
        ObjectNode job = Json.object().put("kind", spec.kind());
        if (Json.stored(JobSpecJson.write(spec)) instanceof ObjectNode fields) {
            job.setAll(fields);
        }
        written.set("job", job);
        return written;
    }

    /// What was written of a schedule that the API shows ([ScheduleView]), without what would stand there anyway:
    /// written back, it changes nothing. The zone is always there, for its default is the server's, and so is
    /// `enabled`, for what is not said stays.
    public static ObjectNode ofShown(JsonNode shown) {
        ObjectNode written = shown.deepCopy();
        written.remove(ScheduleDraft.SHOWN_ONLY);
        written.remove(written.path("template").isTextual() ? "job" : "template");
        written.remove("failure_threshold"); // which breaker.failures says
        if (written.get("recurrence") instanceof ObjectNode recurrence) {
            recurrence.remove("words");
        }
        JsonNode enabled = written.path("enabled");
        return switch (ShapeReader.read(ScheduleEdit.class, written)) {
            case Reading.Fits<ScheduleEdit>(ScheduleEdit edit) -> {
                ObjectNode text = (ObjectNode) ShapeWriter.writeShort(ScheduleEdit.class, edit);
                if (edit.outsideWindow() == standard(edit.recurrence())) {
                    text.remove("outside_window");
                }
                if (text.get("breaker") instanceof ObjectNode breaker
                        && breaker.path("failures").asInt() == FailurePolicy.STANDARD.threshold()) {
                    breaker.remove("failures");
                    if (breaker.isEmpty()) {
                        text.remove("breaker");
                    }
                }
                yield text.set("enabled", enabled);
            }
            case Reading.Broken<ScheduleEdit> _ -> {
                written.properties().removeIf(field -> field.getValue().isNull());
                yield written; // a job of a kind that this build does not know, say
            }
        };
    }

    private static OutsideWindow standard(RecurrenceEdit recurrence) {
        boolean local = recurrence.cron() != null || recurrence.calendar() != null;
        return local ? OutsideWindow.SKIP : OutsideWindow.AT_OPEN;
    }

    private static ScheduleEdit edit(Draft draft) {
        Plan plan = draft.plan();
        When when = plan.when();
        MissedPolicy missed = when.missed();
        BreakerRule breaker = plan.failure().breaker();
        return new ScheduleEdit(
                plan.name(),
                draft.labels(),
                null,
                draft.template(),
                recurrence(when.recurrence()),
                when.zone(),
                windows(when.activeHours()),
                when.activeHours().exceptions().stream()
                        .map(one -> new ExceptionEdit(
                                one.date().toString(),
                                one.hours().stream()
                                        .map(hours -> new HoursOnDateEdit(time(hours.from()), time(hours.until())))
                                        .toList()))
                        .toList(),
                when.blackouts().stream().map(Calendar::name).toList(),
                when.outside(),
                when.close(),
                new MissedEdit(missed.kind(), missed.kind() == MissedPolicy.Kind.ALL ? missed.max() : null),
                when.grace(),
                when.spread(),
                plan.failure().attempts(),
                plan.failure().backoff(),
                null,
                new BreakerEdit(breaker.failures(), breaker.of(), breaker.atLeastFor(), breaker.probation()),
                plan.enabled());
    }

    private static RecurrenceEdit recurrence(Recurrence recurrence) {
        return switch (recurrence) {
            case Manual _ -> ON_DEMAND;
            case Every every -> new RecurrenceEdit(every.every(), every.anchor(), null, null, null, null);
            case AfterCompletion after ->
                new RecurrenceEdit(after.every(), null, ScheduleEdit.After.COMPLETION, null, null, null);
            case Cron cron -> new RecurrenceEdit(null, null, null, cron.text(), null, null);
            case OnCalendar calendar -> new RecurrenceEdit(null, null, null, null, calendar.text(), null);
            case Once once -> new RecurrenceEdit(null, null, null, null, null, once.at());
        };
    }

    private static @Nullable List<WindowEdit> windows(ActiveHours hours) {
        return hours.windows().isEmpty()
                ? null
                : hours.windows().stream()
                        .map(window -> new WindowEdit(
                                Arrays.stream(Day.values())
                                        .filter(day -> window.days().contains(day.day()))
                                        .toList(),
                                time(window.from()),
                                time(window.until())))
                        .toList();
    }

    private static String time(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }
}

package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.ScheduleEdit.BreakerEdit;
import dev.rota.api.wire.ScheduleEdit.HoursEdit;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OutsideWindow;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Recurrence;
import dev.rota.schedule.When;
import dev.rota.store.ScheduleStore;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a document that somebody wrote as a schedule, or names everything that is wrong with it.
public final class ScheduleDraft {
    /// What GET shows and nobody writes: a document that was read may be sent back as it is.
    static final List<String> SHOWN_ONLY =
            List.of("id", "owner", "kind", "schedule_type", "version", "created_at", "updated_at", "state");

    private static final int NAME = 200;
    private static final int LABELS = 64;
    private static final int BLACKOUTS = 20;

    private final List<Problem> problems = new ArrayList<>();
    private final ZoneId defaultZone;
    private final Function<String, Optional<JobSpec>> templates;

    private ScheduleDraft(ZoneId defaultZone, Function<String, Optional<JobSpec>> templates) {
        this.defaultZone = defaultZone;
        this.templates = templates;
    }

    /// Reads a whole document.
    ///
    /// @param defaultZone the zone of a schedule that names none
    /// @param templates   finds the job of a template
    /// @throws ApiProblem 422 with every problem
    public static ScheduleStore.Draft read(
            JsonNode document, ZoneId defaultZone, Function<String, Optional<JobSpec>> templates) {
        return switch (reading(document, defaultZone, templates)) {
            case Reading.Fits<ScheduleStore.Draft>(ScheduleStore.Draft draft) -> draft;
            case Reading.Broken<ScheduleStore.Draft>(List<Problem> problems) -> throw ApiProblem.invalid(problems);
        };
    }

    /// The same, where nobody speaks HTTP.
    public static Reading<ScheduleStore.Draft> reading(
            JsonNode document, ZoneId defaultZone, Function<String, Optional<JobSpec>> templates) {
        return new ScheduleDraft(defaultZone, templates).read(document);
    }

    private Reading<ScheduleStore.Draft> read(JsonNode document) {
        JsonNode written = document.deepCopy();
        @Nullable ActiveHours daily = null;
        if (written instanceof ObjectNode object) {
            object.remove(SHOWN_ONLY);
            if (object.get("recurrence") instanceof ObjectNode recurrence) {
                recurrence.remove("words"); // which GET shows beside the recurrence
            }
            if (object.path("template").isTextual()) {
                object.remove("job"); // which GET shows, but which is the template's
            }
            if (object.get("active_hours") instanceof ObjectNode hours) {
                object.remove("active_hours");
                daily = daily(hours);
            }
        }
        @Nullable ScheduleEdit edit = value(ShapeReader.read(ScheduleEdit.class, written), "");
        if (edit == null) {
            return new Reading.Broken<>(problems);
        }
        JobSpec job = job(edit);
        HoursDraft hours = new HoursDraft(edit, problems);
        ActiveHours weekly = daily == null ? hours.weekly() : daily;
        @Nullable When when = when(edit, new ActiveHours(weekly.windows(), hours.exceptions()));
        sizes(edit);
        @Nullable BreakerRule breaker = breaker(edit.breaker(), edit.failureThreshold());
        if (job == null || when == null || breaker == null || !problems.isEmpty()) {
            return new Reading.Broken<>(problems);
        }
        FailurePolicy failure = new FailurePolicy(edit.attempts(), edit.retryBackoff(), breaker);
        return new Reading.Fits<>(new ScheduleStore.Draft(
                new Plan(edit.name(), job, when, failure, edit.enabled()), edit.labels(), edit.template()));
    }

    /// A schedule is read at every look, so none of its parts grows without bound.
    private void sizes(ScheduleEdit edit) {
        if (edit.name().length() > NAME) {
            problems.add(new Problem("/name", "range", "A name has at most " + NAME + " characters."));
        }
        if (edit.labels().size() > LABELS) {
            problems.add(new Problem("/labels", "range", "There are at most " + LABELS + " labels."));
        }
        edit.labels().forEach((name, value) -> {
            if (name.length() > NAME || value.length() > NAME) {
                problems.add(new Problem(
                        "/labels",
                        "range",
                        "The label '" + name.substring(0, Math.min(40, name.length())) + "' is too long: its name and"
                                + " its value have at most " + NAME + " characters each."));
            }
        });
        if (edit.blackouts().size() > BLACKOUTS) {
            problems.add(new Problem(
                    "/blackouts", "range", "There are at most " + BLACKOUTS + " calendars; one may hold many dates."));
        }
    }

    private @Nullable JobSpec job(ScheduleEdit edit) {
        String template = edit.template();
        if (template == null) {
            if (edit.job() == null) {
                problems.add(new Problem("/job", "required", "Say what to do: write a job, or name a template."));
            }
            return edit.job();
        }
        Optional<JobSpec> job = templates.apply(template);
        if (job.isEmpty()) {
            problems.add(new Problem("/template", "unknown_template", "There is no job template '" + template + "'."));
        }
        return job.orElse(null);
    }

    private @Nullable When when(ScheduleEdit edit, ActiveHours hours) {
        @Nullable Recurrence recurrence = new RecurrenceDraft(edit.recurrence(), problems).read();
        @Nullable Duration gap = recurrence == null ? null : recurrence.shortestGap();
        if (gap != null && edit.spread().compareTo(gap) >= 0) {
            problems.add(new Problem("/spread", "range", "The spread must be shorter than the distance of two slots."));
        }
        @Nullable Integer max = edit.missed().max();
        if (edit.missed().policy() == MissedPolicy.Kind.ALL && max == null) {
            problems.add(new Problem("/missed/max", "required", "Say how many missed slots are made up for at most."));
        }
        if (edit.missed().policy() == MissedPolicy.Kind.ALL && recurrence instanceof AfterCompletion) {
            problems.add(new Problem(
                    "/missed/policy",
                    "after_completion",
                    "What follows the end of a run has no slots to make up for one by one; write last or none."));
        }
        if (recurrence == null || !problems.isEmpty()) {
            return null;
        }
        return new When(
                recurrence,
                edit.zone() == null ? defaultZone : edit.zone(),
                hours,
                edit.blackouts().stream()
                        .distinct()
                        .map(name -> new Calendar(name, List.of()))
                        .toList(),
                edit.outsideWindow() == null ? OutsideWindow.standard(recurrence) : edit.outsideWindow(),
                edit.windowClose(),
                new MissedPolicy(edit.missed().policy(), max == null ? 0 : max),
                edit.grace(),
                edit.spread());
    }

    private @Nullable BreakerRule breaker(BreakerEdit edit, @Nullable Integer threshold) {
        Integer failures = edit.failures() == null ? threshold : edit.failures();
        if (failures != null && threshold != null && !failures.equals(threshold)) {
            problems.add(new Problem(
                    "/failure_threshold",
                    "contradiction",
                    "This says " + threshold + " and breaker.failures says " + failures + "; write only one of them."));
            return null;
        }
        int count = failures == null ? FailurePolicy.STANDARD.threshold() : failures;
        if (edit.of() != null && edit.of() < count) {
            problems.add(new Problem(
                    "/breaker/of",
                    "range",
                    count + " failures cannot be among the last " + edit.of() + " slots; write " + count + " to 64."));
            return null;
        }
        return new BreakerRule(count, edit.of(), edit.atLeastFor(), edit.probation());
    }

    private ActiveHours daily(ObjectNode hours) {
        @Nullable HoursEdit edit = value(ShapeReader.read(HoursEdit.class, hours), "/active_hours");
        if (edit == null) {
            return ActiveHours.ALWAYS;
        }
        if (edit.start() == edit.end()) {
            problems.add(new Problem("/active_hours/end", "range", "It cannot close at the hour at which it opens."));
            return ActiveHours.ALWAYS;
        }
        return new ActiveHours(List.of(ActiveHours.Window.daily(edit.start() * 60, edit.end() * 60)));
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
}

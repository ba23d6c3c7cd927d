package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.ScheduleEdit.BreakerEdit;
import dev.rota.api.wire.ScheduleEdit.ExceptionEdit;
import dev.rota.api.wire.ScheduleEdit.HoursEdit;
import dev.rota.api.wire.ScheduleEdit.HoursOnDateEdit;
import dev.rota.api.wire.ScheduleEdit.WindowEdit;
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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a document that somebody wrote as a schedule, or names everything that is wrong with it.
public final class ScheduleDraft {
    /// What GET shows and nobody writes: a document that was read may be sent back as it is.
    private static final List<String> SHOWN_ONLY =
            List.of("id", "owner", "kind", "schedule_type", "version", "created_at", "updated_at", "state");

    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-4]):([0-5]\\d)");
    private static final int NAME = 200;
    private static final int EXCEPTIONS = 366;

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
        ActiveHours weekly = daily == null ? windows(edit.activeHours()) : daily;
        @Nullable When when = when(edit, new ActiveHours(weekly.windows(), exceptions(edit.exceptions())));
        if (edit.name().length() > NAME) {
            problems.add(new Problem("/name", "range", "A name has at most " + NAME + " characters."));
        }
        @Nullable BreakerRule breaker = breaker(edit.breaker(), edit.failureThreshold());
        if (job == null || when == null || breaker == null || !problems.isEmpty()) {
            return new Reading.Broken<>(problems);
        }
        FailurePolicy failure = new FailurePolicy(edit.attempts(), edit.retryBackoff(), breaker);
        return new Reading.Fits<>(new ScheduleStore.Draft(
                new Plan(edit.name(), job, when, failure, edit.enabled()), edit.labels(), edit.template()));
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

    private ActiveHours windows(@Nullable List<WindowEdit> edits) {
        List<ActiveHours.Window> windows = new ArrayList<>();
        for (int i = 0; edits != null && i < edits.size(); i++) {
            WindowEdit edit = edits.get(i);
            String at = "/active_hours/" + i;
            int from = minutes(edit.from(), at + "/from", 1439);
            int until = minutes(edit.until(), at + "/until", 1440);
            if (edit.days().isEmpty()) {
                problems.add(new Problem(at + "/days", "required", "Name at least one day."));
            } else if (from >= 0 && from == until) {
                problems.add(new Problem(at + "/until", "range", "It cannot close when it opens."));
            } else if (from >= 0 && until >= 0) {
                Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
                edit.days().forEach(day -> days.add(day.day()));
                windows.add(new ActiveHours.Window(days, from, until));
            }
        }
        return new ActiveHours(windows);
    }

    private List<ActiveHours.DateException> exceptions(List<ExceptionEdit> edits) {
        Map<LocalDate, ActiveHours.DateException> exceptions = new LinkedHashMap<>();
        for (int i = 0; i < edits.size(); i++) {
            String at = "/exceptions/" + i;
            List<ActiveHours.Hours> hours = new ArrayList<>();
            for (int j = 0; j < edits.get(i).windows().size(); j++) {
                HoursOnDateEdit edit = edits.get(i).windows().get(j);
                String window = at + "/windows/" + j;
                int from = minutes(edit.from(), window + "/from", 1439);
                int until = minutes(edit.until(), window + "/until", 1440);
                if (from >= 0 && from == until) {
                    problems.add(new Problem(window + "/until", "range", "It cannot close when it opens."));
                } else if (from >= 0 && until >= 0) {
                    hours.add(new ActiveHours.Hours(from, until));
                }
            }
            LocalDate date = date(edits.get(i).date(), at + "/date");
            if (date != null && exceptions.put(date, new ActiveHours.DateException(date, hours)) != null) {
                problems.add(new Problem(at + "/date", "duplicate", "There is an exception for this date already."));
            }
        }
        if (exceptions.size() > EXCEPTIONS) {
            problems.add(new Problem(
                    "/exceptions",
                    "range",
                    "There are at most " + EXCEPTIONS + " exceptions; for more, name a calendar in 'blackouts'."));
        }
        return List.copyOf(exceptions.values());
    }

    private @Nullable LocalDate date(String text, String at) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 1970 && date.getYear() <= 2999) {
                return date;
            }
        } catch (DateTimeParseException _) {
            // told below
        }
        problems.add(new Problem(at, "time", "'" + text + "' is no date; write it like 2027-12-24."));
        return null;
    }

    /// Minutes since midnight, or -1 after a problem was noted.
    private int minutes(String text, String at, int most) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            int minutes = Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2));
            if (minutes <= most) {
                return minutes;
            }
        }
        problems.add(new Problem(at, "time", "'" + text + "' is no time of day; write it like 06:00."));
        return -1;
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

package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.Field;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Simulation;
import dev.rota.store.ScheduleStore;
import dev.rota.syntax.Json;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what is to be simulated: a schedule as it is written, and the time to play.
///
/// @param schedule as it stands when the time begins
public record SimulationDraft(Schedule schedule, Simulation.Frame frame) {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2500-01-01T00:00:00Z");

    /// The time to play.
    public record FrameEdit(
            @Field("The first instant.") Instant from,

            @Field("The last instant, excluded.") Instant to,

            @Field(value = "At most so many entries.", fallback = "1000", min = 1, max = 10_000)
            int limit,

            @Field(value = "Times in which no daemon runs.", fallback = "[]")
            List<OutageEdit> outages,

            @Field(value = "How long each run takes.", fallback = "\"PT5S\"", max = 31_622_400)
            Duration duration,

            @Field(value = "Whether slots skipped in a row are one entry.", fallback = "false")
            boolean compressed) {}

    /// A time in which no daemon runs.
    public record OutageEdit(
            @Field("When it begins.") Instant from,

            @Field("When a daemon is back.") Instant until) {}

    /// Reads one whose calendars hold nothing: whoever knows what they hold fills them.
    ///
    /// @param document    `{"schedule": {…}, "from", "to", …}`
    /// @param defaultZone the zone of a schedule that names none
    /// @param templates   finds the job of a template
    public static Reading<SimulationDraft> read(
            JsonNode document, ZoneId defaultZone, Function<String, Optional<JobSpec>> templates) {
        return read(document, defaultZone, templates, _ -> Optional.of(List.of()));
    }

    /// @param document  may bring calendars along: `{"schedule": {…}, "calendars": [{"name", "entries"}], …}`
    /// @param calendars finds what a calendar holds that does not come along
    public static Reading<SimulationDraft> read(
            JsonNode document,
            ZoneId defaultZone,
            Function<String, Optional<JobSpec>> templates,
            Function<String, Optional<List<Calendar.Entry>>> calendars) {
        List<Problem> problems = new ArrayList<>();
        JsonNode rest = document.deepCopy();
        JsonNode schedule = rest instanceof ObjectNode object ? object.remove("schedule") : null;
        JsonNode inline = rest instanceof ObjectNode object ? object.remove("calendars") : null;
        Simulation.Frame frame = switch (ShapeReader.read(FrameEdit.class, rest)) {
            case Reading.Fits<FrameEdit>(FrameEdit edit) -> frame(edit, problems);
            case Reading.Broken<FrameEdit>(List<Problem> wrong) -> {
                problems.addAll(wrong);
                yield null;
            }
        };
        SimulatedCalendars known =
                new SimulatedCalendars(inline == null ? MissingNode.getInstance() : inline, calendars, problems);
        Plan read = schedule == null ? null : plan(schedule, defaultZone, templates, problems);
        Plan plan = read == null ? null : known.filled(read);
        if (schedule == null) {
            problems.add(new Problem("/schedule", "required", "This is missing: the schedule to simulate."));
        }
        if (frame == null || plan == null || !problems.isEmpty()) {
            return new Reading.Broken<>(problems);
        }
        return new Reading.Fits<>(new SimulationDraft(Simulation.beginning(id(schedule), plan, frame.from()), frame));
    }

    /// Reads a schedule for its timing: a name, and a job unless a wrong one is written, may be missing.
    ///
    /// @param problems gets what is wrong, under `/schedule`
    public static @Nullable Plan plan(
            JsonNode schedule,
            ZoneId defaultZone,
            Function<String, Optional<JobSpec>> templates,
            List<Problem> problems) {
        JsonNode written = schedule.deepCopy();
        if (written instanceof ObjectNode object) {
            if (object.path("name").asText("").isBlank()) {
                object.put("name", "simulated");
            }
            if (!object.hasNonNull("job") && !object.hasNonNull("template")) {
                object.set("job", Json.object().put("kind", "command").set("argv", Json.tree(List.of("/bin/true"))));
            }
        }
        return switch (ScheduleDraft.reading(written, defaultZone, templates)) {
            case Reading.Fits<ScheduleStore.Draft>(ScheduleStore.Draft draft) -> draft.plan();
            case Reading.Broken<ScheduleStore.Draft>(List<Problem> wrong) -> {
                wrong.forEach(problem -> problems.add(problem.under("/schedule")));
                yield null;
            }
        };
    }

    /// The id gives a schedule its share of the spread; one that is not stored yet has none.
    public static long id(@Nullable JsonNode schedule) {
        return schedule == null ? 0 : schedule.path("id").asLong(0);
    }

    private static Simulation.@Nullable Frame frame(FrameEdit edit, List<Problem> problems) {
        within(edit.from(), "/from", problems);
        within(edit.to(), "/to", problems);
        if (!edit.from().isBefore(edit.to())) {
            problems.add(new Problem("/to", "range", "The time must end after it begins."));
        }
        List<Simulation.Outage> outages = new ArrayList<>();
        for (int i = 0; i < edit.outages().size(); i++) {
            OutageEdit outage = edit.outages().get(i);
            within(outage.from(), "/outages/" + i + "/from", problems);
            within(outage.until(), "/outages/" + i + "/until", problems);
            if (outage.from().isBefore(outage.until())) {
                outages.add(new Simulation.Outage(outage.from(), outage.until()));
            } else {
                problems.add(new Problem("/outages/" + i + "/until", "range", "An outage must end after it begins."));
            }
        }
        return problems.isEmpty()
                ? new Simulation.Frame(
                        edit.from(), edit.to(), outages, edit.duration(), edit.limit(), edit.compressed())
                : null;
    }

    private static void within(Instant instant, String at, List<Problem> problems) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            problems.add(new Problem(at, "range", "Write an instant from 1970 to 2500."));
        }
    }
}

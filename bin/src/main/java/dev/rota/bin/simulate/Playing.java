package dev.rota.bin.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.wire.SimulationDraft;
import dev.rota.api.wire.SimulationView;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.document.Document;
import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.InWords;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Simulation;
import dev.rota.syntax.Json;
import dev.rota.syntax.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plays all schedules of a document, or names everything that is wrong with it and with the options.
final class Playing {
    /// The timing of a schedule does not depend on what it does, and its template is not at hand.
    private static final Optional<JobSpec> ANY_JOB = Optional.of(CommandJob.example());

    private final Document document;
    private final PlayOptions options;
    private final ZoneId defaultZone;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> misused = new LinkedHashSet<>();

    /// @param defaultZone the zone of a schedule that names none
    Playing(Document document, PlayOptions options, ZoneId defaultZone, Instant now) {
        this.document = document;
        this.options = options;
        this.defaultZone = defaultZone;
        this.now = now;
    }

    /// What became of a schedule's slots.
    record Played(String name, String words, SimulationDraft draft, SimulationView view) {}

    /// @throws CommandFailed with everything that is wrong
    List<Played> all() {
        FleetFile file = new FleetFile(document.tree());
        problems.addAll(file.problems());
        options();
        List<Played> played = new ArrayList<>();
        for (FleetFile.Written written : file.schedules()) {
            SimulationDraft draft = draft(written, file);
            if (draft != null && problems.isEmpty() && misused.isEmpty()) {
                String words = InWords.of(draft.schedule().plan().when().recurrence());
                played.add(new Played(written.name(), words, draft, SimulationView.of(draft)));
            }
        }
        if (problems.isEmpty() && misused.isEmpty()) {
            return played;
        }
        int count = problems.size() + misused.size();
        StringBuilder text = new StringBuilder(count == 1 ? "One thing is wrong:" : count + " things are wrong:");
        misused.forEach(wrong -> text.append("\n  ").append(wrong));
        problems.forEach(problem -> text.append("\n  ").append(document.told(problem)));
        throw new CommandFailed(misused.isEmpty() ? ExitCode.REFUSED : ExitCode.USAGE, text.toString());
    }

    /// Notes what is wrong with the options, whatever the schedules are.
    private void options() {
        List<String> times = new ArrayList<>();
        ObjectNode request = options.frame(defaultZone, now, times);
        misused.addAll(times);
        request.putObject("schedule").putObject("recurrence");
        if (times.isEmpty()
                && SimulationDraft.read(request, defaultZone, _ -> ANY_JOB)
                        instanceof Reading.Broken<SimulationDraft>(List<Problem> wrong)) {
            wrong.forEach(problem -> misused.add(options.option(problem.pointer()) + ": " + problem.message()));
        }
    }

    /// Null after problems were noted.
    private @Nullable SimulationDraft draft(FleetFile.Written written, FleetFile file) {
        // Options that are wrong were told; any others let the schedule be read.
        ObjectNode request = misused.isEmpty()
                ? options.frame(zone(written), now, new ArrayList<>())
                : Json.object().put("from", "2000-01-01T00:00:00Z").put("to", "2000-01-02T00:00:00Z");
        request.set("schedule", written.json());
        return switch (SimulationDraft.read(request, defaultZone, _ -> ANY_JOB)) {
            case Reading.Fits<SimulationDraft>(SimulationDraft draft) -> filled(draft, written, file);
            case Reading.Broken<SimulationDraft>(List<Problem> wrong) -> {
                wrong.forEach(problem -> note(problem, written));
                yield null;
            }
        };
    }

    private SimulationDraft filled(SimulationDraft draft, FleetFile.Written written, FleetFile file) {
        Plan plan = draft.schedule().plan();
        List<Calendar> blackouts = file.blackouts(written, plan.when().blackouts(), problems);
        Plan whole = plan.withWhen(plan.when().withBlackouts(blackouts));
        return new SimulationDraft(
                Simulation.beginning(
                        SimulationDraft.id(written.json()), whole, draft.frame().from()),
                draft.frame());
    }

    private void note(Problem problem, FleetFile.Written written) {
        String pointer = problem.pointer();
        if (pointer.startsWith("/schedule")) {
            String inside = pointer.substring("/schedule".length());
            problems.add(new Problem(written.pointer() + inside, problem.code(), problem.message()));
        } else {
            misused.add(options.option(pointer) + ": " + problem.message());
        }
    }

    /// The zone that a schedule names; where it is none, that is told when the schedule is read.
    private ZoneId zone(FleetFile.Written written) {
        try {
            String zone = written.json().path("zone").asText("");
            return zone.isEmpty() ? defaultZone : ZoneId.of(zone);
        } catch (DateTimeException _) {
            return defaultZone;
        }
    }
}

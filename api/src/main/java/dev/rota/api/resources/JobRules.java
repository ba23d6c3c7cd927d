package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.job.Field;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import java.util.List;

/// Which jobs somebody may write.
public final class JobRules {
    private final boolean commandsAllowed;

    /// @param commandsAllowed whether the configuration allows jobs that start programs
    public JobRules(boolean commandsAllowed) {
        this.commandsAllowed = commandsAllowed;
    }

    /// `{"job": {…}}`.
    record JobDocument(@Field("What to do.") JobSpec job) {}

    /// Reads a document that holds a job and nothing else.
    ///
    /// @throws ApiProblem 422 with every problem, 403 when `principal` may not write such a job
    JobSpec read(JsonNode body, Principal principal) {
        JobSpec job = fit(ShapeReader.read(JobDocument.class, body)).job();
        check(job, principal);
        return job;
    }

    /// Refuses a job that starts a program, unless that is allowed here and the writer is an administrator.
    void check(JobSpec job, Principal principal) {
        List<Problem> problems = problems(job, principal);
        if (!problems.isEmpty() && !principal.role().allows(Role.ADMIN)) {
            throw ApiProblem.of(403, "not_allowed", problems.getFirst().message());
        }
        if (!problems.isEmpty()) {
            throw ApiProblem.invalid(problems);
        }
    }

    /// The same as problems of a schedule.
    List<Problem> problems(JobSpec job, Principal principal) {
        if (!job.startsProcess()) {
            return List.of();
        }
        if (!principal.role().allows(Role.ADMIN)) {
            return List.of(new Problem(
                    "/job",
                    "not_allowed",
                    "Only an administrator may write a job that starts a program on the machine."));
        }
        return commandsAllowed
                ? List.of()
                : List.of(new Problem(
                        "/job", "commands_off", "Jobs that start programs are switched off here; see ROTA_COMMANDS."));
    }

    /// The value of a reading, or 422 with all of its problems.
    static <T> T fit(Reading<T> reading) {
        return switch (reading) {
            case Reading.Fits<T>(T value) -> value;
            case Reading.Broken<T>(List<Problem> problems) -> throw ApiProblem.invalid(problems);
        };
    }
}

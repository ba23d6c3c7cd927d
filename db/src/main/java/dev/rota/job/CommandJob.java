package dev.rota.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs a program, without a shell, and keeps its output in the run's log.
@Field("Runs a program (never a shell line) and keeps its output. Needs command jobs to be allowed, and an"
        + " administrator.")
public record CommandJob(
        @Field("The program (absolute path, inside an allowed directory) and its arguments, one each.")
        List<String> argv,

        @Field("The working directory; left out: a fresh empty one.") @Nullable
        String directory,

        @Field(value = "Environment variables; nothing else is passed on.", fallback = "{}")
        Map<String, String> environment,

        @Field(value = "Exit codes that mean success.", fallback = "[0]")
        List<Integer> okCodes,

        @Field(
                value = "How long one run may take (ISO 8601, such as PT30S); left out: 30 seconds.",
                min = 1,
                max = 86_400)
        @Nullable
        Duration timeout)
        implements JobSpec {

    public CommandJob {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        okCodes = List.copyOf(okCodes);
    }

    @Override
    public Lane lane() {
        return Lane.COMMAND;
    }

    @Override
    public Duration defaultTimeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<Problem> problems() {
        return program(argv);
    }

    /// What is wrong with a program and its arguments.
    static List<Problem> program(List<String> argv) {
        return argv.isEmpty()
                ? List.of(new Problem("/argv", "required", "Name the program to run."))
                : argv.getFirst().startsWith("/")
                        ? List.of()
                        : List.of(new Problem(
                                "/argv/0",
                                "absolute_path",
                                "Write the program with its absolute path, such as /usr/bin/df."));
    }

    public static CommandJob example() {
        return new CommandJob(List.of("/usr/bin/df", "-P", "/"), null, Map.of(), List.of(0), null);
    }
}

package dev.rota.daemon.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.process.ProcessRunner;
import dev.rota.job.CommandJob;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
    private final ContextForTests context = new ContextForTests();

    @Test
    void anExitCodeThatMeansSuccessSucceedsWithTheLastLine() throws Exception {
        assertThat(run(List.of(0, 3), "echo one; echo two; exit 3"))
                .isEqualTo(Outcome.Succeeded.of("exit code 3: two"));
        assertThat(context.lines).containsExactly("OUT one", "OUT two");
    }

    @Test
    void anyOtherFailsWithWhatTheProgramSaid() throws Exception {
        assertThat(run(List.of(0), "echo fine; echo broken >&2; exit 2"))
                .isEqualTo(new Outcome.Failed(
                        FailureClass.EXIT_CODE, "/bin/sh ended with exit code 2; success would be [0].", "broken"));
    }

    private Outcome run(List<Integer> okCodes, String script) throws JobFailed, InterruptedException {
        ProcessRunner processes =
                new ProcessRunner(new JobLimits("", true, List.of(Path.of("/bin")), List.of(), "rota", null));
        return new CommandRunner(processes)
                .run(new CommandJob(List.of("/bin/sh", "-c", script), null, Map.of(), okCodes, null), context);
    }
}

package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.RunContext;
import java.nio.file.Path;

/// Runs a program to its end, and to the end of all it started.
public final class ProcessRunner {
    private final ProgramPolicy policy;
    private final Way way;

    public ProcessRunner(JobLimits limits) {
        this.policy = new ProgramPolicy(
                limits.commandsAllowed(), limits.commandDirectories(), limits.commandSocket() == null);
        this.way = limits.commandSocket() == null
                ? new ChildProcesses(Path.of("/proc"))
                : new CommandUnits(limits.commandSocket());
    }

    /// @throws JobFailed            class `config` when the program may not or cannot be started
    /// @throws InterruptedException when the run was cut off; the whole tree is gone by then
    public Ended run(Command command, RunContext context) throws JobFailed, InterruptedException {
        policy.check(command);
        return way.run(command, context);
    }
}

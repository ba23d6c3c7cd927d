package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;

/// How a program is started, and ended with all it started.
sealed interface Way permits ChildProcesses, CommandUnits {

    /// Returns when nothing of the program is left.
    ///
    /// @param command what the administrator allows
    /// @throws JobFailed            when it cannot be started, or was ended for its use of memory or time
    /// @throws InterruptedException when the run was cut off; nothing is left then, either
    Ended run(Command command, RunContext context) throws JobFailed, InterruptedException;
}

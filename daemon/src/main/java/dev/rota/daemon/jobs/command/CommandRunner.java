package dev.rota.daemon.jobs.command;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.process.Command;
import dev.rota.daemon.jobs.process.Ended;
import dev.rota.daemon.jobs.process.ProcessRunner;
import dev.rota.job.CommandJob;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;

/// Runs a program; its exit code decides.
public final class CommandRunner implements JobRunner<CommandJob> {
    private final ProcessRunner processes;

    public CommandRunner(ProcessRunner processes) {
        this.processes = processes;
    }

    @Override
    public Outcome run(CommandJob job, RunContext context) throws JobFailed, InterruptedException {
        Ended ended = processes.run(
                new Command(job.argv(), job.directory(), job.environment(), Command.KEPT_FOR_READING, true), context);
        if (job.okCodes().contains(ended.exitCode())) {
            return Outcome.Succeeded.of(ended.how() + lastLine(ended));
        }
        String last = ended.lastLines();
        return new Outcome.Failed(
                FailureClass.EXIT_CODE,
                job.argv().getFirst() + " ended with " + ended.how() + "; success would be " + job.okCodes() + ".",
                last.isBlank() ? null : last);
    }

    /// The last line a program writes is usually the one that says what it did.
    private static String lastLine(Ended ended) {
        String last = ended.output()
                .text()
                .lines()
                .reduce("", (before, line) -> line.isBlank() ? before : line)
                .strip();
        return last.isEmpty() ? "" : ": " + (last.length() <= 200 ? last : last.substring(0, 200) + "…");
    }
}

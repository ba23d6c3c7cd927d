package dev.rota.bin.up;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.bin.postgres.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota down`
@Command(name = "down", description = "Ends what `rota up` started, and waits until it has ended.")
public final class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 120;

    private final Session session;

    @Option(names = "--data", paramLabel = "DIR", description = "the directory that `rota up` was given")
    private @Nullable Path directory;

    public DownCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory data = DataDirectory.choose(Optional.ofNullable(directory), session.environment());
        Optional<ProcessHandle> running = DirectoryLock.holder(data);
        if (running.isPresent()) {
            end(running.get());
            session.out().println("Rota in " + data.root() + " has ended.");
        } else if (Cluster.stopIn(data.postgres())) {
            session.out().println("Rota in " + data.root() + " had been killed; its PostgreSQL has ended now.");
        } else {
            session.out().println("Nothing runs in " + data.root() + ".");
        }
        return ExitCode.OK.number();
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        if (!process.destroy()) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED, "Process " + process.pid() + " may not be ended by you; ask who started it.");
        }
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailed(
                    ExitCode.FAILURE,
                    "Rota (process " + process.pid() + ") has not ended after " + PATIENCE_SECONDS + " s.",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

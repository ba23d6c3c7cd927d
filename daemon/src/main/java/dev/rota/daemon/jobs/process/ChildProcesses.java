package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.run.FailureClass;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Programs as children of this process: anywhere but under the packaged units.
///
/// @param proc `/proc`
record ChildProcesses(Path proc) implements Way {
    private static final long LOOK_MILLIS = 200;

    @Override
    public Ended run(Command command, RunContext context) throws JobFailed, InterruptedException {
        Path own = command.directory() == null ? freshDirectory() : null;
        try {
            return run(command, own == null ? Path.of(String.valueOf(command.directory())) : own, context);
        } finally {
            if (own != null) {
                remove(own);
            }
        }
    }

    private Ended run(Command command, Path directory, RunContext context) throws JobFailed, InterruptedException {
        Process process = start(command, directory, context);
        ProcessTree tree =
                new ProcessTree(Set.of(process.toHandle()), context.runId().toString(), proc);
        Streams streams = new Streams(command, context);
        Thread outputReader = reader(streams.output(), process.getInputStream(), "rota-stdout-" + process.pid());
        Thread errorReader = reader(streams.errors(), process.getErrorStream(), "rota-stderr-" + process.pid());
        boolean ended = false;
        try {
            // Wakes the wait below at the end of the program rather than at the next look.
            CompletableFuture<?> unusedWake = process.onExit().thenRun(() -> streams.wake());
            long looked = System.nanoTime();
            while (process.isAlive()) {
                streams.tellNext(LOOK_MILLIS);
                if (System.nanoTime() - looked > LOOK_MILLIS * 1_000_000) {
                    tree.look();
                    looked = System.nanoTime();
                }
            }
            ended = true;
        } finally {
            Set<ProcessHandle> left = tree.alive();
            if (ended && !left.isEmpty()) {
                context.log()
                        .warn("The program ended but left processes behind (" + ProcessTree.pids(left)
                                + "); they are ended.");
            }
            tree.end(context.log()::warn);
            finish(process, outputReader, errorReader);
            streams.tellRest();
        }
        return streams.ended(process.exitValue(), context.now());
    }

    private static Process start(Command command, Path directory, RunContext context) throws JobFailed {
        ProcessBuilder builder =
                new ProcessBuilder(command.argv()).directory(directory.toFile()).redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environmentOf(context.runId()));
        try {
            return builder.start();
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            boolean ours = why.contains("error=24") || why.contains("error=12") || why.contains("error=11");
            throw new JobFailed(
                    ours ? FailureClass.RESOURCE : FailureClass.CONFIG,
                    command.argv().getFirst() + " cannot be started: " + why.replaceFirst(".*error=", "error ") + ".",
                    null,
                    e);
        }
    }

    private static Thread reader(Capture capture, InputStream stream, String name) {
        // A pipe's read cannot be interrupted and would hold on to a carrier of virtual threads.
        return Thread.ofPlatform().daemon().name(name).start(() -> capture.read(stream));
    }

    /// The tree is gone, so the pipes are at their end; should somebody outside hold one open, it is closed under
    /// the reader.
    private static void finish(Process process, Thread... readers) {
        boolean interrupted = Thread.interrupted();
        for (Thread reader : readers) {
            try {
                if (!reader.join(Duration.ofSeconds(2))) {
                    process.destroyForcibly();
                    process.getInputStream().close();
                    process.getErrorStream().close();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (IOException e) {
                // Closing is all that was wanted.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path freshDirectory() throws JobFailed {
        try {
            return Files.createTempDirectory("rota-run-");
        } catch (IOException e) {
            throw new JobFailed(
                    FailureClass.RESOURCE, "No working directory can be made: " + e.getMessage() + ".", null, e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // What the program left read-only stays in the temporary directory, where the system clears it.
        }
    }
}

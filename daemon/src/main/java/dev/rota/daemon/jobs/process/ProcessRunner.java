package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.run.FailureClass;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs a program to its end, and to the end of all it started.
public final class ProcessRunner {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long LOOK_MILLIS = 200;

    private final ProgramPolicy policy;
    private final Path proc;

    public ProcessRunner(JobLimits limits) {
        this(limits, Path.of("/proc"));
    }

    ProcessRunner(JobLimits limits, Path proc) {
        this.policy = new ProgramPolicy(limits.commandsAllowed(), limits.commandDirectories());
        this.proc = proc;
    }

    /// @throws JobFailed            class `config` when the program may not or cannot be started
    /// @throws InterruptedException when the run was cut off; the whole tree is gone by then
    public Ended run(Command command, RunContext context) throws JobFailed, InterruptedException {
        policy.check(command);
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
        // The run's log belongs to the run's thread, so the readers hand their lines over.
        BlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
        Capture output = new Capture(process.getInputStream(), command.keep(), line -> {
            if (command.tell()) {
                told.add(() -> context.log().output(line));
            }
        });
        Capture errors = new Capture(
                process.getErrorStream(),
                Command.KEPT_FOR_READING,
                line -> told.add(() -> context.log().output(line)));
        Thread outputReader = reader(output, "rota-stdout-" + process.pid());
        Thread errorReader = reader(errors, "rota-stderr-" + process.pid());
        boolean ended = false;
        try {
            // Wakes the wait below at the end of the program rather than at the next look.
            CompletableFuture<?> unusedWake = process.onExit().thenRun(() -> told.add(() -> {}));
            long looked = System.nanoTime();
            while (process.isAlive()) {
                Runnable line = told.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    line.run();
                }
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
            told.forEach(Runnable::run);
        }
        return new Ended(process.exitValue(), output.output(), errors.output(), context.now());
    }

    private static Process start(Command command, Path directory, RunContext context) throws JobFailed {
        ProcessBuilder builder =
                new ProcessBuilder(command.argv()).directory(directory.toFile()).redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        environment.putAll(command.environment());
        environment.put(Cookies.NAME, context.runId().toString());
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

    private static Thread reader(Capture capture, String name) {
        // A pipe's read cannot be interrupted and would hold on to a carrier of virtual threads.
        return Thread.ofPlatform().daemon().name(name).start(capture);
    }

    /// The tree is gone, so the pipes are at their end; should somebody outside hold one open, it is closed under
    /// the reader.
    private static void finish(Process process, Thread... readers) {
        boolean interrupted = Thread.interrupted();
        for (Thread reader : readers) {
            try {
                if (!reader.join(java.time.Duration.ofSeconds(2))) {
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

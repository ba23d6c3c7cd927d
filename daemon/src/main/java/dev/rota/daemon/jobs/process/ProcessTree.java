package dev.rota.daemon.jobs.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A program and everything it started.
///
/// Descent alone loses whoever was orphaned (a double fork), a process group whoever called `setsid`. So every
/// program gets a cookie in its environment, which children inherit, and the tree is what descent or the cookie
/// finds, and what either found before. Only a program that both leaves the tree and clears its environment between
/// two looks escapes; against that there is the unit's control group.
final class ProcessTree {
    static final String COOKIE = "ROTA_RUN";
    static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofMillis(200);

    private final ProcessHandle leader;
    private final byte[] cookie;
    private final Path proc;
    private final Set<ProcessHandle> known = new HashSet<>();

    ProcessTree(ProcessHandle leader, String run, Path proc) {
        this.leader = leader;
        this.cookie = (COOKIE + "=" + run).getBytes(StandardCharsets.UTF_8);
        this.proc = proc;
        known.add(leader);
    }

    /// Remembers who descends from the program now, for they may be orphaned later.
    void look() {
        leader.descendants().forEach(known::add);
    }

    /// Who of the tree is alive now.
    Set<ProcessHandle> alive() {
        Set<ProcessHandle> found = new HashSet<>(known);
        for (ProcessHandle carrier : carriers()) {
            found.add(carrier);
        }
        for (ProcessHandle process : Set.copyOf(found)) {
            process.descendants().forEach(found::add);
        }
        known.addAll(found);
        known.removeIf(process -> !process.isAlive() && !process.equals(leader));
        found.removeIf(process -> !process.isAlive());
        return found;
    }

    /// Asks the whole tree to end (TERM), after five seconds ends it (KILL), and returns only when it is gone. An
    /// interrupt does not shorten this; the flag is left as it was.
    ///
    /// @param warn told when something will not end, about every ten seconds
    void end(Consumer<String> warn) {
        boolean interrupted = Thread.interrupted();
        try {
            long start = System.nanoTime();
            long warned = start;
            Set<ProcessHandle> asked = new HashSet<>();
            for (Set<ProcessHandle> left = alive(); !left.isEmpty(); left = alive()) {
                long now = System.nanoTime();
                boolean patient = now - start < GRACE.toNanos();
                for (ProcessHandle process : left) {
                    if (!patient) {
                        process.destroyForcibly();
                    } else if (asked.add(process)) {
                        process.destroy();
                    }
                }
                if (now - warned > 2 * GRACE.toNanos()) {
                    warned = now;
                    warn.accept("Processes of this run do not end, not even when killed: " + pids(left)
                            + ". Waiting for them.");
                }
                interrupted |= await(left);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static String pids(Set<ProcessHandle> processes) {
        return String.join(
                ", ",
                processes.stream()
                        .map(process -> Long.toString(process.pid()))
                        .sorted()
                        .toList());
    }

    /// Waits until all have ended, or a moment has passed.
    ///
    /// @return whether an interrupt came meanwhile
    private static boolean await(Set<ProcessHandle> processes) {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(ROUND.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /// The processes that carry the cookie in the environment they were started with.
    private Set<ProcessHandle> carriers() {
        Set<ProcessHandle> found = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (carries(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            // No /proc on this system: descent has to do.
        }
        return found;
    }

    private boolean carries(Path process) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            for (int start = 0; start + cookie.length <= environment.length; start++) {
                boolean atStart = start == 0 || environment[start - 1] == 0;
                int end = start + cookie.length;
                if (atStart
                        && java.util.Arrays.equals(environment, start, end, cookie, 0, cookie.length)
                        && (end == environment.length || environment[end] == 0)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Gone meanwhile, or another user's: not started by us.
            return false;
        }
    }
}

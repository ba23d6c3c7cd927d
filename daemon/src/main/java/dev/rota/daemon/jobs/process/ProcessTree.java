package dev.rota.daemon.jobs.process;

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
    static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration FOR_EVER = Duration.ofDays(36500);
    private static final Duration ROUND = Duration.ofMillis(200);

    private final Set<ProcessHandle> leaders;
    private final String run;
    private final Cookies cookies;
    private final Set<ProcessHandle> known;

    /// @param leaders the program that was started; none when only its cookie is known
    ProcessTree(Set<ProcessHandle> leaders, String run, Path proc) {
        this.leaders = leaders;
        this.run = run;
        this.cookies = new Cookies(proc);
        this.known = new HashSet<>(leaders);
    }

    /// Remembers who descends from the program now, for they may be orphaned later.
    void look() {
        leaders.forEach(leader -> leader.descendants().forEach(known::add));
    }

    /// Who of the tree is alive now.
    Set<ProcessHandle> alive() {
        Set<ProcessHandle> found = new HashSet<>(known);
        found.addAll(cookies.all().getOrDefault(run, Set.of()));
        for (ProcessHandle process : Set.copyOf(found)) {
            process.descendants().forEach(found::add);
        }
        known.addAll(found);
        known.removeIf(process -> !process.isAlive() && !leaders.contains(process));
        found.removeIf(process -> !process.isAlive());
        return found;
    }

    /// Asks the whole tree to end (TERM), after five seconds ends it (KILL), and returns only when it is gone. An
    /// interrupt does not shorten this; the flag is left as it was.
    ///
    /// @param warn told when something will not end, about every ten seconds
    void end(Consumer<String> warn) {
        boolean _ = end(warn, FOR_EVER);
    }

    /// The same, but gives up after a while.
    ///
    /// @return whether the tree is gone
    boolean end(Consumer<String> warn, Duration atMost) {
        boolean interrupted = Thread.interrupted();
        try {
            long start = System.nanoTime();
            long warned = start;
            Set<ProcessHandle> asked = new HashSet<>();
            for (Set<ProcessHandle> left = alive(); !left.isEmpty(); left = alive()) {
                long now = System.nanoTime();
                if (now - start >= atMost.toNanos()) {
                    return false;
                }
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
            return true;
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
}

package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// Runs the trials and prints what came of them as a table, for `bench/faults`. Ends with 1 when anything that must
/// be zero is not, a fault did not bite, or a trial was not done.
final class Trials {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final PrintStream out = System.out;
    private final List<String> failed = new ArrayList<>();
    private volatile @Nullable Thread current;

    private Trials() {}

    /// @param words ids, if only some are wanted; `soak=PT5M`, `times=2`, `seed=7`
    public static void main(String[] words) {
        Orders orders = Orders.of(List.of(words), all().flatMap(Trials::ids).toList());
        if (!orders.wrong().isEmpty()) {
            orders.wrong().forEach(System.err::println);
            System.exit(2);
        }
        Trials trials = new Trials();
        // Whoever interrupts it gets back what a trial has taken: mounts, servers, daemons.
        Runtime.getRuntime().addShutdownHook(new Thread(trials::giveUp));
        trials.out.println("seed=" + orders.seed());
        trials.runAll(orders.only(), new Terms(orders.times(), orders.soak(), new Random(orders.seed())));
        System.exit(trials.failed.isEmpty() ? 0 : 1);
    }

    private static Stream<String> ids(Trial trial) {
        return Stream.of(trial.id().split(", "));
    }

    private void giveUp() {
        Thread thread = current;
        if (thread != null && thread.isAlive()) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Stream<Trial> all() {
        return Stream.of(
                        DeathTrials.ALL,
                        StallTrials.ALL,
                        NetworkTrials.ALL,
                        ServerTrials.ALL,
                        DiskTrials.ALL,
                        ClockTrials.ALL,
                        TargetTrials.ALL,
                        JobTrials.ALL,
                        OrderTrials.ALL,
                        CrowdTrials.ALL)
                .flatMap(List::stream);
    }

    private void runAll(List<String> only, Terms terms) {
        out.println("""
            | fault | bit | well | ok2 | gaps | twice | overlap | open | blamed | fenced | abandoned | handed back | besides | s | |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|---|\
            """);
        all().filter(trial -> only.isEmpty() || ids(trial).anyMatch(only::contains))
                .forEach(trial -> row(trial, terms));
        out.println();
        out.println(failed.isEmpty() ? "faults: passed" : "faults: FAILED: " + String.join(", ", failed));
    }

    private void row(Trial trial, Terms terms) {
        long began = System.nanoTime();
        String name = trial.id() + " " + trial.fault();
        try {
            Finding finding = within(trial, terms);
            String problems = finding.problems();
            Verdict v = finding.verdict();
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %s | %d | %s |%n",
                    name,
                    finding.bit(),
                    v.succeeded(),
                    v.ok2(),
                    v.gaps(),
                    v.twice(),
                    v.overlap(),
                    v.open(),
                    v.putAside(),
                    v.fenced(),
                    v.abandoned(),
                    v.interrupted(),
                    besides(finding),
                    seconds(began),
                    (problems.isEmpty() ? "ok" : "**FAILED: " + problems + "**")
                            + (finding.note().isEmpty() ? "" : "; " + finding.note()));
            if (!problems.isEmpty()) {
                failed.add(trial.id());
            }
        } catch (TestAbortedException e) {
            out.printf("| %s | | | | | | | | | | | | | %d | SKIPPED: %s |%n", name, seconds(began), oneLine(e));
            failed.add(trial.id() + " (skipped)");
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            out.printf("| %s | | | | | | | | | | | | | %d | **FAILED: %s** |%n", name, seconds(began), oneLine(why));
            why.printStackTrace();
            failed.add(trial.id());
        }
        out.flush();
    }

    private Finding within(Trial trial, Terms terms) throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<Finding> task = new FutureTask<>(() -> trial.body().run(terms));
        Thread thread = Thread.ofPlatform().name("trial-" + trial.id()).start(task);
        current = thread;
        try {
            return task.get(
                    LONGEST.plus(terms.soak()).multipliedBy(terms.factor()).toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TestAbortedException aborted) {
                throw aborted;
            }
            throw e;
        } catch (TimeoutException e) {
            Stream.of(thread.getStackTrace()).limit(12).forEach(line -> System.err.println("  at " + line));
            thread.interrupt();
            thread.join(Duration.ofMinutes(1));
            throw e;
        }
    }

    private static String besides(Finding finding) {
        return finding.wrong().keySet().stream()
                .map(what -> what.startsWith("not ") ? what.substring(4) : "0 " + what)
                .collect(Collectors.joining(", "));
    }

    private static String oneLine(Throwable why) {
        String text = switch (why) {
            case TimeoutException _ -> "it did not end in time";
            case TestAbortedException _ -> String.valueOf(why.getMessage()).replace("Assumption failed: ", "");
            case Throwable _ -> why.toString();
        };
        return text.replaceAll("\\s+", " ").replace("|", "/");
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000L;
    }
}

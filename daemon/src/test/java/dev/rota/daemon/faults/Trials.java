package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// Runs the trials and prints what came of them as a table, for `bench/faults`. Ends with 1 when anything that must
/// be zero is not, a fault did not bite, or a trial was not done.
final class Trials {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final PrintStream out = System.out;
    private final List<String> failed = new ArrayList<>();
    private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();

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
        trials.runAll(orders);
        System.exit(trials.failed.isEmpty() ? 0 : 1);
    }

    private static Stream<String> ids(Trial trial) {
        return Stream.of(trial.id().split(", "));
    }

    private void giveUp() {
        atWork.forEach(Thread::interrupt);
        try {
            for (Thread thread : atWork) {
                thread.join(Duration.ofSeconds(30));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
                        FailoverTrial.ALL,
                        TargetTrials.ALL,
                        JobTrials.ALL,
                        OrderTrials.ALL,
                        CrowdTrials.ALL)
                .flatMap(List::stream);
    }

    /// Mostly they wait, so that several are done at once; they are told in their order.
    private void runAll(Orders orders) {
        Terms terms = new Terms(orders.times(), orders.soak(), new Random(orders.seed()));
        out.println("""
            | fault | bit | well | ok2 | gaps | twice | overlap | open | blamed | fenced | abandoned | handed back | besides | s | |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|---|\
            """);
        try (ExecutorService lanes = Executors.newFixedThreadPool(orders.lanes())) {
            List<Future<Row>> rows = all().filter(
                            trial -> orders.only().isEmpty() || ids(trial).anyMatch(orders.only()::contains))
                    .map(trial -> lanes.submit(() -> row(trial, terms)))
                    .toList();
            for (Future<Row> row : rows) {
                Row done = row.get();
                out.println(done.text());
                out.flush();
                if (!done.failed().isEmpty()) {
                    failed.add(done.failed());
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.add("interrupted");
        }
        out.println();
        out.println(failed.isEmpty() ? "faults: passed" : "faults: FAILED: " + String.join(", ", failed));
    }

    /// @param failed its id, and why it counts as failed; empty when all was well
    private record Row(String text, String failed) {}

    private Row row(Trial trial, Terms terms) throws InterruptedException {
        long began = System.nanoTime();
        try {
            Finding finding = within(trial, terms);
            String problems = finding.problems();
            Verdict v = finding.verdict();
            List<Object> cells = List.of(
                    trial.id() + " " + trial.fault(),
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
            return new Row(
                    cells.stream().map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")),
                    problems.isEmpty() ? "" : trial.id());
        } catch (TestAbortedException e) {
            return without(trial, began, "SKIPPED: " + oneLine(e), " (skipped)");
        } catch (ExecutionException | TimeoutException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            why.printStackTrace();
            return without(trial, began, "**FAILED: " + oneLine(why) + "**", "");
        }
    }

    private static Row without(Trial trial, long began, String why, String how) {
        return new Row(
                "| " + trial.id() + " " + trial.fault() + " |" + " |".repeat(12) + " " + seconds(began) + " | " + why
                        + " |",
                trial.id() + how);
    }

    private Finding within(Trial trial, Terms terms) throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<Finding> task = new FutureTask<>(() -> trial.body().run(terms));
        Thread thread = Thread.ofPlatform().name("trial-" + trial.id()).start(task);
        atWork.add(thread);
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
        } finally {
            atWork.remove(thread);
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
        String line = text.replaceAll("\\s+", " ").replace("|", "/");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000L;
    }
}

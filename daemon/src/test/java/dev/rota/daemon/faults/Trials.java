package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Terms;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the trials for `bench/faults`: a line on standard error as each begins and ends, the table on standard
/// output when all have ended or somebody has interrupted it. Ends with 1 when anything that must be zero is not, a
/// fault did not bite, or a trial was not done.
final class Trials {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    /// These are the longest and mostly wait: they begin first, beside all the others.
    private static final List<String> FIRST = List.of("F-16", "F-62");

    private Trials() {}

    /// @param words ids, if only some are wanted; `soak=PT5M`, `times=2`, `lanes=1`, `seed=7`
    public static void main(String[] words) throws IOException {
        Orders orders = Orders.of(List.of(words), Orders.ROWS);
        if (!orders.wrong().isEmpty()) {
            orders.wrong().forEach(System.err::println);
            System.exit(2);
        }
        List<Trial> wanted = all().filter(
                        trial -> orders.only().isEmpty() || ids(trial).anyMatch(orders.only()::contains))
                .toList();
        List<Trial> longestFirst = wanted.stream()
                .sorted(Comparator.comparingInt(trial -> FIRST.contains(trial.id()) ? 0 : 1))
                .toList();
        Lanes lanes = new Lanes(
                new Terms(orders.times(), orders.soak(), new Random(orders.seed())),
                trial -> LONGEST.multipliedBy(orders.times())
                        .plus(trial.id().equals("F-62") ? orders.soak() : Duration.ZERO),
                System.err);
        CountDownLatch told = new CountDownLatch(1);
        // Whoever interrupts it gets back what the trials have taken (mounts, servers, daemons), and what is known.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> giveUp(lanes, told)));
        String before = load();
        lanes.run(longestFirst, orders.lanes());
        List<String> failed = table(wanted, lanes, System.out);
        System.out.println("seed=" + orders.seed() + "; " + wanted.size() + " rows, " + orders.lanes()
                + " at once; load before " + before + ", after " + load() + "; "
                + Runtime.getRuntime().availableProcessors() + " cores; Java " + Runtime.version());
        System.out.println(failed.isEmpty() ? "faults: passed" : "faults: FAILED: " + String.join(", ", failed));
        told.countDown();
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    /// @return the ids of those that count as failed
    static List<String> table(List<Trial> trials, Lanes lanes, PrintStream out) {
        List<String> failed = new ArrayList<>();
        out.println(Row.HEAD);
        for (Trial trial : trials) {
            Row row = lanes.row(trial);
            out.println(row.text());
            if (!row.failure().isEmpty()) {
                failed.add(trial.id() + (row.failure().equals("skipped") ? " (skipped)" : ""));
            }
        }
        out.println();
        return failed;
    }

    static Stream<String> ids(Trial trial) {
        return Stream.of(trial.id().split(", "));
    }

    private static void giveUp(Lanes lanes, CountDownLatch told) {
        try {
            if (told.getCount() > 0) {
                lanes.stop();
                boolean _ = told.await(2, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String load() throws IOException {
        return String.join(
                " ",
                List.of(Files.readString(Path.of("/proc/loadavg")).split(" ", -1))
                        .subList(0, 3));
    }

    static Stream<Trial> all() {
        return Stream.of(
                        DeathTrials.ALL,
                        StallTrials.ALL,
                        NetworkTrials.ALL,
                        ServerTrials.ALL,
                        DiskTrials.ALL,
                        ClockTrials.ALL,
                        FailoverTrial.ALL,
                        TargetTrials.ALL,
                        PageTrials.ALL,
                        JobTrials.ALL,
                        OrderTrials.ALL,
                        CrowdTrials.ALL)
                .flatMap(List::stream);
    }
}

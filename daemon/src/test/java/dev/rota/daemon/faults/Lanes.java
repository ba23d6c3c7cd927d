package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Does trials, several at once, for mostly they wait. None of them can do harm to another: one that throws or hangs
/// has failed, and what it leaves behind is ended.
final class Lanes {
    private static final Duration TO_GIVE_UP = Duration.ofMinutes(1);
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final Terms terms;
    private final Function<Trial, Duration> limit;
    private final PrintStream progress;
    private final Map<Trial, Row> rows = new ConcurrentHashMap<>();
    private final Map<Thread, Trial> atWork = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param limit    after which a trial counts as hanging
    /// @param progress gets a line when a trial begins and when it ends
    Lanes(Terms terms, Function<Trial, Duration> limit, PrintStream progress) {
        this.terms = terms;
        this.limit = limit;
        this.progress = progress;
    }

    /// Returns when all have been done, or it was told to stop.
    ///
    /// @param lanes how many at once
    void run(List<Trial> trials, int lanes) {
        try (ExecutorService pool = Executors.newFixedThreadPool(lanes)) {
            trials.forEach(trial -> pool.execute(() -> run(trial, trials.size())));
        }
    }

    /// What came of it; of one that was not done, that.
    Row row(Trial trial) {
        return rows.getOrDefault(trial, Row.notDone(trial));
    }

    /// Begins no more, and ends those that are under way.
    void stop() {
        stopping = true;
        atWork.keySet().forEach(Thread::interrupt);
    }

    private void run(Trial trial, int all) {
        if (stopping) {
            return;
        }
        say(trial, "begins: " + trial.fault());
        long began = System.nanoTime();
        Row row;
        try {
            row = row(trial, began);
        } catch (IOException e) {
            row = Row.without(trial, e, seconds(began));
        } catch (InterruptedException e) {
            return; // nobody does that
        }
        rows.put(trial, row);
        say(trial, "%s (%d s; %d of %d)".formatted(row.outcome(), seconds(began), rows.size(), all));
    }

    private Row row(Trial trial, long began) throws IOException, InterruptedException {
        Ground ground = Ground.create(trial.id().replaceAll("\\W+", "-"));
        FutureTask<Finding> task =
                new FutureTask<>(() -> ground.call(() -> trial.body().run(terms)));
        Thread thread = Thread.ofPlatform().daemon().name("trial-" + trial.id()).start(task);
        atWork.put(thread, trial);
        if (stopping) {
            thread.interrupt();
        }
        Row row;
        Throwable why;
        try {
            Finding finding = task.get(limit.apply(trial).toMillis(), TimeUnit.MILLISECONDS);
            row = Row.of(trial, finding, seconds(began));
            why = new AssertionError(finding.problems());
        } catch (ExecutionException e) {
            why = e.getCause() == null ? e : e.getCause();
            row = Row.without(trial, why, seconds(began));
        } catch (TimeoutException e) {
            e.setStackTrace(thread.getStackTrace()); // where it hangs
            why = e;
            thread.interrupt();
            row = Row.without(trial, why, seconds(began));
        }
        boolean gone = thread.join(TO_GIVE_UP);
        atWork.remove(thread);
        return told(trial, row, why, ground, gone);
    }

    private Row told(Trial trial, Row counted, Throwable why, Ground ground, boolean gone)
            throws IOException, InterruptedException {
        Row row = counted;
        List<String> left = ground.clear(TO_END);
        if (!gone) {
            row = row.failedBy("its thread does not end");
        }
        if (!left.isEmpty() && !stopping) {
            row = row.failedBy("left behind: " + String.join(", ", left));
        }
        boolean wanted = !row.failure().isEmpty() && !row.failure().equals("skipped") && !stopping;
        if (wanted) {
            ground.keep(why);
            return row.and("its logs: " + ground.directory());
        }
        ground.delete();
        return stopping && !row.failure().isEmpty() ? Row.notDone(trial) : row;
    }

    private void say(Trial trial, String what) {
        progress.println(LocalTime.now(java.time.ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + trial.id()
                + " " + what);
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000L;
    }
}

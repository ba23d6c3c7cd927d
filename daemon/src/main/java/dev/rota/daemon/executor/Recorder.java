package dev.rota.daemon.executor;

import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Durations;
import dev.rota.daemon.time.Wakeup;
import dev.rota.store.NotRecorded;
import dev.rota.store.RunLogStore;
import dev.rota.store.RunStore;
import dev.rota.store.RunStore.Finish;
import dev.rota.store.RunStore.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes how runs ended, and what they say while they run. Everything that has ended since the last time is one
/// batch and one commit, or two side by side where there is much, as two daemons would write it. What cannot be
/// written is tried again until it lands; whether that is too late is the fence's decision, and then it is dropped
/// aloud.
public final class Recorder implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final String WHO = "recorder";
    private static final int BATCH = 1_000;
    /// So many outcomes are written at once; fewer wait a moment for company, unless runs are waiting for slots.
    private static final int WORTH_A_COMMIT = 200;
    /// So many are written as two halves.
    private static final int WORTH_TWO = 2 * WORTH_A_COMMIT;
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(100);
    /// Then what else there is to do has its turn.
    private static final int MOST_BATCHES = 10;
    private static final Duration LOGS_EVERY = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(3);

    private final Stores stores;
    private final RunningRuns runs;
    private final StatusBoard status;
    private final Totals totals;
    private final Wakeup wakeup;
    private final BlockingQueue<Finished> ended = new LinkedBlockingQueue<>();
    /// A platform thread, as ours is: jobs that spin on all carriers of virtual threads must not keep it from
    /// writing.
    private final Executor beside =
            task -> Thread.ofPlatform().name("rota-recorder-beside").daemon().start(task);
    private final LogWriter logs;
    private final DatabaseClock clock;
    private final EndsApart apart = new EndsApart();
    private List<Finished> batch = List.of();
    /// Whose schedule's row somebody held.
    private final List<Finished> held = new ArrayList<>();
    private int failures;
    private final Wakeup enough = Wakeup.create();
    private boolean alone;
    private volatile Predicate<List<Instant>> onRecorded = _ -> false;
    private volatile boolean stopped;

    public record Stores(RunStore runs, RunLogStore logs, DatabaseClock clock) {}

    public Recorder(Stores stores, RunningRuns runs, StatusBoard status, Totals totals, Wakeup wakeup) {
        this.stores = stores;
        this.logs = new LogWriter(stores.logs());
        this.clock = stores.clock();
        this.runs = runs;
        this.status = status;
        this.totals = totals;
        this.wakeup = wakeup;
    }

    /// @param action called after each batch with the instants at which the schedules that ran are due next; says
    ///     whether more runs wait for slots
    public void onRecorded(Predicate<List<Instant>> action) {
        onRecorded = action;
    }

    /// Hands over an outcome; never blocks and cannot be interrupted.
    void record(Finished finished) {
        ended.add(finished);
        if (ended.size() >= WORTH_A_COMMIT) {
            enough.wake();
        }
        wakeup.wake();
    }

    void runsStarted() {
        wakeup.wake();
    }

    /// Ends the thread after what has been handed over is written, or could not be.
    public void stop() {
        stopped = true;
        enough.wake();
        wakeup.wake();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                Duration wait = turn();
                if (alone && !stopped) {
                    boolean _ = enough.await(BETWEEN_COMMITS);
                }
                boolean _ = wakeup.await(wait);
            }
            while (turn().isZero()) {
                LOG.debug("More has ended meanwhile");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what there is.
    ///
    /// @return how long to wait for more
    Duration turn() {
        alone = false;
        try {
            logs.write(runs.talked());
            ended.addAll(held);
            held.clear();
            for (int batches = 0; batches < MOST_BATCHES && !(batch.isEmpty() && ended.isEmpty()); batches++) {
                writeOutcomes();
            }
            writeProgress();
            writeApart();
            failures = 0;
            if (apart.isEmpty()) {
                status.well(WHO);
            }
        } catch (RuntimeException e) {
            failures = Math.min(failures + 1, 10);
            status.trouble(WHO, e);
            return backoff();
        }
        if (!ended.isEmpty()) {
            return Duration.ZERO;
        }
        Duration wait = runs.isEmpty() ? IDLE : LOGS_EVERY;
        Duration next = apart.isEmpty() ? wait : apart.untilNext(clock.nanos());
        return Durations.shorter(next, wait);
    }

    private Duration backoff() {
        return Durations.shorter(Duration.ofMillis(100L << failures), LONGEST_BACKOFF);
    }

    private void writeOutcomes() {
        if (batch.isEmpty()) {
            List<Finished> taken = new ArrayList<>();
            ended.drainTo(taken, 2 * BATCH);
            // Kept until it is written: what fails is tried again.
            batch = taken;
        }
        // A log is complete before its run is.
        logs.write(runs.talked());
        int half = batch.size() >= WORTH_TWO ? batch.size() / 2 : batch.size();
        List<Finished> here = batch.subList(0, half);
        List<Finished> there = batch.subList(half, batch.size());
        CompletableFuture<Finish> other = there.isEmpty()
                ? CompletableFuture.completedFuture(Finish.NOTHING)
                : CompletableFuture.supplyAsync(() -> stores.runs().finish(there), beside);
        CompletableFuture<Finish> own =
                CompletableFuture.supplyAsync(() -> stores.runs().finish(here), Runnable::run);
        CompletableFuture.allOf(own, other).handle((_, _) -> Finish.NOTHING).join();
        List<Finished> left = new ArrayList<>();
        boolean behind = settled(here, own, left);
        boolean stillBehind = settled(there, other, left);
        alone = !behind && !stillBehind && batch.size() < WORTH_A_COMMIT;
        Stream.of(own, other).flatMap(Written::troubled).forEach(trouble -> {
            setApart(trouble);
            left.removeAll(trouble.left());
        });
        boolean answered = !own.isCompletedExceptionally() && !other.isCompletedExceptionally();
        held.addAll(answered ? left : List.of());
        batch = answered ? List.of() : left;
        Written.raise(own, other);
    }

    private void setApart(NotRecorded trouble) {
        apart.add(trouble.left(), clock.nanos());
        status.trouble(WHO, trouble);
        String reason = trouble.reason();
        trouble.left().forEach(one -> warnOf(one).log("Its end could not be recorded, and is tried again: {}", reason));
    }

    /// What could not be recorded before, one at a time, after all others.
    private void writeApart() {
        for (Finished one : apart.due(clock.nanos())) {
            List<Finished> left = new ArrayList<>();
            try {
                boolean _ = settled(
                        List.of(one),
                        CompletableFuture.completedFuture(stores.runs().finish(List.of(one))),
                        left);
                apart.remove(one);
                held.addAll(left);
            } catch (NotRecorded e) {
                apart.failed(one, e, clock.nanos());
                throw e;
            }
        }
    }

    /// @param left gets those that were not written
    /// @return whether more runs wait for slots
    private boolean settled(List<Finished> some, CompletableFuture<Finish> written, List<Finished> left) {
        if (some.isEmpty()) {
            return false;
        }
        Finish finish = Written.of(written);
        totals.passed(finish.passed());
        int before = left.size();
        for (Finished finished : some) {
            if (!isSettled(finished, finish)) {
                left.add(finished);
            }
        }
        finish.changes().forEach(StandingLines::tell);
        return left.size() - before < some.size() && onRecorded.test(finish.upcoming());
    }

    /// @return whether it need not be tried again
    private boolean isSettled(Finished finished, Finish finish) {
        UUID run = finished.claim().runId();
        if (finish.fenced().contains(run)) {
            totals.fenced();
            warnOf(finished).log("Too late: the run is not ours any more, its result is dropped");
        } else if (finish.recorded().contains(run)) {
            totals.recorded(finish.lighter().getOrDefault(run, finished));
        } else {
            return false;
        }
        runs.forget(run);
        return true;
    }

    private static LoggingEventBuilder warnOf(Finished finished) {
        return LOG.atWarn()
                .addKeyValue("schedule", finished.claim().scheduleName())
                .addKeyValue("run", finished.claim().runId())
                .addKeyValue("outcome", finished.outcome().status().word());
    }

    private void writeProgress() {
        Map<UUID, RunStore.Progress> made = new HashMap<>();
        for (LiveRun run : runs.all()) {
            LiveRun.Progress progress = run.takeProgress();
            if (progress != null && !run.hasEnded()) {
                made.put(
                        run.claim().runId(),
                        new RunStore.Progress(
                                run.claim().slot(), progress.done(), progress.total(), progress.message()));
            }
        }
        if (!made.isEmpty()) {
            stores.runs().progress(made);
        }
    }
}

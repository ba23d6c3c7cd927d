package dev.rota.daemon.executor;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Durations;
import dev.rota.daemon.time.Wakeup;
import dev.rota.job.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Interrupts the runs whose time is up: at their deadline, when their window closes, and all of them before the
/// lease ends. A run that goes on all the same is given up after a while. It never talks to the database, so that
/// nothing can keep it from that; on a platform thread, for a job that spins on all carriers of virtual threads must
/// not stop it either.
public final class Deadlines implements Runnable {
    private static final Duration LONGEST = Duration.ofHours(1);
    /// How long a job may take to end after it was interrupted, before its thread is given up.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunningRuns runs;
    private final DatabaseClock clock;
    private final Wakeup wakeup;
    private volatile Consumer<LiveRun> deaf = _ -> {};
    /// When the runs have to be looked through next, on the monotonic clock; null before the first time, and while
    /// they are, until somebody sets a deadline.
    private @Nullable Long next;
    private boolean looking;
    private volatile boolean stopped;

    public Deadlines(RunningRuns runs, DatabaseClock clock, Wakeup wakeup) {
        this.runs = runs;
        this.clock = clock;
        this.wakeup = wakeup;
        runs.onStopped(this::changed);
    }

    /// @param action called once for a run whose job ignores its interrupt
    void whenDeaf(Consumer<LiveRun> action) {
        deaf = action;
    }

    /// There is a new run, or one was cut off.
    public void changed() {
        wakeup.wake();
    }

    /// A run has a deadline from now on. Mostly it is later than that of others, and then nothing is done: to look
    /// through all runs at each start costs much where thousands start.
    ///
    /// @param at on the monotonic clock
    void deadline(long at) {
        synchronized (this) {
            if (next != null && at - next >= 0) {
                return;
            }
            next = at;
            if (looking) {
                return; // which heeds it at its end
            }
        }
        wakeup.wake();
    }

    public void stop() {
        stopped = true;
        wakeup.wake();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                wakeup.await(enforce());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Cuts off what is out of time.
    ///
    /// @return how long until the next run will be
    Duration enforce() {
        synchronized (this) {
            looking = true;
            next = null;
        }
        long now = clock.nanos();
        long found = now + untilNext(now).toNanos();
        synchronized (this) {
            looking = false;
            // Who set a deadline meanwhile may have come too late to be found.
            next = next == null || found - next < 0 ? found : next;
            return Duration.ofNanos(next - now);
        }
    }

    private Duration untilNext(long now) {
        Instant instant = clock.instant();
        Duration wait = LONGEST;
        RunningRuns.Lease lease = runs.lease();
        if (lease != null && !runs.isEmpty()) {
            wait = leaseLeft(lease, now);
        }
        for (LiveRun run : runs.all()) {
            if (!run.hasEnded() && run.stopped() == null) {
                wait = Durations.shorter(wait, left(run, now, instant));
            }
            StopReason why = run.stopped();
            if (!run.hasEnded() && why != null && run.claim().job().lane() != Lane.COMMAND && why.givesUp()) {
                wait = Durations.shorter(wait, patience(run, now));
            }
        }
        return wait;
    }

    /// A program's slot is held until nothing of it is alive; everything else that does not end is given up.
    private Duration patience(LiveRun run, long now) {
        Duration left = PATIENCE.minusNanos(run.cutOffFor(now));
        if (left.isPositive()) {
            return left;
        }
        deaf.accept(run);
        return LONGEST;
    }

    private Duration leaseLeft(RunningRuns.Lease lease, long now) {
        long left = lease.ends() - now;
        if (left > 0) {
            return Durations.shorter(LONGEST, Duration.ofNanos(left));
        }
        runs.stopAll(StopReason.LEASE_LOST);
        return LONGEST;
    }

    private static Duration left(LiveRun run, long now, Instant instant) {
        Duration left = LONGEST;
        Long deadline = run.deadline();
        if (deadline != null) {
            left = Duration.ofNanos(deadline - now);
            if (!left.isPositive()) {
                boolean _ = run.stop(StopReason.DEADLINE);
                return LONGEST;
            }
        }
        Instant closesAt = run.claim().closesAt();
        if (closesAt != null) {
            Duration open = Duration.between(instant, closesAt);
            if (!open.isPositive()) {
                boolean _ = run.stop(StopReason.WINDOW_CLOSED);
                return LONGEST;
            }
            left = Durations.shorter(left, open);
        }
        return left;
    }
}

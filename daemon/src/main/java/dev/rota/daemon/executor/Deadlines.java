package dev.rota.daemon.executor;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Wakeup;
import java.time.Duration;
import java.time.Instant;

/// Interrupts the runs whose time is up: at their deadline, when their window closes, and all of them before the
/// lease ends. It never talks to the database, so that nothing can keep it from that; on a platform thread, for a
/// job that spins on all carriers of virtual threads must not stop it either.
public final class Deadlines implements Runnable {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final RunningRuns runs;
    private final DatabaseClock clock;
    private final Wakeup wakeup;
    private volatile boolean stopped;

    public Deadlines(RunningRuns runs, DatabaseClock clock, Wakeup wakeup) {
        this.runs = runs;
        this.clock = clock;
        this.wakeup = wakeup;
    }

    /// There is a new run, a new deadline or another lease.
    public void changed() {
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
        long now = clock.nanos();
        Instant instant = clock.instant();
        Duration next = LONGEST;
        RunningRuns.Lease lease = runs.lease();
        if (lease != null && !runs.isEmpty()) {
            next = leaseLeft(lease, now);
        }
        for (LiveRun run : runs.all()) {
            if (!run.hasEnded() && run.stopped() == null) {
                next = shorter(next, left(run, now, instant));
            }
        }
        return next;
    }

    private Duration leaseLeft(RunningRuns.Lease lease, long now) {
        long left = lease.ends() - now;
        if (left > 0) {
            return shorter(LONGEST, Duration.ofNanos(left));
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
                run.stop(StopReason.DEADLINE);
                return LONGEST;
            }
        }
        Instant closesAt = run.claim().closesAt();
        if (closesAt != null) {
            Duration open = Duration.between(instant, closesAt);
            if (!open.isPositive()) {
                run.stop(StopReason.WINDOW_CLOSED);
                return LONGEST;
            }
            left = shorter(left, open);
        }
        return left;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

package dev.rota.daemon.executor;

import dev.rota.run.Claim;
import org.jspecify.annotations.Nullable;

/// One run while it is ours: its thread, its deadline, and whether somebody cut it off. The first reason counts.
final class LiveRun {
    private final Claim claim;
    private final LogBuffer log;
    private @Nullable Thread thread;
    private @Nullable StopReason stopped;
    private boolean ended;
    private boolean lost;
    private @Nullable Long cutOffSeen;
    private volatile @Nullable Long deadline;
    private volatile @Nullable Progress progress;

    /// How far the run has come, until that is written.
    record Progress(long done, @Nullable Long total, String message) {}

    LiveRun(Claim claim, LogBuffer log) {
        this.claim = claim;
        this.log = log;
    }

    Claim claim() {
        return claim;
    }

    LogBuffer log() {
        return log;
    }

    /// Called by the run's own thread, before anything else. It is interrupted at once when somebody was faster.
    synchronized void entered(Thread own) {
        thread = own;
        if (stopped != null) {
            own.interrupt();
        }
    }

    /// @param at when the run is out of time, on the monotonic clock
    void deadline(long at) {
        deadline = at;
    }

    @Nullable
    Long deadline() {
        return deadline;
    }

    /// @return whether that is what cut it off
    synchronized boolean stop(StopReason why) {
        if (ended || stopped != null) {
            return false;
        }
        stopped = why;
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    /// Called by the run's own thread when the job has ended: from now on nobody interrupts it any more.
    synchronized @Nullable StopReason ended() {
        ended = true;
        boolean _ = Thread.interrupted();
        return stopped;
    }

    /// Takes the run for ended although its thread goes on: its job ignores the interrupt.
    ///
    /// @return whether it was still going on
    synchronized boolean giveUp() {
        if (ended) {
            return false;
        }
        ended = true;
        lost = true;
        return true;
    }

    /// Whether the run was given up: its outcome is told already.
    synchronized boolean isLost() {
        return lost;
    }

    /// @return for how many nanoseconds the run is known to be cut off
    synchronized long cutOffFor(long now) {
        long since = cutOffSeen == null ? now : cutOffSeen;
        cutOffSeen = since;
        return now - since;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    synchronized @Nullable StopReason stopped() {
        return stopped;
    }

    void progress(@Nullable Progress made) {
        progress = made;
    }

    /// What was not written yet.
    @Nullable
    Progress takeProgress() {
        Progress made = progress;
        progress = null;
        return made;
    }
}

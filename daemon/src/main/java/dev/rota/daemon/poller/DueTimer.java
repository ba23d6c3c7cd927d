package dev.rota.daemon.poller;

import dev.rota.daemon.executor.Launcher;
import dev.rota.daemon.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// The next due instants, as the last look saw them and as the runs that ended since made them: never a cache of
/// plans, only a reason to claim.
final class DueTimer {
    /// We wake a little later than [Launcher#AHEAD] allows, so that the claim that follows finds the instant within
    /// reach although the two clocks differ by a fraction of the round trip, and takes the next instants along.
    private static final Duration LEAD = Duration.ofMillis(60);

    /// Of so many at once the claim takes long, and begins as early as it may.
    private static final int MANY = 50;
    private static final Duration LEAD_FOR_MANY = Duration.ofMillis(95);

    /// How many instants are remembered; what lies behind them is found by the next look.
    private static final int MOST = 4_096;

    private final TreeMap<Instant, Integer> upcoming = new TreeMap<>();
    private final List<Instant> meanwhile = new ArrayList<>();
    private boolean looking;
    private Instant knownUntil = Instant.MIN;

    /// A look begins: what is added until its answer is here may or may not be part of it.
    synchronized void look() {
        meanwhile.clear();
        looking = true;
    }

    /// What the look saw.
    ///
    /// @param until how far it saw
    synchronized void set(List<Instant> instants, Instant until) {
        upcoming.clear();
        knownUntil = until;
        instants.forEach(this::put);
        meanwhile.forEach(this::put);
        meanwhile.clear();
        looking = false;
    }

    /// What became due later on.
    ///
    /// @return whether something is now to be claimed sooner than before
    synchronized boolean add(Collection<Instant> instants) {
        Instant first = upcoming.isEmpty() ? knownUntil : upcoming.firstKey();
        if (looking) {
            meanwhile.addAll(instants);
        }
        instants.forEach(this::put);
        return !upcoming.isEmpty() && upcoming.firstKey().isBefore(first);
    }

    private void put(Instant instant) {
        if (!instant.isAfter(knownUntil)) {
            upcoming.merge(instant, 1, Integer::sum);
            if (upcoming.size() > MOST) {
                knownUntil = upcoming.pollLastEntry().getKey().minusNanos(1);
            }
        }
    }

    /// Forgets what may be claimed now.
    ///
    /// @param now the instant by the database's clock
    /// @return how much that is
    synchronized int take(Instant now) {
        var reached = upcoming.headMap(now.plus(Launcher.AHEAD), true);
        int count = reached.values().stream().mapToInt(Integer::intValue).sum();
        reached.clear();
        return count;
    }

    /// How long until something may be claimed or another look is needed: zero when that is now, at most `longest`.
    synchronized Duration untilNext(Instant now, Duration longest) {
        Instant next = upcoming.isEmpty() ? knownUntil : upcoming.firstKey();
        if (next.equals(Instant.MIN)) {
            return longest;
        }
        boolean many = upcoming.getOrDefault(next, 0) >= MANY;
        Duration left = Duration.between(now, next.minus(many ? LEAD_FOR_MANY : LEAD));
        return left.isNegative() ? Duration.ZERO : Durations.shorter(left, longest);
    }

    /// Whether only another look tells what comes next.
    synchronized boolean isOver(Instant now) {
        return upcoming.isEmpty() && !now.plus(LEAD).isBefore(knownUntil);
    }
}

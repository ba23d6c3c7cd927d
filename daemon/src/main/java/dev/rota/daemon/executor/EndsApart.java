package dev.rota.daemon.executor;

import dev.rota.daemon.time.Durations;
import dev.rota.run.Harvest;
import dev.rota.store.NotRecorded;
import dev.rota.store.RunStore.Finished;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ends that could not be recorded, each alone. They are kept apart, so that the others are recorded without them,
/// and tried again less and less often.
final class EndsApart {
    /// After so many tries over so long a time it is what the run brought home that cannot be recorded, whatever
    /// the reason is, and its end is recorded without it. Whoever is in the way is waited for.
    private static final int TRIES = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_GAP = Duration.ofMillis(200);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    private final Map<Finished, Tried> ends = new LinkedHashMap<>();

    /// @param since when it was first put apart, on the monotonic clock
    /// @param next  not before is it tried again
    private record Tried(int times, long since, long next) {}

    boolean isEmpty() {
        return ends.isEmpty();
    }

    void add(List<Finished> some, long now) {
        some.forEach(one -> ends.put(one, new Tried(0, now, now + SHORTEST_GAP.toNanos())));
    }

    /// Those whose turn it is.
    List<Finished> due(long now) {
        return ends.entrySet().stream()
                .filter(end -> end.getValue().next() - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How long until it is the next one's turn; at most [#LONGEST_GAP].
    Duration untilNext(long now) {
        long left = ends.values().stream()
                .mapToLong(tried -> tried.next() - now)
                .min()
                .orElse(LONGEST_GAP.toNanos());
        return Duration.ofNanos(Math.max(0, left));
    }

    void remove(Finished one) {
        ends.remove(one);
    }

    /// It could not be recorded once more; the others have their turn before it.
    void failed(Finished one, NotRecorded why, long now) {
        Tried before = ends.remove(one);
        int times = before == null || why.contended() ? 1 : before.times() + 1;
        long since = before == null ? now : before.since();
        boolean enough = times >= TRIES && now - since >= PATIENCE.toNanos();
        if (enough && !one.harvest().equals(Harvest.NONE)) {
            ends.put(one.without(why.reason()), new Tried(0, since, now));
        } else {
            Duration gap = Durations.shorter(SHORTEST_GAP.multipliedBy(1L << Math.min(times, 20)), LONGEST_GAP);
            ends.put(one, new Tried(times, since, now + gap.toNanos()));
        }
    }
}

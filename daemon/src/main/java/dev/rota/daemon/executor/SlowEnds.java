package dev.rota.daemon.executor;

import dev.rota.run.Harvest;
import dev.rota.store.RunStore.Finished;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ends of runs that the database could not record in the time that a statement has, each alone. They are kept
/// apart, so that the others are recorded without them.
final class SlowEnds {
    /// After so many tries it is what the run brought home that takes too long, and its end is recorded without it.
    private static final int TRIES = 5;

    private final Map<Finished, Integer> tries = new LinkedHashMap<>();

    void add(List<Finished> some) {
        some.forEach(one -> tries.put(one, 0));
    }

    List<Finished> all() {
        return List.copyOf(tries.keySet());
    }

    void remove(Finished one) {
        tries.remove(one);
    }

    /// It took too long once more; the others have their turn before it.
    void failed(Finished one) {
        Integer before = tries.remove(one);
        int after = before == null ? 1 : before + 1;
        boolean lighter = after >= TRIES && !one.harvest().equals(Harvest.NONE);
        tries.put(lighter ? one.without("it takes longer than a statement may") : one, lighter ? 0 : after);
    }
}

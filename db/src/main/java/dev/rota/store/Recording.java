package dev.rota.store;

import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.store.RunStore.Finish;
import dev.rota.store.RunStore.Finished;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Records a batch of ends, and finds out which of them it is that keeps the others from it: what fails is halved
/// until that one is alone.
final class Recording {
    private final Database database;
    private final Plans plans;

    Recording(Database database, Plans plans) {
        this.database = database;
        this.plans = plans;
    }

    Finish finish(List<Finished> batch) {
        if (batch.isEmpty()) {
            return Finish.NOTHING;
        }
        try {
            return write(batch);
        } catch (RuntimeException e) {
            if (DatabaseFault.concernsAll(e)) {
                throw e;
            }
            return batch.size() == 1 ? alone(batch.getFirst(), e) : halves(batch);
        }
    }

    private Finish write(List<Finished> batch) {
        return Partitions.inTransaction(
                database, instants(batch), handle -> new FinishBatch(handle, plans, batch).write());
    }

    private Finish alone(Finished one, RuntimeException e) {
        if (!DatabaseFault.refusesData(e) || isLight(one)) {
            throw new NotRecorded(Finish.NOTHING, List.of(one), e);
        }
        Finished lighter = one.without(String.valueOf(Partitions.sqlState(e)));
        Finish finish;
        try {
            finish = finish(List.of(lighter));
        } catch (NotRecorded again) {
            throw new NotRecorded(Finish.NOTHING, List.of(one), again);
        }
        Map<UUID, Finished> how = Map.of(one.claim().runId(), lighter);
        return new Finish(
                finish.recorded(), finish.fenced(), how, finish.changes(), finish.upcoming(), finish.passed());
    }

    private static boolean isLight(Finished one) {
        return one.outcome() instanceof Outcome.Failed(FailureClass failure, String _, String _)
                && failure == FailureClass.INTERNAL
                && one.harvest().equals(Harvest.NONE);
    }

    /// The second half is not tried when nothing of the first went through, not even of two runs alone: then all
    /// would fail.
    private Finish halves(List<Finished> batch) {
        int half = batch.size() / 2;
        List<Finished> second = batch.subList(half, batch.size());
        Finish before;
        try {
            before = finish(batch.subList(0, half));
        } catch (NotRecorded first) {
            throw half > 1 && first.stalled() ? first : both(first, second);
        }
        try {
            return before.plus(finish(second));
        } catch (NotRecorded e) {
            throw e.after(before);
        } catch (RuntimeException e) {
            throw new NotRecorded(before, List.of(), e); // the second half stays to be tried again
        }
    }

    private NotRecorded both(NotRecorded first, List<Finished> second) {
        try {
            return first.after(finish(second));
        } catch (NotRecorded e) {
            return first.and(e);
        } catch (RuntimeException e) {
            return new NotRecorded(first.done(), first.left(), e);
        }
    }

    private static Set<Instant> instants(List<Finished> batch) {
        Set<Instant> instants = new HashSet<>();
        for (Finished finished : batch) {
            instants.add(finished.claim().slot());
            instants.add(finished.finishedAt());
            finished.harvest().measurements().forEach(m -> instants.add(m.at()));
        }
        return instants;
    }
}

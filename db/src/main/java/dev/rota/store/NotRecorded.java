package dev.rota.store;

import dev.rota.store.RunStore.Finish;
import dev.rota.store.RunStore.Finished;
import java.util.ArrayList;
import java.util.List;

/// Some ends could not be recorded, each alone. Others of their batch may be, and are then in [#done()]; those that
/// are in neither were not tried.
public final class NotRecorded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Finish done;
    private final transient List<Finished> left;

    NotRecorded(Finish done, List<Finished> left, Throwable cause) {
        super("The ends of " + left.size() + " runs could not be recorded: " + DatabaseFault.why(cause), cause);
        this.done = done;
        this.left = left;
    }

    /// What was recorded besides.
    public Finish done() {
        return done;
    }

    /// What could not be, all alone.
    public List<Finished> left() {
        return left;
    }

    /// Whether nothing at all went through, so that it is the database that is in trouble, and not these ends.
    public boolean stalled() {
        return done.recorded().isEmpty() && done.fenced().isEmpty();
    }

    /// Whether it is somebody else who is in the way, and not what the runs brought home.
    public boolean contended() {
        return DatabaseFault.isContended(this);
    }

    /// Why, in a few words.
    public String reason() {
        return DatabaseFault.tookTooLong(this) ? "it takes longer than a statement may" : DatabaseFault.why(this);
    }

    NotRecorded after(Finish before) {
        return new NotRecorded(before.plus(done), left, this);
    }

    NotRecorded and(NotRecorded other) {
        List<Finished> both = new ArrayList<>(left);
        both.addAll(other.left);
        return new NotRecorded(done.plus(other.done), both, this);
    }
}

package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.time.Gate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A named point in a conversation with the database, where something happens to it.
final class Point {
    /// What happens there.
    enum Effect {
        /// The statement waits until it is released, or for ever.
        HOLD,
        /// The statement reaches the server, its answer never the client.
        EAT_ANSWER,
        /// Both ends of the connection are reset; the statement does not reach the server.
        RESET
    }

    final Predicate<Said> when;
    final Effect effect;
    private final AtomicInteger left;
    private final AtomicInteger bitten = new AtomicInteger();
    private final Gate reached = new Gate();
    private final Gate released = new Gate();
    private volatile boolean dropped;

    Point(Predicate<Said> when, Effect effect, int times) {
        this.when = when;
        this.effect = effect;
        this.left = new AtomicInteger(times);
    }

    /// Whether the fault is to bite here and now.
    boolean bites(Said said) {
        if (!when.test(said) || left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
            return false;
        }
        bitten.incrementAndGet();
        reached.open();
        return true;
    }

    /// How often it has bitten.
    int bitten() {
        return bitten.get();
    }

    void awaitReached() throws InterruptedException {
        assertThat(reached.await(Duration.ofMinutes(3)))
                .as("the point is reached")
                .isTrue();
    }

    /// The statement goes on, and no other is held.
    void release() {
        left.set(0);
        released.open();
    }

    /// The statement never reaches the server: its connection ends instead.
    void drop() {
        dropped = true;
        release();
    }

    /// @return whether the statement goes on
    boolean awaitRelease() throws InterruptedException {
        released.await();
        return !dropped;
    }
}

package dev.rota.daemon.recovery;

import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.RunningRuns.Lease;
import dev.rota.daemon.executor.StopReason;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Wakeup;
import dev.rota.store.DaemonStore;
import dev.rota.store.DaemonStore.Beat;
import dev.rota.store.DaemonStore.Pulse;
import dev.rota.store.DaemonStore.Registration;
import dev.rota.store.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this daemon's lease, on a platform thread of its own: renews it at a third, and compares the runs that the
/// database holds for us with those we know. What only the database knows is a claim whose answer was lost; what
/// only we know was taken from us.
///
/// Our own idea of when the lease ends is early twice: it counts from before the question was sent, and leaves a
/// sixth of the lease to let go of the runs in.
public final class LeaseKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final String WHO = "heartbeat";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Stores stores;
    private final RunningRuns runs;
    private final DatabaseClock clock;
    private final StatusBoard status;
    private final Terms terms;
    private volatile boolean stopped;
    /// The incarnation that was registered last, whether its lease still holds or not.
    private @Nullable UUID latest;

    public record Stores(DaemonStore daemons, RunStore runs) {}

    /// How the lease is kept.
    ///
    /// @param registration what to enter for an incarnation of a given id
    /// @param pulse        what to tell with each heartbeat
    /// @param wakeup       where to wait between heartbeats
    /// @param onRegistered called when there is a new incarnation, which may claim
    public record Terms(
            Duration lease,
            Function<UUID, Registration> registration,
            Supplier<Pulse> pulse,
            Wakeup wakeup,
            Runnable onRegistered) {}

    public LeaseKeeper(Stores stores, RunningRuns runs, DatabaseClock clock, StatusBoard status, Terms terms) {
        this.stores = stores;
        this.runs = runs;
        this.clock = clock;
        this.status = status;
        this.terms = terms;
    }

    /// Asks for a heartbeat soon: a run may have been cancelled.
    public void wake() {
        terms.wakeup().wake();
    }

    public void stop() {
        stopped = true;
        terms.wakeup().wake();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                boolean _ = terms.wakeup().await(turn());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Registers or renews.
    ///
    /// @return how long until the next heartbeat
    Duration turn() {
        try {
            Lease held = runs.lease();
            if (held == null) {
                register();
            } else {
                beat(held);
            }
            status.well(WHO);
            return terms.lease().dividedBy(3);
        } catch (RuntimeException e) {
            status.trouble(WHO, e);
            return RETRY;
        }
    }

    private void register() {
        UUID id = UUID.randomUUID();
        long sent = clock.nanos();
        clock.sync(stores.daemons().register(terms.registration().apply(id), latest), sent);
        latest = id;
        clock.settle(stores.daemons()::clock); // before the first claim
        grant(id, sent);
        LOG.info("This daemon is {}.", id);
        terms.onRegistered().run();
    }

    private void grant(UUID id, long sent) {
        runs.lease(
                new Lease(id, sent + terms.lease().multipliedBy(5).dividedBy(6).toNanos()));
    }

    private void beat(Lease held) {
        Set<UUID> knownBefore = runs.known();
        Set<UUID> activeBefore = runs.active();
        long mark = runs.claimMark();
        long sent = clock.nanos();
        Beat beat = stores.daemons().heartbeat(held.daemon(), terms.pulse().get(), terms.lease());
        clock.sync(beat.now(), sent);
        if (!beat.held()) {
            LOG.warn(
                    "This daemon had been taken for dead: its {} runs are interrupted, it starts anew.",
                    activeBefore.size());
            runs.lease(null);
            runs.stopAll(StopReason.LEASE_LOST);
            register();
            return;
        }
        grant(held.daemon(), sent);
        beat.cancels().forEach(run -> runs.stop(run, StopReason.CANCELLED));
        if (mark >= 0 && mark == runs.claimMark()) {
            handBackUnknown(beat, knownBefore);
        }
        letGo(beat, activeBefore);
    }

    /// Only if no claim was under way: until a claim's answer is here, the database is ahead of us.
    private void handBackUnknown(Beat beat, Set<UUID> knownBefore) {
        List<UUID> unknown = new ArrayList<>(beat.runs());
        unknown.removeAll(knownBefore);
        unknown.removeAll(runs.known());
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "{} claimed runs were not known here, for the answer to the claim was lost; they are handed back.",
                    unknown.size());
            stores.runs().handBack(unknown, "The answer to the claim was lost.");
        }
    }

    private void letGo(Beat beat, Set<UUID> activeBefore) {
        Set<UUID> taken = new HashSet<>(activeBefore);
        taken.retainAll(runs.active());
        taken.removeAll(beat.runs());
        taken.forEach(run -> {
            LOG.warn("The run {} is not ours any more and is interrupted.", run);
            runs.stop(run, StopReason.LEASE_LOST);
        });
    }
}

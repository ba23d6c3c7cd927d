package dev.rota.daemon;

import dev.rota.daemon.executor.Deadlines;
import dev.rota.daemon.executor.EgressWatch;
import dev.rota.daemon.executor.Launcher;
import dev.rota.daemon.executor.Recorder;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.StopReason;
import dev.rota.daemon.executor.Totals;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.listen.Figures;
import dev.rota.daemon.poller.Hints;
import dev.rota.daemon.poller.Loop;
import dev.rota.daemon.poller.Poller;
import dev.rota.daemon.recovery.Chores;
import dev.rota.daemon.recovery.LeaseKeeper;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Wakeup;
import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import dev.rota.store.ChoreStore;
import dev.rota.store.ClaimStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.DaemonStore.Pulse;
import dev.rota.store.DaemonStore.Registration;
import dev.rota.store.Database;
import dev.rota.store.Plans;
import dev.rota.store.PollStore;
import dev.rota.store.RunLogStore;
import dev.rota.store.RunStore;
import dev.rota.store.ServerLimits;
import dev.rota.store.TimeLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a running daemon, put together, and the order in which they start and stop.
///
/// Two pools: a result that takes long to write must not keep a heartbeat from being sent.
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /// How long an interrupted run may take to end, and its outcome to be written, before the process goes anyway.
    private static final Duration LAST_WAIT = Duration.ofSeconds(15);

    private final DaemonConfig config;
    private final StatusBoard status;
    private final DatabaseClock clock;
    private final JobRunner<JobSpec> jobs;
    private final Database control;
    private final Database data;
    private final DaemonStore daemons;
    private final RunStore runStore;
    private final Wakeup changed = Wakeup.create();
    private final Totals totals = new Totals();
    private final RunningRuns runs;
    private final Deadlines deadlines;
    private final EgressWatch egress;
    private final Recorder recorder;
    private final Launcher launcher;
    private final Poller poller;
    private final Loop loop;
    private final LeaseKeeper leaseKeeper;
    private final Chores chores;
    private final @Nullable Hints hints;
    private final Threads threads = new Threads();
    private final AtomicReference<String> state = new AtomicReference<>("starting");
    private volatile boolean hurried;

    Engine(
            DaemonConfig config,
            JobRunner<JobSpec> jobs,
            StatusBoard status,
            DatabaseClock clock,
            Chores.Place place,
            Runnable onFirstPoll) {
        this.config = config;
        this.status = status;
        this.clock = clock;
        this.jobs = jobs;
        List<String> kinds = List.copyOf(JobKinds.all().keySet());
        TimeLimits limits = TimeLimits.forLease(config.lease());
        control = Database.openForEngine(config.database(), "rota-daemon", 3, limits);
        data = Database.openForEngine(config.database(), "rota-daemon-data", 3, limits);
        daemons = new DaemonStore(control);
        Plans plans = new Plans();
        runStore = new RunStore(data, plans);
        runs = new RunningRuns(config.slots(), changed);
        deadlines = new Deadlines(runs, clock, Wakeup.create());
        egress = new EgressWatch(clock);
        recorder = new Recorder(
                new Recorder.Stores(runStore, new RunLogStore(data), clock), runs, status, totals, Wakeup.create());
        launcher = new Launcher(jobs, runs, deadlines, recorder, new Launcher.Scope(clock, config.secrets(), egress));
        poller = new Poller(
                new Poller.Stores(new PollStore(control), new ClaimStore(control, plans)),
                launcher,
                runs,
                clock,
                new Poller.Rhythm(config.poll(), kinds, place.host(), totals, this::looked));
        loop = new Loop(poller::runOnce, status, Wakeup.create(), clock::nanos, () -> polled(onFirstPoll));
        leaseKeeper = new LeaseKeeper(
                new LeaseKeeper.Stores(daemons, new RunStore(control)),
                runs,
                clock,
                status,
                new LeaseKeeper.Terms(
                        config.lease(),
                        id -> registration(id, place, kinds),
                        this::pulse,
                        Wakeup.create(),
                        this::registered));
        chores = new Chores(
                new Chores.Stores(daemons, new ChoreStore(data)),
                runs,
                clock,
                status,
                place,
                new Chores.Terms(config.poll(), config.retention(), kinds, this::look, Wakeup.create()));
        recorder.onRecorded(this::recorded);
        hints = Hints.of(config.database(), config.poll(), this::hinted);
    }

    void start() {
        threads.start("rota-deadlines", deadlines);
        threads.start("rota-recorder", recorder);
        threads.start("rota-lease", leaseKeeper);
        threads.start("rota-loop", loop);
    }

    private void registered() {
        totals.registered();
        threads.start("rota-chores", chores);
        look();
    }

    /// Something was written that only another look shows.
    private void look() {
        poller.ask();
        loop.wake();
    }

    /// @return whether there is more to do than can be done at once
    private boolean recorded(List<Instant> upcoming) {
        if (poller.ended(upcoming)) {
            loop.wake();
        }
        return poller.isBehind();
    }

    private void polled(Runnable onFirstPoll) {
        state.compareAndSet("starting", "ready"); // it may be draining by now
        leaseKeeper.wake(); // or whoever watches sees us starting until the next heartbeat
        onFirstPoll.run();
        if (hints != null) {
            threads.start("rota-hints", hints); // its connection is one that nobody has to wait for
        }
        boolean _ = ServerLimits.tell(control, TimeLimits.forLease(config.lease()));
    }

    private void looked(PollStore.Look look) {
        chores.noticed(look.signs());
    }

    private void hinted() {
        look();
        if (!runs.isEmpty()) {
            leaseKeeper.wake(); // it may be a cancel
        }
    }

    private Registration registration(UUID id, Chores.Place place, List<String> kinds) {
        return new Registration(
                id,
                place.host(),
                place.mark().pid(),
                place.mark().bootId(),
                place.mark().pidNamespace(),
                place.mark().uid(),
                place.mark().startTicks(),
                Telling.version(),
                kinds,
                config.slots().total(),
                config.lease());
    }

    private Pulse pulse() {
        if (state.get().equals("ready")) {
            status.working("Polling every " + config.poll() + "; " + runs.taken() + " of "
                    + config.slots().total() + " slots are taken.");
        }
        return new Pulse(
                state.get(),
                runs.taken(),
                poller.lastPoll(),
                loop.lag().toMillis(),
                clock.offset().toMillis(),
                egress.since(),
                runs.lanesJson(),
                totals.json(status.whatIsUndone()));
    }

    /// `starting`, `ready` or `draining`.
    String state() {
        return state.get();
    }

    Figures figures() {
        return new Figures(runs, totals, loop, Map.of("control", control, "data", data));
    }

    /// @param action called with the reason when this process cannot go on: too many jobs ignore that they were
    ///     interrupted, or one of the daemon's own threads has ended
    void onSpent(Consumer<String> action) {
        launcher.onTooManyLost(() -> action.accept("Too many jobs ignore that they were interrupted"));
        threads.onDeath(() -> action.accept("One of the daemon's threads is lost"));
    }

    /// Interrupts what still runs, now.
    void hurry() {
        hurried = true;
        runs.stopAll(StopReason.DRAINED);
        changed.wake();
    }

    /// Claims nothing more at once, lets runs end, records them, signs off.
    void stop() throws InterruptedException {
        state.set("draining");
        poller.close();
        loop.stop();
        if (hints != null) {
            hints.stop();
        }
        chores.stop();
        leaseKeeper.wake(); // whoever watches sees that we drain
        threads.join("rota-loop", LAST_WAIT); // so that no claim is under way any more
        int left = runs.taken();
        if (left > 0) {
            LOG.info("Stopping: {} runs may go on for {} more.", left, config.drain());
            status.working("Draining: " + left + " runs may go on for " + config.drain() + ".");
        }
        awaitEmpty(config.drain(), true);
        runs.stopAll(StopReason.DRAINED);
        awaitEmpty(LAST_WAIT, false);
        finish();
    }

    private void finish() throws InterruptedException {
        recorder.stop();
        threads.join("rota-recorder", LAST_WAIT);
        leaseKeeper.stop();
        threads.join("rota-lease", LAST_WAIT);
        deadlines.stop();
        if (!runs.isEmpty()) {
            LOG.warn(
                    "{} runs did not end although they were interrupted; they end with the process.",
                    runs.known().size());
        }
        RunningRuns.Lease lease = runs.lease();
        if (lease != null) {
            signOff(lease.daemon());
        }
        jobs.close();
        control.close();
        data.close();
    }

    private void signOff(UUID daemon) {
        try {
            // Hands back what we still hold, in the same transaction.
            daemons.stopped(daemon);
        } catch (RuntimeException e) {
            LOG.warn("The daemon could not sign off; its lease will run out: {}", e.getMessage());
        }
    }

    /// Waits until every run is recorded.
    ///
    /// @param patient whether somebody in a hurry may end the wait
    private void awaitEmpty(Duration atMost, boolean patient) throws InterruptedException {
        StartTimeout timeout = new StartTimeout(status.notifier(), clock::nanos);
        long end = clock.nanos() + atMost.toNanos();
        while (!runs.isEmpty() && !(patient && hurried)) {
            long left = end - clock.nanos();
            if (left <= 0) {
                return;
            }
            timeout.extend();
            boolean _ = changed.await(LOOK.toNanos() < left ? LOOK : Duration.ofNanos(left));
        }
    }
}

package dev.rota.daemon;

import dev.rota.config.Listen;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.jobs.JobRunners;
import dev.rota.daemon.jobs.process.Leftovers;
import dev.rota.daemon.listen.OwnPage;
import dev.rota.daemon.recovery.Chores.Place;
import dev.rota.daemon.recovery.Chores.Programs;
import dev.rota.daemon.recovery.ProcessMark;
import dev.rota.daemon.recovery.ProcessTable;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Gate;
import dev.rota.job.JobSpec;
import dev.rota.store.Database;
import dev.rota.systemd.SystemdNotify;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon as a whole: the composition root. The only place that makes a wall clock.
public final class DaemonApp {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonApp.class);
    private static final Path PROC = Path.of("/proc");
    private static final Duration LOOK = Duration.ofSeconds(1);
    /// The exit code that asks to be started again: EX_TEMPFAIL.
    static final int RENEW = 75;

    private final DaemonConfig config;
    private final @Nullable String bootId;
    private final Function<DaemonConfig, JobRunner<JobSpec>> jobs;
    private final StatusBoard status;
    private final DatabaseClock clock;
    private final Gate stopping = new Gate();
    private final Gate stopped = new Gate();
    private volatile int exitCode;
    private final AtomicBoolean finishing = new AtomicBoolean();
    private final AtomicReference<@Nullable Engine> engine = new AtomicReference<>();
    private final AtomicReference<@Nullable OwnPage> page = new AtomicReference<>();

    public DaemonApp(DaemonConfig config) {
        this(config, Map.of());
    }

    /// @param environment of the process: the service manager's socket, and what it says of the boot
    public DaemonApp(DaemonConfig config, Map<String, String> environment) {
        this(config, environment, DaemonApp::runners);
    }

    /// @param jobs makes who does the jobs; figures of the engine alone are taken with jobs that do nothing
    public DaemonApp(
            DaemonConfig config, Map<String, String> environment, Function<DaemonConfig, JobRunner<JobSpec>> jobs) {
        this.config = config;
        this.jobs = jobs;
        this.bootId = environment.get("ROTA_BOOT_ID");
        this.status = new StatusBoard(SystemdNotify.fromEnvironment(environment), System::nanoTime);
        this.clock = new DatabaseClock(InstantSource.system(), System::nanoTime);
    }

    /// Waits for the database and its schema, starts, and returns after the first poll, or when the daemon was
    /// stopped before that.
    ///
    /// @throws CannotStart when the daemon must not start as it is set up
    public void start() {
        listen();
        // Two cores start faster than one.
        Thread.ofPlatform().name("rota-prepare").daemon().start(Database::prepare);
        try {
            if (new SchemaWait(config.database(), status, clock::nanos).await(stopping)) {
                startEngine();
            } else {
                stopped.open();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        } catch (CannotStart e) {
            stopped.open();
            throw e;
        } finally {
            if (stopped.isOpen()) {
                unlisten();
            }
        }
    }

    /// Before the database is there: who watches wants to know that it is awaited. That nobody can watch keeps no
    /// job from running.
    private void listen() {
        if (config.listen() == null) {
            return;
        }
        try {
            OwnPage served = new OwnPage(
                    config.listen(),
                    () -> Telling.metrics(engine.get(), status, clock.nanos()),
                    () -> Telling.health(engine.get(), status));
            page.set(served);
            LOG.info(
                    "Serving /metrics and /health of this daemon on {}.",
                    new Listen(config.listen().host(), served.port()));
        } catch (IOException | UnresolvedAddressException e) {
            LOG.error(
                    "Cannot listen on {} (ROTA_DAEMON_LISTEN): {}; going on without.", config.listen(), e.getMessage());
        }
    }

    /// The port of its own page, or 0 when it has none.
    int ownPort() {
        OwnPage served = page.get();
        return served == null ? 0 : served.port();
    }

    private void unlisten() {
        OwnPage served = page.getAndSet(null);
        if (served != null) {
            served.close();
        }
    }

    private void startEngine() throws InterruptedException {
        Gate polled = new Gate();
        Engine made = new Engine(config, jobs.apply(config), status, clock, place(), polled::open);
        made.onSpent(this::renew);
        engine.set(made);
        made.start();
        if (stopping.isOpen()) {
            // Stopped between the wait and here: whoever did that found no engine.
            finish(made);
            return;
        }
        StartTimeout timeout = new StartTimeout(status.notifier(), clock::nanos);
        while (!polled.await(LOOK) && !stopping.isOpen()) {
            timeout.extend();
        }
        if (!stopping.isOpen() && status.ready("Polling every " + config.poll() + ".")) {
            LOG.info(
                    "Ready: polling every {} with {} slots.",
                    config.poll(),
                    config.slots().total());
        }
    }

    /// Has the settings read again, and the service manager told of it.
    void reload(Runnable work) {
        if (stopping.isOpen()) {
            work.run();
        } else {
            status.reload(work);
        }
    }

    /// Stops: nothing more is claimed, runs may end within the drain time, then they are interrupted and their
    /// slots handed back. Returns when all is recorded. Called again meanwhile: interrupts at once.
    public void stop() {
        boolean first = !stopping.isOpen();
        stopping.open();
        Engine made = engine.get();
        if (made == null) {
            return; // start() sees the gate and ends by itself
        }
        if (first) {
            finish(made);
        } else {
            made.hurry();
        }
    }

    private void finish(Engine made) {
        if (!finishing.compareAndSet(false, true)) {
            return; // start() and stop() may both have seen that it is time
        }
        status.notifier().stopping();
        try {
            made.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unlisten();
            stopped.open();
            LOG.info("Stopped.");
        }
    }

    /// Waits until the daemon has stopped.
    ///
    /// @return the exit code: 0, or [#RENEW]
    public int awaitStopped() throws InterruptedException {
        stopped.await();
        return exitCode;
    }

    /// Ends in an orderly way, so that the service manager starts a process without the threads that are lost.
    void renew(String why) {
        LOG.error("{}: the daemon ends, to be started anew.", why);
        exitCode = RENEW;
        Thread.ofPlatform().name("rota-renew").start(this::stop);
    }

    private static JobRunner<JobSpec> runners(DaemonConfig config) {
        try {
            return new JobRunners(config.limits());
        } catch (IllegalArgumentException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private Place place() {
        Leftovers leftovers = new Leftovers(PROC);
        Programs programs = new Programs() {
            @Override
            public Set<UUID> runs() {
                return leftovers.runs();
            }

            @Override
            public boolean end(UUID run) {
                return leftovers.end(run);
            }
        };
        return new Place(HostName.own(), ProcessMark.own(bootId, PROC), ProcessTable.ofKernel(), programs);
    }
}

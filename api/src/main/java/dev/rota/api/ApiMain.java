package dev.rota.api;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Listen;
import dev.rota.config.Settings;
import dev.rota.logging.Logging;
import dev.rota.store.DatabaseTrouble;
import dev.rota.store.Migrations;
import dev.rota.systemd.Notify;
import dev.rota.systemd.Signals;
import dev.rota.systemd.SystemdNotify;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API as a process of its own, in the foreground: what `rota api` and the unit start.
public final class ApiMain {
    /// sysexits' EX_CONFIG: the unit does not restart on it.
    private static final int CONFIGURATION = 78;

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration OLD_SCHEMA = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);

    private ApiMain() {}

    public static void main(String[] args) {
        ApiConfig config;
        try {
            Settings settings = Settings.ofRole(System.getenv(), DatabaseRole.API);
            config = Logging.start(settings, System.getenv(), ApiConfig::from);
        } catch (ConfigException e) {
            Logging.refuse(e, System.getenv());
            System.exit(CONFIGURATION);
            return;
        }
        int code = run(config, SystemdNotify.fromEnvironment(System.getenv()));
        if (code != 0) {
            System.exit(code);
        }
    }

    /// Runs until the process is told to stop.
    ///
    /// @return the exit code
    public static int run(ApiConfig config, Notify notify) {
        CountDownLatch stop = new CountDownLatch(1);
        AtomicReference<@Nullable String> ready = new AtomicReference<>();
        Signals.take(stop::countDown, () -> reload(notify, stop.getCount() == 0 ? null : ready.get()));
        try {
            if (!awaitSchema(config, notify, stop)) {
                return stop.getCount() == 0 ? 0 : CONFIGURATION;
            }
            ApiApp app = new ApiApp(config);
            app.start();
            Listen listening = new Listen(config.listen().host(), app.port());
            ready.set("Listening on " + listening);
            notify.ready("Listening on " + listening);
            new Pulse(notify, new OwnRequest(listening, ANSWER)).until(stop);
            notify.stopping();
            app.stop();
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IllegalStateException e) {
            LOG.error("{}", e.getMessage());
            LOG.debug("Why it ended", e);
            return 1;
        }
    }

    /// @param ready what is told once start-up is complete, the end of which the end of a reload would be taken
    ///     for; null: it is not
    private static void reload(Notify notify, @Nullable String ready) {
        Runnable reading = () -> {
            boolean _ = Logging.reload(Settings.ofRole(System.getenv(), DatabaseRole.API), ApiConfig::from);
        };
        if (ready == null) {
            reading.run();
        } else {
            notify.reload(() -> ready, reading);
        }
    }

    /// Waits for a database with a schema this build can work with, and says what it waits for.
    ///
    /// @return false when the process was told to stop, or when the schema stays too old or is too new
    private static boolean awaitSchema(ApiConfig config, Notify notify, CountDownLatch stop)
            throws InterruptedException {
        long old = 0;
        String said = "";
        do {
            String waiting;
            try {
                switch (Migrations.state(config.database())) {
                    case Migrations.State.Fits _ -> {
                        return true;
                    }
                    case Migrations.State.TooNew(int has, int min) -> {
                        LOG.error("the schema is at {} and wants {} at least; this build is too old for it", has, min);
                        return false;
                    }
                    case Migrations.State.Missing _ ->
                        waiting = "the database has no schema yet; 'rota migrate' makes it";
                    case Migrations.State.TooOld(int has, int needs) -> {
                        waiting = "the schema is at " + has + ", this build needs " + needs + "; run 'rota migrate'";
                        if (++old * LOOK.toMillis() > OLD_SCHEMA.toMillis()) {
                            LOG.error("{}", waiting);
                            return false;
                        }
                    }
                }
            } catch (DatabaseTrouble e) {
                waiting = String.valueOf(e.getMessage());
            }
            if (!waiting.equals(said)) {
                LOG.warn("waiting: {}", waiting);
                said = waiting;
            }
            notify.status("Waiting: " + waiting);
            notify.extend(Duration.ofSeconds(30));
        } while (!stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }
}

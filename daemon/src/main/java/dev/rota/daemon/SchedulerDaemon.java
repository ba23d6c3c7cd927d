package dev.rota.daemon;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Settings;
import dev.rota.logging.Logging;
import dev.rota.systemd.Signals;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.daemon.Daemon;
import org.apache.commons.daemon.DaemonContext;
import org.apache.commons.daemon.DaemonController;
import org.apache.commons.daemon.DaemonInitException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon as a process: in the foreground by [#main], or in the hands of jsvc or procrun, which call the four
/// methods of [Daemon].
public final class SchedulerDaemon implements Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerDaemon.class);

    private final Map<String, String> environment;
    private @Nullable DaemonController host;

    @Nullable
    DaemonApp app;

    /// For jsvc and procrun.
    public SchedulerDaemon() {
        this(System.getenv());
    }

    SchedulerDaemon(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Runs the daemon in the foreground until TERM or INT. Ends with 0, with 78 when the configuration is wrong,
    /// with 75 when it wants to be started anew, with 1 when something else is wrong.
    public static void main(String[] arguments) {
        int code = run(System.getenv());
        if (code != 0) {
            System.exit(code);
        }
    }

    /// Runs the daemon until it is stopped.
    ///
    /// @param environment of the process
    /// @return the exit code
    public static int run(Map<String, String> environment) {
        try {
            DaemonApp made = make(environment);
            // Before anything starts, so that no signal meets the default action.
            Signals.take(made::stop, () -> made.reload(() -> reload(environment)));
            made.start();
            return made.awaitStopped();
        } catch (ConfigException e) {
            Logging.refuse(e, environment);
            return CannotStart.EXIT_CODE;
        } catch (CannotStart e) {
            LOG.error("{}", e.getMessage());
            return CannotStart.EXIT_CODE;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private static DaemonApp make(Map<String, String> environment) throws ConfigException {
        Settings settings = Settings.ofRole(environment, DatabaseRole.DAEMON);
        DaemonConfig config = Logging.start(settings, environment, DaemonConfig::from);
        return new DaemonApp(config, environment);
    }

    /// Only the log level can change while the daemon runs.
    private static void reload(Map<String, String> environment) {
        if (Logging.reload(Settings.ofRole(environment, DatabaseRole.DAEMON), DaemonConfig::from)) {
            LOG.info("Nothing but the log level was changed: the daemon reads its other settings when it starts.");
        }
    }

    @Override
    public void init(DaemonContext context) throws DaemonInitException {
        host = context.getController();
        try {
            app = make(environment);
        } catch (ConfigException e) {
            throw new DaemonInitException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void start() {
        DaemonApp made = Objects.requireNonNull(app, "init() comes first");
        DaemonController told = Objects.requireNonNull(host, "init() comes first");
        // jsvc wants start() back soon; the database may be long in coming.
        Thread.ofPlatform().name("rota-start").start(() -> live(made, told));
    }

    /// Who holds the process in his hands does not see the daemon end by itself: he is told, or the process would
    /// live on and do nothing.
    private static void live(DaemonApp made, DaemonController told) {
        try {
            made.start();
            if (made.awaitStopped() == DaemonApp.RENEW) {
                told.reload();
            }
        } catch (CannotStart e) {
            LOG.error("{}", e.getMessage());
            told.fail(e.getMessage());
        } catch (InterruptedException e) {
            told.fail("It was interrupted.");
        }
    }

    @Override
    public void stop() {
        Objects.requireNonNull(app, "init() comes first").stop();
    }

    @Override
    public void destroy() {
        app = null;
    }
}

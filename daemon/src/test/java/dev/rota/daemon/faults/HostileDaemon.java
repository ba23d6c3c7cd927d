package dev.rota.daemon.faults;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Settings;
import dev.rota.daemon.DaemonApp;
import dev.rota.daemon.DaemonConfig;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.jobs.JobRunners;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.time.Gate;
import dev.rota.job.JobSpec;
import dev.rota.logging.Logging;
import dev.rota.run.Outcome;
import dev.rota.systemd.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The product's daemon with jobs that misbehave where their address says so, as a fault in a runner of ours would
/// make them. All else, the exit code too, is the real thing.
final class HostileDaemon {
    private static final Gate NEVER = new Gate();

    private HostileDaemon() {}

    public static void main(String[] arguments) throws ConfigException, InterruptedException {
        Map<String, String> environment = System.getenv();
        Settings settings = Settings.ofRole(environment, DatabaseRole.DAEMON);
        DaemonConfig config = Logging.start(settings, environment, DaemonConfig::from);
        DaemonApp app = new DaemonApp(config, environment, each -> new Misbehaving(new JobRunners(each.limits())));
        Signals.take(app::stop, () -> {});
        app.start();
        System.exit(app.awaitStopped());
    }

    private record Misbehaving(JobRunners proper) implements JobRunner<JobSpec> {
        @Override
        public Outcome run(JobSpec job, RunContext context) throws JobFailed, InterruptedException {
            String spec = job.toString();
            if (spec.contains("/misbehave/deaf")) {
                return deaf();
            }
            if (spec.contains("/misbehave/heap")) {
                return heap();
            }
            if (spec.contains("/misbehave/overflow")) {
                return Outcome.Succeeded.of(String.valueOf(overflow(1)));
            }
            if (spec.contains("/misbehave/error")) {
                throw new LinkageError("a class is not there");
            }
            if (spec.contains("/misbehave/flood")) {
                for (int line = 0; line < 200_000; line++) {
                    context.log().info("line " + line + " of a log that nobody wants to read");
                }
                throw new IllegalStateException("and then this");
            }
            if (spec.contains("/misbehave/threads")) {
                for (int n = 0; n < 50; n++) {
                    Thread.ofVirtual().start(HostileDaemon::waitForEver);
                }
                throw new IllegalStateException("with fifty threads left behind");
            }
            return proper.run(job, context);
        }

        @Override
        public void close() {
            proper.close();
        }
    }

    private static void waitForEver() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome deaf() {
        while (!NEVER.isOpen()) {
            waitForEver();
            boolean _ = Thread.interrupted(); // and so what
        }
        return Outcome.Succeeded.of("at last");
    }

    private static Outcome heap() {
        List<byte[]> hoard = new ArrayList<>();
        while (!NEVER.isOpen()) {
            hoard.add(new byte[1 << 20]);
        }
        return Outcome.Succeeded.of(hoard.size() + " MiB");
    }

    private static long overflow(long depth) {
        return depth == Long.MAX_VALUE ? 0 : 1 + overflow(depth + 1);
    }
}

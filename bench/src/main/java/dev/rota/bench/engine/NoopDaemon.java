package dev.rota.bench.engine;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Secrets;
import dev.rota.daemon.DaemonApp;
import dev.rota.daemon.DaemonConfig;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.job.JobSpec;
import dev.rota.logging.LogFormat;
import dev.rota.logging.LogSettings;
import dev.rota.logging.Logging;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.event.Level;

/// The product's daemon with jobs that do nothing: everything but the job itself is the real thing.
///
/// Arguments: URL of the database, slots, poll, log level. Says `ready` after its first poll, and how it is whenever
/// it reads a line; stops when its standard input ends.
final class NoopDaemon {
    private NoopDaemon() {}

    public static void main(String[] arguments) throws IOException {
        Logging.start(new LogSettings(Level.valueOf(arguments[3]), LogFormat.TEXT, null), Map.of());
        DaemonConfig config = new DaemonConfig(
                new DatabaseConfig(arguments[0], "rota", "", false),
                Duration.parse(arguments[2]),
                new Slots(Integer.parseInt(arguments[1]), 1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                new JobLimits("", false, List.of(), List.of(), "bench", null),
                Secrets.none());
        DaemonApp daemon = Boolean.getBoolean("real")
                ? new DaemonApp(config)
                : new DaemonApp(config, Map.of(), _ -> jobs(Integer.getInteger("faults", 0)));
        daemon.start();
        System.out.println("ready");
        for (int read = System.in.read(); read >= 0; read = System.in.read()) {
            if (read == '\n') {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                System.out.printf(
                        "%d threads, %d MB of heap used%n",
                        Thread.getAllStackTraces().size(), (runtime.totalMemory() - runtime.freeMemory()) >> 20);
            }
        }
        daemon.stop();
    }

    /// @param faults every which one fails; 0: none
    private static JobRunner<JobSpec> jobs(int faults) {
        AtomicInteger runs = new AtomicInteger();
        return (_, _) -> faults > 0 && runs.incrementAndGet() % faults == 0
                ? new Outcome.Failed(FailureClass.CONNECT, "Nobody answers.", "line\n".repeat(20))
                : Outcome.Succeeded.of("nothing done");
    }
}

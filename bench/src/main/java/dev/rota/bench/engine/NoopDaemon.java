package dev.rota.bench.engine;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Secrets;
import dev.rota.daemon.DaemonApp;
import dev.rota.daemon.DaemonConfig;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.logging.LogFormat;
import dev.rota.logging.LogSettings;
import dev.rota.logging.Logging;
import dev.rota.run.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.event.Level;

/// The product's daemon with jobs that do nothing: everything but the job itself is the real thing.
///
/// Arguments: URL of the database, slots, poll, log level. Says `ready` after its first poll; stops when its
/// standard input ends.
final class NoopDaemon {
    private NoopDaemon() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Logging.start(new LogSettings(Level.valueOf(arguments[3]), LogFormat.TEXT, null), Map.of());
        DatabaseConfig database =
                new DatabaseConfig(arguments[0], System.getProperty("user", "rota"), "", Boolean.getBoolean("pooler"));
        DaemonApp daemon = new DaemonApp(
                new DaemonConfig(
                        database,
                        Duration.parse(arguments[2]),
                        Integer.parseInt(arguments[1]),
                        1,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5),
                        new JobLimits("", false, List.of(), List.of(), "bench"),
                        Secrets.none()),
                Map.of(),
                _ -> (_, _) -> Outcome.Succeeded.of("nothing done"));
        daemon.start();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        daemon.stop();
    }
}

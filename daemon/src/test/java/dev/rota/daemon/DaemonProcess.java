package dev.rota.daemon;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Secrets;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.systemd.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A daemon in a process of its own, to be killed.
public final class DaemonProcess {
    private DaemonProcess() {}

    /// Runs until it is killed, or its standard input ends because the test's own process has gone.
    ///
    /// @param arguments URL, user and password of the database
    public static void main(String[] arguments) throws IOException {
        DaemonApp daemon = new DaemonApp(config(new DatabaseConfig(arguments[0], arguments[1], arguments[2], false)));
        daemon.start();
        int _ = System.in.read();
        daemon.stop();
    }

    static Process start(DatabaseConfig database, Path output) throws IOException {
        return JavaProcess.of(DaemonProcess.class, database.url(), database.user(), database.password())
                .redirectOutput(output.toFile())
                .start();
    }

    /// A lease far longer than any of these tests: what happens sooner does not happen because it ran out.
    static DaemonConfig config(DatabaseConfig database) {
        return new DaemonConfig(
                database,
                Duration.ofSeconds(2),
                new Slots(4, 4),
                Duration.ofMinutes(10),
                Duration.ZERO,
                new JobLimits("", true, List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), "test", null),
                Secrets.none());
    }
}

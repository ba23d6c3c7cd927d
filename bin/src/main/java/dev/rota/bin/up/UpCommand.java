package dev.rota.bin.up;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.bin.client.ClientFile;
import dev.rota.config.Key;
import dev.rota.config.Listen;
import dev.rota.config.Settings;
import dev.rota.logging.LogSettings;
import dev.rota.logging.Logging;
import dev.rota.systemd.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota up`
@Command(
        name = "up",
        description =
                "Runs everything on this machine: a PostgreSQL of its own (unless ROTA_DB_URL names another), daemon,"
                        + " API and page. Ends it all on Ctrl-C.")
public final class UpCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where everything is kept; default: the user's data home")
    private @Nullable Path directory;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "where API and page listen; default 127.0.0.1:8470")
    private @Nullable String listen;

    @Option(names = "--demo", description = "adds schedules that do real work on any machine, without a network")
    private boolean demo;

    @Option(
            names = {"-d", "--detach"},
            description = "in the background; returns once everything answers")
    private boolean detach;

    /// Set for the process that `--detach` starts: it says what there is to say, and then lets go of standard
    /// output.
    @Option(names = "--detached", hidden = true)
    private boolean detached;

    public UpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        DataDirectory data = DataDirectory.choose(Optional.ofNullable(directory), session.environment());
        try {
            prepare(data.root());
            if (listen != null && Listen.parse(listen).isEmpty()) {
                throw new CommandFailed(
                        ExitCode.USAGE, "'" + listen + "' is no HOST:PORT; write it like 127.0.0.1:8470.");
            }
            return detach ? Background.start(session, data, listen, demo) : foreground(data);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw Everything.inWords(e);
        }
    }

    private int foreground(DataDirectory data) throws Exception {
        EndSignal ending = new EndSignal(Thread.currentThread());
        // A hang-up is an end too: whoever wants it to outlive the terminal uses --detach.
        Signals.take(ending::ask, ending::ask);
        Map<String, String> settings = new HashMap<>(session.environment());
        if (listen != null) {
            settings.put(Key.LISTEN.written(), listen);
        }
        if (detached) {
            settings.putIfAbsent(Key.LOG_FILE.written(), data.log().toString());
        }
        Logging.start(Settings.load(settings, null).read(LogSettings::from), settings);
        try (DirectoryLock lock = DirectoryLock.take(data);
                Everything everything = new Everything(data, ClientFile.of(session))) {
            assert lock != null;
            try {
                Announcement announcement = everything.start(settings, demo || Files.exists(data.demo()));
                String down = "`rota down --data " + data.root() + "`";
                announcement
                        .lines(detached ? "End it with " + down + "." : "Ctrl-C ends it, or elsewhere " + down + ".")
                        .forEach(session.out()::println);
                session.out().flush();
                if (detached) {
                    // The one who started us waits for the end of this stream.
                    System.out.close();
                }
                everything.awaitEnd();
            } catch (InterruptedException e) {
                // Asked to end, perhaps while it was still starting: what was started ends now.
            } finally {
                ending.begin();
            }
        }
        return ExitCode.OK.number();
    }

    /// For root the directory can be passed through, and no more, because PostgreSQL runs as somebody else in it;
    /// for others it is closed.
    private void prepare(Path root) throws IOException {
        boolean fresh = !Files.exists(root);
        Files.createDirectories(root);
        boolean superuser = "root".equals(System.getProperty("user.name"));
        if (superuser) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        } else if (fresh) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }
}

package dev.rota.bin.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.config.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the daemon and the API on this machine write: to ROTA_LOG_FILE, to the log of a `rota up -d`, or to the
/// journal.
public final class DaemonLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOOK_MS = 250;

    // The priorities of syslog.
    private static final int WARNING = 4;
    private static final int INFO = 6;
    private static final int DEBUG = 7;

    private final Session session;
    private final Wanted wanted;

    public DaemonLog(Session session, Wanted wanted) {
        this.session = session;
        this.wanted = wanted;
    }

    /// @param newest how many of the newest lines it begins with, unless it begins at an instant
    /// @return the exit code
    /// @throws CommandFailed when there is no such log, or it cannot be read
    public int print(int newest, boolean follow) throws IOException, InterruptedException {
        Optional<Path> file = file();
        return file.isPresent() ? file(file.get(), newest, follow) : journal(newest, follow);
    }

    private Optional<Path> file() {
        Path up = DataDirectory.choose(Optional.empty(), session.environment()).log();
        try {
            Optional<String> configured = session.settings().optional(Key.LOG_FILE);
            if (configured.isPresent()) {
                return configured.map(Path::of);
            }
        } catch (RuntimeException _) {
            // wrong settings are the matter of `rota config`
        }
        return Files.isReadable(up) ? Optional.of(up) : Optional.empty();
    }

    private int file(Path path, int newest, boolean follow) throws IOException, InterruptedException {
        if (!Files.isReadable(path)) {
            throw new CommandFailed(
                    ExitCode.FAILURE,
                    "The log file '" + path + "' "
                            + (Files.exists(path) ? "may not be read by you." : "is not there."));
        }
        try (RotatedFile file = new RotatedFile(path, this::line)) {
            if (wanted.since() == null) {
                file.beginWithNewest(newest);
            } else {
                file.beginWithOldest();
            }
            file.read();
            while (follow) {
                session.out().flush();
                boolean _ = new CountDownLatch(1).await(LOOK_MS, TimeUnit.MILLISECONDS);
                file.read();
            }
            file.finish();
        }
        return ExitCode.OK.number();
    }

    private void line(String line) {
        if (wanted.fits(line)) {
            session.out().println(line);
        }
    }

    /// An entry of the journal as a line of a file.
    static String text(String entry) throws IOException {
        JsonNode json = JSON.readTree(entry);
        Instant at = Instant.EPOCH.plus(json.path("__REALTIME_TIMESTAMP").asLong(), ChronoUnit.MICROS);
        String level = switch (json.path("PRIORITY").asInt(INFO)) {
            case 0, 1, 2, 3 -> "ERROR";
            case WARNING -> "WARN ";
            case DEBUG -> "DEBUG";
            default -> "INFO ";
        };
        // What is no text comes as a list of bytes.
        JsonNode message = json.path("MESSAGE");
        byte[] bytes = new byte[message.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) message.path(i).asInt();
        }
        String said = message.isArray() ? new String(bytes, StandardCharsets.UTF_8) : message.asText();
        return at.truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + said.replace('\n', ' ');
    }

    /// journalctl does all of it; only the lines are judged here, as those of a file are.
    private int journal(int newest, boolean follow) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "journalctl",
                "--no-pager",
                "--quiet",
                "--output=json",
                "--output-fields=MESSAGE,PRIORITY",
                "--unit=rota-daemon",
                "--unit=rota-api"));
        if (wanted.since() == null) {
            command.add("--lines=" + newest);
        } else {
            command.add("--since=@" + wanted.since().getEpochSecond());
        }
        if (follow) {
            command.add("--follow");
        }
        Process journal;
        try {
            journal = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILURE,
                    "There is no log: ROTA_LOG_FILE is not set, no `rota up` runs in the background, and journalctl"
                            + " cannot be started (" + e.getMessage() + ").",
                    e);
        }
        try (var lines = journal.inputReader(StandardCharsets.UTF_8)) {
            boolean empty = true;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                line(text(line));
                empty = false;
            }
            if (empty) {
                session.err().println("rota: The journal has no lines of rota-daemon and rota-api that you may read.");
            }
            return journal.waitFor() == 0 ? ExitCode.OK.number() : ExitCode.FAILURE.number();
        } finally {
            journal.destroy();
        }
    }
}

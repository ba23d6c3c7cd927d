package dev.rota.daemon.executor;

import dev.rota.daemon.jobs.RunLog;
import dev.rota.run.LogLine;
import dev.rota.run.StorableText;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The log of one run until it is written: masked, capped, and counted in bytes as a reader will see it (UTF-8, a
/// line feed after each line). Written by the run's thread, emptied by the recorder.
final class LogBuffer implements RunLog {
    /// A log ends here, with a line that says so.
    static final int MOST_BYTES = 1024 * 1024;
    /// A line ends here, in characters.
    static final int LONGEST_LINE = 4_000;

    private static final String CAPPED = "The log is longer than 1 MiB; the rest is left out.";

    private final InstantSource clock;
    private final Masker masker;
    private final int most;
    private final List<LogLine> waiting = new ArrayList<>();
    private Runnable onLines = () -> {};
    private long bytes;
    private boolean capped;

    LogBuffer(InstantSource clock, Masker masker) {
        this(clock, masker, MOST_BYTES);
    }

    LogBuffer(InstantSource clock, Masker masker, int most) {
        this.clock = clock;
        this.masker = masker;
        this.most = most;
    }

    /// @param action called when there are lines where there were none, and now if there are some; never waits
    synchronized void onLines(Runnable action) {
        onLines = action;
        if (!waiting.isEmpty()) {
            action.run();
        }
    }

    @Override
    public void info(String text) {
        add("INFO", text);
    }

    @Override
    public void warn(String text) {
        add("WARN", text);
    }

    @Override
    public void error(String text) {
        add("ERROR", text);
    }

    @Override
    public void output(String text) {
        add("OUT", text);
    }

    /// The end of the log: how the run ended. Fits even when the log is full.
    void last(String level, String text) {
        put(level, clean(masker.mask(text)));
    }

    private void add(String level, String text) {
        // Masked as a whole, for a secret may have several lines; then one entry a line.
        for (String line : masker.mask(text).split("\\R", -1)) {
            String clean = clean(line);
            if (!room(clean)) {
                return;
            }
            put(level, clean);
        }
    }

    private synchronized boolean room(String line) {
        if (capped) {
            return false;
        }
        if (bytes + size(line) > most) {
            capped = true;
            put("WARN", CAPPED);
            return false;
        }
        return true;
    }

    private synchronized void put(String level, String line) {
        waiting.add(new LogLine(bytes, clock.instant(), level, line));
        bytes += size(line);
        if (waiting.size() == 1) {
            onLines.run();
        }
    }

    /// What was not written yet.
    synchronized List<LogLine> take() {
        List<LogLine> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    synchronized long bytes() {
        return bytes;
    }

    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /// PostgreSQL takes no NUL, and a half of a surrogate pair is no character.
    private static String clean(String line) {
        return StorableText.shortened(line, LONGEST_LINE);
    }
}

package dev.rota.daemon.jobs.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Takes what comes by one stream of a program, keeping the head and the tail: a program that floods its output is
/// neither blocked nor able to fill our memory. Complete lines of the head are told as they come, those of the tail
/// at the end.
final class Capture {
    static final int TAIL = 64 * 1024;
    private static final int LONGEST_LINE = 8 * 1024;

    private final int keep;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] tail = new byte[TAIL];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long beyond;

    Capture(int keep, Consumer<String> lines) {
        this.keep = keep;
        this.lines = lines;
    }

    /// Reads a stream to its end.
    void read(InputStream stream) {
        byte[] chunk = new byte[8192];
        try (stream) {
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                take(chunk, n);
            }
        } catch (IOException e) {
            // The stream was closed under us because the tree is gone: what came until then is what there is.
        }
        end();
    }

    /// Nothing more comes.
    void end() {
        endOfLine();
        if (beyond > 0) {
            if (missing() > 0) {
                lines.accept("… " + missing() + " bytes left out …");
            }
            tailText().lines().forEach(lines);
        }
    }

    Ended.Output output() {
        String start = head.toString(StandardCharsets.UTF_8);
        if (beyond == 0) {
            return new Ended.Output(start, 0);
        }
        String gap = missing() > 0 ? "\n… " + missing() + " bytes left out …\n" : "";
        return new Ended.Output(start + gap + tailText(), missing());
    }

    void take(byte[] chunk, int n) {
        int first = Math.min(n, keep - head.size());
        head.write(chunk, 0, first);
        for (int i = 0; i < first; i++) {
            if (chunk[i] == '\n' || line.size() >= LONGEST_LINE) {
                endOfLine();
            }
            if (chunk[i] != '\n') {
                line.write(chunk[i]);
            }
        }
        for (int i = first; i < n; i++) {
            tail[(int) (beyond++ % TAIL)] = chunk[i];
        }
    }

    private void endOfLine() {
        if (line.size() > 0) {
            lines.accept(line.toString(StandardCharsets.UTF_8).replaceFirst("\r$", ""));
            line.reset();
        }
    }

    private long missing() {
        return Math.max(0, beyond - TAIL);
    }

    private String tailText() {
        int length = (int) Math.min(beyond, TAIL);
        byte[] ordered = new byte[length];
        for (int i = 0; i < length; i++) {
            ordered[i] = tail[(int) ((beyond - length + i) % TAIL)];
        }
        return new String(ordered, StandardCharsets.UTF_8);
    }
}

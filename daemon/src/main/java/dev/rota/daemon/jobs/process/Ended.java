package dev.rota.daemon.jobs.process;

import java.time.Instant;
import java.util.List;

/// How a program ended; nothing of it is left running.
///
/// @param exitCode   its own, or 128 + the number of the signal that ended it
/// @param at         when it ended
public record Ended(int exitCode, Output output, Output errors, Instant at) {

    /// Such as `exit code 3`, or `signal 9 (killed)`.
    public String how() {
        return exitCode > 128 && exitCode < 160
                ? "signal " + (exitCode - 128) + " (exit code " + exitCode + ")"
                : "exit code " + exitCode;
    }

    /// The last lines of its error output, or of its output if there are none: what a person wants to see first.
    public String lastLines() {
        String text = errors.text().isBlank() ? output.text() : errors.text();
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /// What was written to one stream.
    ///
    /// @param text    all of it, or its head and its tail with a line between that says how much is missing
    /// @param missing how many bytes are missing
    public record Output(String text, long missing) {}
}

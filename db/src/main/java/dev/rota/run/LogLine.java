package dev.rota.run;

import java.time.Instant;

/// One line of a run's own log.
///
/// @param offset where the line starts in the run's log, in bytes of UTF-8 with a line feed after each line
/// @param level  `INFO`, `WARN`, `ERROR` or `OUT` (output of a program)
public record LogLine(long offset, Instant at, String level, String text) {}

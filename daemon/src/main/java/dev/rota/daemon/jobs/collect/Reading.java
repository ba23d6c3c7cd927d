package dev.rota.daemon.jobs.collect;

import java.time.Instant;
import java.util.List;

/// What a source answered.
///
/// @param from       where it came from, for messages
/// @param receivedAt when the answer was received
/// @param excerpt    the beginning of the answer, for a person who looks for what went wrong
record Reading(String from, List<Row> rows, Instant receivedAt, String excerpt) {
    Reading {
        rows = List.copyOf(rows);
    }
}

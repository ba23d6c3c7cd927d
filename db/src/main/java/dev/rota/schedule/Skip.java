package dev.rota.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Slots that did not become runs, in a row and for one reason.
///
/// @param first  the first of them
/// @param last   the last of them, the same when there is one
/// @param count  how many; null: more than were counted
/// @param detail what a reader should know besides, or null
public record Skip(
        Reason reason,
        Instant first,
        Instant last,
        @Nullable Long count,
        @Nullable String detail) {}

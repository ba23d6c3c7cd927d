package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// How values go from Java to PostgreSQL: instants as `timestamptz` (microseconds), durations as microseconds; what
/// comes back is read by [Columns].
final class Sql {
    private Sql() {}

    /// The database's clock, the only one that decides; never `now()`, which stands still inside a transaction.
    static Instant clock(Handle handle) {
        return handle.createQuery("select clock_timestamp()")
                .map((row, _) -> Columns.instant(row, 1))
                .one();
    }

    /// An array for `unnest`, with nulls where there is no instant.
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}

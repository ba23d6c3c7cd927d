package dev.rota.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// How values cross between Java and PostgreSQL: instants as `timestamptz` (microseconds), durations as
/// microseconds.
final class Sql {
    private Sql() {}

    /// The database's clock, the only one that decides; never `now()`, which stands still inside a transaction.
    static Instant clock(Handle handle) {
        return handle.createQuery("select clock_timestamp()")
                .map((row, _) -> instant(row, 1))
                .one();
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    static @Nullable Instant maybeInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static @Nullable Long maybeLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable UUID maybeUuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /// An array for `unnest`, with nulls where there is no instant.
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}

package dev.rota.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

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

    /// For a statement whose plan is the same for all values, and takes longer to make than to carry out: the
    /// server makes it once for a connection, where no pooler stands between (which has said so with a threshold of
    /// 0).
    static <S extends SqlStatement<S>> S plannedOnce(S statement) {
        return statement.addCustomizer(new StatementCustomizer() {
            @Override
            public void beforeBinding(PreparedStatement prepared, StatementContext context) throws SQLException {
                PGStatement server = prepared.unwrap(PGStatement.class);
                if (server.getPrepareThreshold() != 0) {
                    server.setPrepareThreshold(1);
                }
            }
        });
    }

    /// An array for `unnest`, with nulls where there is no instant.
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}

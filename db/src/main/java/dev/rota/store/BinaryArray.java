package dev.rota.store;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/// An array in PostgreSQL's binary form, in which the driver sends arrays of numbers and texts, but others not:
/// those it writes as text, one after the other, for the server to read again.
final class BinaryArray {
    private static final int HEADER = 5 * Integer.BYTES;
    /// 2000-01-01, from which PostgreSQL counts, in microseconds of ours.
    private static final long EPOCH = 946_684_800_000_000L;

    private BinaryArray() {}

    /// For a parameter of the type `uuid[]`.
    static Argument of(List<UUID> ids) {
        return (position, statement, _) -> statement.setArray(position, uuids(statement.getConnection(), ids));
    }

    static Array uuids(Connection connection, List<? extends @Nullable Object> uuids) throws SQLException {
        ByteBuffer bytes = header(uuids, Oid.UUID, 2 * Long.BYTES);
        for (Object value : uuids) {
            if (value instanceof UUID uuid) {
                bytes.putInt(2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits());
            } else {
                bytes.putInt(-1);
            }
        }
        return array(connection, Oid.UUID_ARRAY, bytes);
    }

    /// @param micros since 1970
    static Array instants(Connection connection, List<@Nullable Object> micros) throws SQLException {
        ByteBuffer bytes = header(micros, Oid.TIMESTAMPTZ, Long.BYTES);
        for (Object value : micros) {
            if (value instanceof Long at) {
                bytes.putInt(Long.BYTES).putLong(Math.subtractExact(at, EPOCH));
            } else {
                bytes.putInt(-1);
            }
        }
        return array(connection, Oid.TIMESTAMPTZ_ARRAY, bytes);
    }

    private static Array array(Connection connection, int type, ByteBuffer filled) throws SQLException {
        byte[] bytes = new byte[filled.flip().remaining()];
        filled.get(bytes);
        return new PgArray(connection.unwrap(BaseConnection.class), type, bytes);
    }

    /// An empty array has no dimension. Else: one dimension, whether there are nulls, of what, how many, from 1.
    private static ByteBuffer header(List<? extends @Nullable Object> values, int type, int width) {
        int nulls = 0;
        for (Object value : values) {
            nulls += value == null ? 1 : 0;
        }
        if (values.isEmpty()) {
            return ByteBuffer.allocate(3 * Integer.BYTES).putInt(0).putInt(0).putInt(type);
        }
        return ByteBuffer.allocate(HEADER + values.size() * Integer.BYTES + (values.size() - nulls) * width)
                .putInt(1)
                .putInt(nulls > 0 ? 1 : 0)
                .putInt(type)
                .putInt(values.size())
                .putInt(1);
    }
}

package dev.rota.store;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/// An array of UUIDs in PostgreSQL's binary form, in which the driver sends arrays of numbers and texts, but UUIDs
/// not: those it writes as text, one after the other, for the server to read again.
final class UuidArray {
    private static final int HEADER = 5 * Integer.BYTES;

    private UuidArray() {}

    static Array of(Connection connection, @Nullable Object[] uuids) throws SQLException {
        int size = HEADER;
        boolean nulls = false;
        for (Object uuid : uuids) {
            size += Integer.BYTES + (uuid == null ? 0 : 2 * Long.BYTES);
            nulls |= uuid == null;
        }
        // An empty array has no dimension. Else: one dimension, whether there are nulls, of what, how many, from 1.
        ByteBuffer bytes = ByteBuffer.allocate(uuids.length == 0 ? 3 * Integer.BYTES : size);
        bytes.putInt(uuids.length == 0 ? 0 : 1).putInt(nulls ? 1 : 0).putInt(Oid.UUID);
        if (uuids.length > 0) {
            bytes.putInt(uuids.length).putInt(1);
        }
        for (Object value : uuids) {
            if (value instanceof UUID uuid) {
                bytes.putInt(2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits());
            } else {
                bytes.putInt(-1);
            }
        }
        return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, bytes.array());
    }
}

package dev.rota.store;

import dev.rota.run.CounterRate;
import dev.rota.run.Measurement;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Samples on their way into the database, by COPY.
final class SampleCopy {
    /// So many go at once, so that a busy server gets through with them in the time of a statement.
    private static final int PART = 10_000;

    private final Handle handle;
    private final StringBuilder lines = new StringBuilder();
    private int waiting;

    SampleCopy(Handle handle) {
        this.handle = handle;
    }

    void add(long series, Measurement read, CounterRate.Stored stored) {
        lines.append(series).append('\t').append(read.at()).append('\t');
        column(stored.value()).append('\t').append(read.value().toPlainString()).append('\t');
        column(stored.flag()).append('\n');
        if (++waiting >= PART) {
            send();
        }
    }

    /// Numbers and words of ours: nothing in them has to be escaped.
    private StringBuilder column(@Nullable Object value) {
        return lines.append(value == null ? "\\N" : value);
    }

    /// Writes those that wait.
    void send() {
        if (waiting == 0) {
            return;
        }
        try {
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy sample (series_id, at, value, raw, flag) from stdin",
                            new StringReader(lines.toString()));
        } catch (SQLException e) {
            throw new DatabaseTrouble("Samples could not be written: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.setLength(0);
        waiting = 0;
    }
}

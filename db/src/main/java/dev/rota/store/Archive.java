package dev.rota.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The form of a file that `rota backup` writes: gzip around a stream of frames. After [#MAGIC] comes one `H` with
/// the header as JSON; then for each table a `T` with its name and columns as JSON, any number of `D` with what COPY
/// gave, cut anywhere, and an `E` with the number of rows; at the end `Z` and the SHA-256 of everything before it.
/// A frame is its letter, its length (four bytes, the highest first) and that many bytes.
final class Archive {
    static final String MAGIC = "rota-backup 1\n";
    static final int LARGEST_FRAME = 1 << 20;
    static final int CHUNK = 1 << 16;

    private Archive() {}

    /// @param schema    the migration that the tables are at
    /// @param weeks     for each partitioned table, an instant (RFC 3339) of each week that has a partition
    /// @param sequences for each table with an identity, the last value that was given out
    record Header(int schema, Instant takenAt, Map<String, List<String>> weeks, Map<String, Long> sequences) {}

    record Table(String name, List<String> columns) {}

    /// The file is none, or not as it was written.
    static DatabaseTrouble broken(String why) {
        return new DatabaseTrouble("This is no whole backup: " + why + ". Nothing was changed.");
    }
}

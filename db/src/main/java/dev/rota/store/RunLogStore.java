package dev.rota.store;

import dev.rota.run.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes what runs say, in batches.
public final class RunLogStore {
    private final Database database;

    public RunLogStore(Database database) {
        this.database = database;
    }

    /// @param scheduleId null for a test
    public record Entry(UUID runId, Instant slot, @Nullable Long scheduleId, LogLine line) {}

    /// Appends lines. Only one daemon writes a run's log.
    ///
    /// @param again whether these lines may be there already, for the answer to a commit was lost: their offset is
    ///     their key, and what is there is passed over
    public void append(List<Entry> entries, boolean again) {
        ColumnRows rows = new ColumnRows("""
            run_id uuid, slot timestamptz, schedule_id bigint, at timestamptz, byte_offset bigint, text text;
            level text\
            """);
        for (Entry entry : entries) {
            LogLine line = entry.line();
            rows.add(
                    entry.runId(),
                    entry.slot(),
                    entry.scheduleId(),
                    line.at(),
                    line.offset(),
                    line.text(),
                    line.level());
        }
        String insert = """
            insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
            select run_id, slot, schedule_id, at, level, byte_offset, text from :rows r
            """;
        String unlessThere = """
            where not exists (select from run_log l where l.run_id = r.run_id and l.slot = r.slot
              and l.byte_offset = r.byte_offset)
            """;
        Partitions.inTransaction(
                database,
                entries.stream().map(Entry::slot).distinct().toList(),
                handle -> rows.run(handle, again ? insert + unlessThere : insert));
    }
}

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

    /// Appends lines. Their offset is their key: what a commit whose answer was lost has written already is passed
    /// over. Only one daemon writes a run's log, so nobody else can come in between.
    public void append(List<Entry> entries) {
        Rows rows = new Rows();
        for (Entry entry : entries) {
            LogLine line = entry.line();
            rows.add(
                    "run_id",
                    entry.runId(),
                    "slot",
                    entry.slot(),
                    "schedule_id",
                    entry.scheduleId(),
                    "at",
                    line.at(),
                    "level",
                    line.level(),
                    "byte_offset",
                    line.offset(),
                    "text",
                    line.text());
        }
        Partitions.inTransaction(
                database, entries.stream().map(Entry::slot).distinct().toList(), handle -> rows.run(handle, """
                    insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
                    select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(run_id uuid, slot timestamptz,
                      schedule_id bigint, at timestamptz, level text, byte_offset bigint, text text)
                    where not exists (select from run_log l where l.run_id = r.run_id and l.slot = r.slot
                      and l.byte_offset = r.byte_offset)
                    """));
    }
}

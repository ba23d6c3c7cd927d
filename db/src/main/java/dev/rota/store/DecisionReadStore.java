package dev.rota.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the ledger: slots of a schedule that became no run, and why.
public final class DecisionReadStore {
    private final Database database;

    public DecisionReadStore(Database database) {
        this.database = database;
    }

    /// One entry of the ledger.
    ///
    /// @param count how many slots, or null: more than were counted
    public record Entry(
            long id,
            String reason,
            Instant firstSlot,
            Instant lastSlot,
            @Nullable Long count,
            @Nullable String detail,
            long planVersion,
            Instant decidedAt) {}

    /// @param before only entries with a smaller id; the newest come first
    public List<Entry> list(long schedule, long before, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
            select id, reason, first_slot, last_slot, count, detail, plan_version, decided_at
            from decision where schedule_id = :schedule and id < :before
            order by id desc limit :limit
            """)
                .bind("schedule", schedule)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> new Entry(
                        row.getLong("id"),
                        row.getString("reason"),
                        Columns.instant(row, "first_slot"),
                        Columns.instant(row, "last_slot"),
                        Columns.longOrNull(row, "count"),
                        row.getString("detail"),
                        row.getLong("plan_version"),
                        Columns.instant(row, "decided_at")))
                .list());
    }
}

package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads scraped items and their history; the daemon writes them.
public final class ItemReadStore {
    private final Database database;

    public ItemReadStore(Database database) {
        this.database = database;
    }

    /// @param removedAt when it counted as removed; null while it is there
    public record Item(
            long id,
            String key,
            JsonNode fields,
            Instant firstSeenAt,
            Instant lastSeenAt,
            Instant changedAt,
            @Nullable Instant removedAt) {}

    /// One entry of an item's history.
    ///
    /// @param change `added`, `changed`, `removed` or `returned`
    /// @param diff   the fields that changed
    public record Change(long id, UUID runId, Instant at, String change, JsonNode diff) {}

    /// One entry of the history of any item of a schedule.
    public record ChangeOf(long id, String key, UUID runId, Instant at, String change, JsonNode diff) {}

    /// Where a page of items ended: items come in order of their last change, newest first.
    public record After(Instant changedAt, long id) {}

    /// @param text  only items with this text in their key or their fields, whatever the case
    /// @param since only items that changed at that instant or later
    public List<Item> list(
            long schedule, @Nullable String text, @Nullable Instant since, @Nullable After after, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select * from item
                    where schedule_id = :schedule
                      and (cast(:text as text) is null
                           or strpos(lower(key), lower(:text)) > 0
                           or exists (select from jsonb_each_text(fields) f
                                      where strpos(lower(f.value), lower(:text)) > 0))
                      and (cast(:since as timestamptz) is null or changed_at >= :since)
                      and (cast(:at as timestamptz) is null or (changed_at, id) < (:at, :id))
                    order by changed_at desc, id desc limit :limit
                    """)
                        .bind("schedule", schedule)
                        .bind("text", text)
                        .bind("since", since)
                        .bind("at", after == null ? null : after.changedAt())
                        .bind("id", after == null ? 0 : after.id())
                        .bind("limit", limit)
                        .map((row, _) -> item(row))
                        .list());
    }

    public Optional<Item> find(long schedule, String key) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select * from item where schedule_id = :schedule and key = :key")
                                .bind("schedule", schedule)
                                .bind("key", key)
                                .map((row, _) -> item(row))
                                .findOne());
    }

    /// The history of one item, newest first, before the entry `before` ([Long#MAX_VALUE]: from the newest).
    public List<Change> history(long item, long before, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select id, run_id, at, change, diff from item_change
                    where item_id = :item and id < :before order by id desc limit :limit
                    """)
                        .bind("item", item)
                        .bind("before", before)
                        .bind("limit", limit)
                        .map((row, _) -> new Change(
                                row.getLong("id"),
                                Columns.uuid(row, "run_id"),
                                Columns.instant(row, "at"),
                                row.getString("change"),
                                Columns.json(row, "diff")))
                        .list());
    }

    /// What changed in a schedule's items, newest first, before the entry `before`.
    ///
    /// @param since only what changed at that instant or later
    public List<ChangeOf> changes(long schedule, @Nullable Instant since, long before, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select c.id, i.key, c.run_id, c.at, c.change, c.diff
                    from item_change c join item i on i.id = c.item_id
                    where c.schedule_id = :schedule and c.id < :before
                      and (cast(:since as timestamptz) is null or c.at >= :since)
                    order by c.id desc limit :limit
                    """)
                        .bind("schedule", schedule)
                        .bind("before", before)
                        .bind("since", since)
                        .bind("limit", limit)
                        .map((row, _) -> new ChangeOf(
                                row.getLong("id"),
                                String.valueOf(row.getString("key")),
                                Columns.uuid(row, "run_id"),
                                Columns.instant(row, "at"),
                                String.valueOf(row.getString("change")),
                                Columns.json(row, "diff")))
                        .list());
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getLong("id"),
                row.getString("key"),
                Columns.json(row, "fields"),
                Columns.instant(row, "first_seen_at"),
                Columns.instant(row, "last_seen_at"),
                Columns.instant(row, "changed_at"),
                Columns.instantOrNull(row, "removed_at"));
    }
}

package dev.rota.store;

import dev.rota.job.ScrapeJob;
import dev.rota.run.ItemDiff;
import dev.rota.run.Outcome;
import dev.rota.run.ScrapedItem;
import dev.rota.store.RunStore.Finished;
import dev.rota.syntax.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Keeps what scrapes found, by key, and what changed.
final class ItemWrites {
    private ItemWrites() {}

    record Counts(int processed, int added, int updated, int removed) {
        static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    static Map<UUID, Counts> write(Handle handle, List<Finished> ended, Instant now) {
        Map<UUID, Counts> counts = new HashMap<>();
        for (Finished finished : ended) {
            if (finished.outcome() instanceof Outcome.Succeeded done
                    && !done.unchanged()
                    && !finished.harvest().items().isEmpty()) {
                counts.put(finished.claim().runId(), write(handle, finished, done.complete(), now));
            }
        }
        return counts;
    }

    private static Counts write(Handle handle, Finished finished, boolean complete, Instant now) {
        long scheduleId = finished.claim().scheduleId();
        int misses = finished.claim().job() instanceof ScrapeJob scrape ? scrape.removedAfterMisses() : 2;
        ItemDiff.Changes changes = ItemDiff.compare(
                finished.harvest().items(),
                kept(handle, scheduleId, finished.harvest().items()),
                complete,
                misses);
        Rows seen = new Rows();
        changes.added().forEach(item -> seen.add(found(item, "added")));
        changes.returned().forEach(item -> seen.add(found(item, "returned")));
        changes.changed().forEach(item -> seen.add(found(item, "changed")));
        changes.unchanged().forEach(item -> seen.add(found(item, null)));
        write(handle, seen, scheduleId, finished.claim().runId(), now);
        Rows gone = new Rows();
        changes.missing().forEach(key -> gone.add("key", key, "removed", false));
        changes.removed().forEach(key -> gone.add("key", key, "removed", true));
        absent(handle, gone, scheduleId, finished.claim().runId(), now);
        return new Counts(
                finished.harvest().items().size(),
                changes.added().size() + changes.returned().size(),
                changes.changed().size(),
                changes.removed().size());
    }

    private static @Nullable Object[] found(ScrapedItem item, @Nullable String change) {
        return new @Nullable Object[] {
            "key",
            item.key(),
            "fields",
            Json.tree(item.fields()),
            "hash",
            HexFormat.of().formatHex(ItemDiff.hash(item.fields())),
            "change",
            change
        };
    }

    /// Those that are there, and of those that count as removed the ones that are back.
    private static Map<String, ItemDiff.Kept> kept(Handle handle, long scheduleId, List<ScrapedItem> found) {
        Map<String, ItemDiff.Kept> kept = new LinkedHashMap<>();
        handle.createQuery("""
            select key, hash, misses, false as removed from item where schedule_id = :id and removed_at is null
            union all
            select key, hash, misses, true from item
            where schedule_id = :id and removed_at is not null and key = any(:keys)
            """)
                .bind("id", scheduleId)
                .bindArray(
                        "keys",
                        String.class,
                        found.stream().map(ScrapedItem::key).toList())
                .map((row, _) -> kept.put(
                        row.getString("key"),
                        new ItemDiff.Kept(row.getBytes("hash"), row.getInt("misses"), row.getBoolean("removed"))))
                .list();
        return kept;
    }

    /// The difference of a change is written per field: `{"price": ["10", "12"]}`, null where there was or is none.
    private static void write(Handle handle, Rows rows, long scheduleId, UUID run, Instant now) {
        for (String some : rows.parts()) {
            handle.createUpdate("""
                with r as (
                  select * from jsonb_to_recordset(cast(:rows as jsonb))
                    as r(key text, fields jsonb, hash text, change text)),
                before as (
                  select i.key, i.fields from item i join r using (key) where i.schedule_id = :schedule),
                kept as (
                  insert into item (schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at)
                  select :schedule, key, fields, decode(hash, 'hex'), :now, :now, :now from r order by key
                  on conflict (schedule_id, key) do update set fields = excluded.fields, hash = excluded.hash,
                    last_seen_at = excluded.last_seen_at, misses = 0, removed_at = null,
                    changed_at = case when item.hash = excluded.hash and item.removed_at is null
                      then item.changed_at else excluded.changed_at end
                  returning id, key)
                insert into item_change (schedule_id, item_id, run_id, at, change, diff)
                select :schedule, kept.id, :run, :now, r.change, coalesce((
                    select jsonb_object_agg(f, jsonb_build_array(b.fields -> f, r.fields -> f))
                    from (select jsonb_object_keys(coalesce(b.fields, '{}') || r.fields) as f) names
                    where b.fields -> f is distinct from r.fields -> f), '{}')
                from r join kept using (key) left join before b using (key)
                where r.change is not null
                """)
                    .bind("rows", some)
                    .bind("schedule", scheduleId)
                    .bind("run", run)
                    .bind("now", Sql.time(now))
                    .execute();
        }
    }

    private static void absent(Handle handle, Rows rows, long scheduleId, UUID run, Instant now) {
        for (String some : rows.parts()) {
            handle.createUpdate("""
                with r as (
                  select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(key text, removed boolean)),
                gone as (
                  update item i set misses = i.misses + 1,
                    removed_at = case when r.removed then :now else null end,
                    changed_at = case when r.removed then :now else i.changed_at end
                  from r where i.schedule_id = :schedule and i.key = r.key
                  returning i.id, r.removed)
                insert into item_change (schedule_id, item_id, run_id, at, change)
                select :schedule, id, :run, :now, 'removed' from gone where removed
                """)
                    .bind("rows", some)
                    .bind("schedule", scheduleId)
                    .bind("run", run)
                    .bind("now", Sql.time(now))
                    .execute();
        }
    }
}

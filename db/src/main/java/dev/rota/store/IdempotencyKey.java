package dev.rota.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// A caller's Idempotency-Key: for a day the same key of the same account stands for the same thing.
///
/// @param key  as it was sent, at most 200 characters
/// @param hash of what was asked (at most 64 characters), so that a key is not used for something else
public record IdempotencyKey(long accountId, String key, String hash) {

    /// What the key stands for: a request or a schedule, and whether it was asked for with the same words.
    record Meant(
            boolean same,
            @Nullable Long requestId,
            @Nullable Long scheduleId) {}

    /// What it stands for already. One press at a time for one key: a second one waits here until the transaction
    /// of the first has ended, and then finds what that wrote.
    Optional<Meant> lock(Handle handle) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:key, :account))")
                .bind("key", key)
                .bind("account", accountId)
                .mapTo(String.class)
                .findOne();
        return find(handle);
    }

    Optional<Meant> find(Handle handle) {
        return handle.createQuery("""
            select hash, request_id, schedule_id from idempotency_key
            where account_id = :account and key = :key
            """)
                .bind("account", accountId)
                .bind("key", key)
                .map((row, _) -> new Meant(
                        hash.equals(row.getString("hash")),
                        Columns.longOrNull(row, "request_id"),
                        Columns.longOrNull(row, "schedule_id")))
                .findOne();
    }

    /// Keeps what it stands for from now on; [#lock] has found nothing in this transaction.
    void means(Handle handle, @Nullable Long request, @Nullable Long schedule) {
        handle.createUpdate("""
            insert into idempotency_key (account_id, key, hash, request_id, schedule_id)
            values (:account, :key, :hash, :request, :schedule)
            """)
                .bind("account", accountId)
                .bind("key", key)
                .bind("hash", hash)
                .bind("request", request)
                .bind("schedule", schedule)
                .execute();
    }
}

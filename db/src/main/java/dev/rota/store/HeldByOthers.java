package dev.rota.store;

import dev.rota.store.RunStore.Finished;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Runs that are ours as before, but somebody holds their schedule's row for a moment.
final class HeldByOthers {
    private HeldByOthers() {}

    /// Those of `ids`.
    ///
    /// @param ends how each run ended, by its id
    static Set<UUID> among(Handle handle, Map<UUID, Finished> ends, Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return handle.createQuery("""
            select current_run from schedule_progress
            where schedule_id = any(:schedules) and current_run = any(:runs)
            """)
                .bindArray(
                        "schedules",
                        Long.class,
                        ids.stream()
                                .map(id -> Objects.requireNonNull(ends.get(id))
                                        .claim()
                                        .scheduleId())
                                .toList())
                .bindArray("runs", UUID.class, ids)
                .mapTo(UUID.class)
                .set();
    }
}

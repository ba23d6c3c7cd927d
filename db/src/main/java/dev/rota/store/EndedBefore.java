package dev.rota.store;

import dev.rota.store.RunStore.Finished;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Runs whose end had been committed before by us: an answer was lost, nothing else.
final class EndedBefore {
    private EndedBefore() {}

    /// Those of `ids`.
    ///
    /// @param ends how each run ended, by its id
    static Set<UUID> among(Handle handle, Map<UUID, Finished> ends, Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<UUID> known = new HashSet<>();
        handle.createQuery("select id, status, failure_class from run where id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, _) -> {
                    UUID id = Columns.uuid(row, "id");
                    String status = Objects.requireNonNull(ends.get(id))
                            .outcome()
                            .status()
                            .word();
                    // A result that the database refused was recorded as a failure of ours.
                    if (status.equals(row.getString("status")) || "internal".equals(row.getString("failure_class"))) {
                        known.add(id);
                    }
                    return id;
                })
                .list();
        return known;
    }
}

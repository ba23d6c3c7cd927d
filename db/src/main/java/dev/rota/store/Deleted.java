package dev.rota.store;

import org.jdbi.v3.core.Handle;

/// Schedules that were deleted while they ran: hidden at once, gone when the run has ended.
final class Deleted {
    private Deleted() {}

    static void sweep(Handle handle) {
        handle.createUpdate("""
            delete from schedule_plan s using schedule_progress p
            where s.deleted_at is not null and p.schedule_id = s.id and p.current_run is null
            """).execute();
    }
}

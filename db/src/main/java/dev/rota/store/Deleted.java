package dev.rota.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Schedules that were deleted while they ran: hidden at once, gone when the run has ended.
///
/// Whoever locks a plan and its progress takes the plan first. What ends runs holds progress, and so it must not
/// remove plans: that is done after it, in a transaction of its own.
final class Deleted {
    private static final Logger LOG = LoggerFactory.getLogger(Deleted.class);

    private Deleted() {}

    static void sweep(Database database) {
        database.withHandle(handle -> handle.createUpdate("""
            delete from schedule_plan s using schedule_progress p
            where s.deleted_at is not null and p.schedule_id = s.id and p.current_run is null
            """).execute());
    }

    /// The same after a transaction that went well: what stays is hidden, and goes another time.
    static void sweepAfter(Database database) {
        try {
            sweep(database);
        } catch (RuntimeException e) {
            LOG.debug("Deleted schedules stay for now", e);
        }
    }
}

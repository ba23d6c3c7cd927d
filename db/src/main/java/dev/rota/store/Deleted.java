package dev.rota.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Schedules that were deleted while they ran: hidden at once, gone when the run has ended.
///
/// Whoever locks a plan and its progress takes the plan first. What ends runs holds progress, and so it must not
/// remove plans: that is done after it, in a transaction of its own.
final class Deleted {
    private static final Logger LOG = LoggerFactory.getLogger(Deleted.class);

    /// As many plans as are removed at once.
    private static final int MOST = 1_000;

    private Deleted() {}

    /// Some at a time, each time in a transaction of its own, and in one order; what somebody holds is passed over.
    /// So two that sweep share the work and never wait for each other, and many are no reason to take long.
    static void sweep(Database database) {
        int most = MOST;
        int gone = most;
        while (gone == most) {
            try {
                gone = some(database, most);
            } catch (RuntimeException e) {
                if (most == 1 || !DatabaseFault.tookTooLong(e)) {
                    throw e;
                }
                most = Math.max(1, most / 10); // what they found goes with them, and may be much
                gone = most;
            }
        }
    }

    private static int some(Database database, int most) {
        return database.withHandle(
                handle -> handle.createUpdate("""
                    with free as materialized (
                      select s.id from schedule_plan s join schedule_progress p on p.schedule_id = s.id
                      where s.deleted_at is not null and p.current_run is null
                      order by s.id limit :most for update of s skip locked)
                    delete from schedule_plan where id in (select id from free)
                    """).bind("most", most).execute());
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

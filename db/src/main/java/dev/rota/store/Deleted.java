package dev.rota.store;

import java.util.List;

/// Schedules that were deleted while they ran, or had much to leave behind: hidden at once, gone when the run has
/// ended and a daemon comes by.
///
/// Whoever locks a plan and its progress takes the plan first. What ends runs holds progress, and so it must not
/// remove plans: that is a chore, and done by nobody else.
final class Deleted {
    /// As many plans as are removed at once.
    private static final int MOST = 1_000;

    /// As many rows of what they leave behind.
    private static final int PORTION = 10_000;

    private static final String FREE = """
        select s.id from schedule_plan s join schedule_progress p on p.schedule_id = s.id
        where s.deleted_at is not null and p.current_run is null order by s.id limit 1000\
        """;

    /// What would go with a plan, and may be more than a statement gets through; nobody adds to it any more.
    private static final List<String> LEFT_BEHIND = List.of(
            left("item_change", "item i on i.schedule_id = free.id join item_change c on c.item_id = i.id"),
            left("item", "item c on c.schedule_id = free.id"),
            left("series", "series c on c.schedule_id = free.id"),
            left("run_request", "run_request c on c.schedule_id = free.id"));

    private static String left(String table, String joined) {
        return "delete from " + table + " where id = any(array(select c.id from (" + FREE + ") free join " + joined
                + " limit :most))";
    }

    private Deleted() {}

    /// Some at a time, each time in a transaction of its own, and in one order; what somebody holds is passed over.
    /// So two that sweep share the work and never wait for each other, and many are no reason to take long.
    static void sweep(Database database) {
        int gone = MOST;
        while (gone == MOST) {
            LEFT_BEHIND.forEach(sql -> portions(database, sql));
            gone = plans(database);
        }
    }

    private static void portions(Database database, String sql) {
        int most = PORTION;
        int gone = most;
        while (gone == most) {
            try {
                int some = most;
                gone = database.withHandle(
                        handle -> handle.createUpdate(sql).bind("most", some).execute());
            } catch (RuntimeException e) {
                if (most == 1 || !DatabaseFault.tookTooLong(e)) {
                    throw e;
                }
                most = Math.max(1, most / 10);
                gone = most;
            }
        }
    }

    private static int plans(Database database) {
        return database.withHandle(
                handle -> handle.createUpdate("""
                    with free as materialized (
                      select s.id from schedule_plan s join schedule_progress p on p.schedule_id = s.id
                      where s.deleted_at is not null and p.current_run is null
                      order by s.id limit :most for update of s skip locked)
                    delete from schedule_plan where id in (select id from free)
                    """).bind("most", MOST).execute());
    }
}

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

    /// As many portions as one sweep does, for others wait for whoever sweeps; the next poll sees what is left.
    private static final int PORTIONS = 50;

    /// Whoever sweeps others' leavings at that moment has locked their plans.
    private static final String FREE = """
        with free as materialized (
          select s.id from schedule_plan s join schedule_progress p on p.schedule_id = s.id
          where s.deleted_at is not null and p.current_run is null
            and (<unless>) order by s.id limit <most> for update of s skip locked) \
        """;

    /// What would go with a plan, and may be more than a statement gets through; nobody adds to it any more.
    private static final List<String> LEFT_BEHIND = List.of(
            left("item_change", "item", "item i on i.schedule_id = free.id join item_change c on c.item_id = i.id"),
            left("item", "item", "item c on c.schedule_id = free.id"),
            left("series", "series", "series c on c.schedule_id = free.id"),
            left("run_request", "run_request", "run_request c on c.schedule_id = free.id"));

    /// @param owner what of a schedule tells whether it has any
    private static String left(String table, String owner, String joined) {
        return FREE.replace("<unless>", "exists (select from " + owner + " x where x.schedule_id = s.id)")
                        .replace("<most>", String.valueOf(MOST))
                + "delete from " + table + " where id = any(array(select c.id from free join " + joined
                + " limit :most))";
    }

    private Deleted() {}

    /// Some at a time, each time in a transaction of its own, and in one order; what somebody holds is passed over.
    /// So two that sweep share the work and never wait for each other, and many are no reason to take long.
    static void sweep(Database database) {
        int left = PORTIONS;
        int gone = MOST;
        while (gone == MOST && left > 0) {
            for (String sql : LEFT_BEHIND) {
                left = portions(database, sql, left);
            }
            gone = plans(database);
            left--;
        }
    }

    /// @return how many more may be done
    private static int portions(Database database, String sql, int portions) {
        int left = portions;
        int most = PORTION;
        int gone = most;
        while (gone == most && left-- > 0) {
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
        return left;
    }

    private static int plans(Database database) {
        String nothingLeft = "not exists (select from item x where x.schedule_id = s.id)"
                + " and not exists (select from series x where x.schedule_id = s.id)";
        return database.withHandle(handle -> handle.createUpdate(
                        FREE.replace("<unless>", nothingLeft).replace("<most>", String.valueOf(MOST))
                                + "delete from schedule_plan where id in (select id from free)")
                .execute());
    }
}

package dev.rota.store;

import org.jspecify.annotations.Nullable;

/// The questions for a page of runs, one for each way to ask, so that each is read from the index that has its
/// order.
///
/// Runs that ended otherwise than well stand in `run_amiss`, too, those that run on their schedules; so a page of
/// them is found without a look at the millions that succeeded.
final class RunPages {
    private static final String SELECT = """
        select r.*, extract(epoch from r.finished_at - r.started_at) * 1000 as took_ms
        """;

    private static final String JOIN = " join run r on r.slot = x.slot and r.id = x.id ";

    private RunPages() {}

    /// With the parameters `:schedule`, `:status`, `:limit`, and of the row to go on behind `:slot`, `:attempt` and
    /// `:id`, as far as they are asked for.
    static String sql(boolean schedule, @Nullable String status, boolean after) {
        // That the slot is not later is said once more for itself: it spares the weeks behind it.
        String order = schedule ? "slot desc, attempt desc, id desc" : "slot desc, id desc";
        String which = (schedule ? " and schedule_id = :schedule" : "")
                + (!after
                        ? ""
                        : schedule
                                ? " and slot <= :slot and (slot, attempt, id) < (:slot, :attempt, :id)"
                                : " and (slot, id) < (:slot, :id)");
        String page = which + " order by " + order + " limit :limit";
        String ordered = " order by r." + order.replace(", ", ", r.");
        if (status == null || status.equals("succeeded")) {
            return SELECT + "from (select * from run where true" + (status == null ? "" : " and status = :status")
                    + page + ") r" + ordered;
        }
        if (status.equals("running")) {
            return SELECT
                    + """
                    from (select * from (
                        select current_slot as slot, current_run as id, id as schedule_id, 0 as attempt
                        from schedules where current_run is not null) live
                      where true <page>) x
                    """.replace(
                            "<page>",
                            page.replace("(slot, attempt, id) < (:slot, :attempt, :id)", "(slot, id) < (:slot, :id)"))
                    + JOIN + "and r.status = 'running'" + ordered;
        }
        return SELECT + "from (select slot, id from run_amiss where status = :status" + page + ") x" + JOIN + ordered;
    }
}

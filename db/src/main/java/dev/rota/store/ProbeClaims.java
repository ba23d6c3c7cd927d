package dev.rota.store;

import dev.rota.job.Lane;
import dev.rota.run.Trigger;
import dev.rota.store.RequestClaims.Asked;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The part of a claim that takes probes: schedules that were given up and are tried again now and then.
final class ProbeClaims {
    private ProbeClaims() {}

    /// Locks the schedules whose probe is due, and takes their slots off `left`.
    ///
    /// @param taken schedules that a request has taken just now
    static List<Asked> due(Handle handle, Map<Lane, Integer> left, Duration ahead, Collection<Long> taken) {
        return Lanes.take(
                handle,
                left,
                "",
                ProbeClaims::oldest,
                query -> query.bind("ahead", Sql.micros(ahead)).bindArray("taken", Long.class, taken),
                row -> new Asked(
                        null,
                        Columns.instant(row, "probe_due"),
                        Trigger.PROBE,
                        row.getInt("attempt"),
                        ScheduleRows.place(row)));
    }

    private static String oldest(Lane lane) {
        return "select s.probe_due, "
                + "(select count(*) from run r where r.schedule_id = s.schedule_id and r.slot = s.probe_due"
                + " and r.trigger = 'probe') + 1 as attempt, s.lane, " + ScheduleRows.PLACE
                + """

                from schedule_progress s
                where s.probe_due <= (select clock_timestamp()) + :ahead * interval '1 microsecond'
                  and s.probe_due is not null
                  and s.live and s.current_run is null
                  and s.lane = '<lane>' and s.kind = any(:kinds) and s.schedule_id <> all(:taken)
                order by s.probe_due limit :most_<lane>
                for update of s skip locked\
                """.replace("<lane>", lane.word());
    }
}

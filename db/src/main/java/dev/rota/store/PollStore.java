package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Looks whether there is anything to do: one autocommitted statement, so that an idle poll costs almost nothing.
public final class PollStore {
    private final Database database;

    public PollStore(Database database) {
        this.database = database;
    }

    /// What a look saw.
    ///
    /// @param now      the database's clock
    /// @param due      how many schedules may start by now + ahead, at most 1,000
    /// @param requests how many requests wait
    /// @param upcoming the next instants at which something may start, ascending, at most 1,000
    public record Look(Instant now, int due, int requests, List<Instant> upcoming) {}

    /// @param ahead   how far ahead of the clock a schedule counts as due
    /// @param horizon how far ahead to look for upcoming instants
    /// @param kinds   the kinds of job this daemon knows
    public Look look(Duration ahead, Duration horizon, Collection<String> kinds) {
        return database.withHandle(handle -> handle.createQuery("""
            with clock as (select clock_timestamp() as now),
            coming as (
              (select s.next_due from schedules s, clock
              where s.enabled and s.auto_disabled_at is null and s.current_run is null
                and s.deleted_at is null and s.kind = any(:kinds)
                and s.next_due <= clock.now + :horizon * interval '1 microsecond'
              order by s.next_due limit 1000)
              union all
              (select s.probe_due from schedules s, clock
              where s.probe_due is not null and s.enabled and s.current_run is null
                and s.deleted_at is null and s.kind = any(:kinds)
                and s.probe_due <= clock.now + :horizon * interval '1 microsecond'
              order by s.probe_due limit 1000)
              order by 1 limit 1000)
            select clock.now,
              (select count(*) from coming where next_due <= clock.now + :ahead * interval '1 microsecond'),
              (select count(*) from run_request where status = 'waiting' and kind in ('run', 'test')),
              array(select next_due from coming
                    where next_due > clock.now + :ahead * interval '1 microsecond' order by 1)
            from clock
            """)
                .bindArray("kinds", String.class, kinds)
                .bind("ahead", Sql.micros(ahead))
                .bind("horizon", Sql.micros(horizon))
                .map((row, _) -> new Look(
                        Columns.instant(row, 1),
                        row.getInt(2),
                        row.getInt(3),
                        Arrays.stream((java.sql.Timestamp[]) row.getArray(4).getArray())
                                .map(java.sql.Timestamp::toInstant)
                                .toList()))
                .one());
    }
}

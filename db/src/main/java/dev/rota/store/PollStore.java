package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.Lane;
import dev.rota.store.DaemonStore.Other;
import dev.rota.syntax.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Looks whether there is anything to do: one autocommitted statement, so that an idle poll costs almost nothing.
public final class PollStore {
    /// How many instants one look tells.
    public static final int MOST = 1_000;

    private final Database database;

    public PollStore(Database database) {
        this.database = database;
    }

    /// What a look saw.
    ///
    /// @param now      the database's clock
    /// @param due      how many schedules may start by now + ahead, at most 1,000
    /// @param requests how many requests wait, and probes that are due, both of which are claimed beside the grid
    /// @param upcoming the next instants at which something may start, ascending, at most 1,000
    /// @param signs    of what else asks to be done
    public record Look(Instant now, int due, int requests, List<Instant> upcoming, Signs signs) {}

    /// What asks to be done besides running: on a quiet poll nothing, and then no further statement is sent.
    ///
    /// @param leases     whether the lease of some daemon has ended, or lies further ahead than it is long
    /// @param kinds      whether a slot has waited too long whose kind of job the asker does not know
    /// @param requests   whether a request has waited too long
    /// @param deleted    whether a schedule was deleted that does not run any more
    /// @param neighbours the daemons of the asker's host, itself among them
    public record Signs(boolean leases, boolean kinds, boolean requests, boolean deleted, List<Other> neighbours) {}

    /// @param ahead    how far ahead of the clock a schedule counts as due
    /// @param horizon  how far ahead to look for upcoming instants
    /// @param kinds    the kinds of job this daemon knows
    /// @param patience how long a slot may wait for a daemon that knows its kind
    /// @param host     this machine's name, as daemons on it register it
    public record Question(
            Duration ahead, Duration horizon, Collection<String> kinds, Duration patience, String host) {}

    /// Slots of unknown kinds are looked for among the hundred that have waited longest: nobody claims them, so
    /// they come to stand there, and a backlog of a million is not read for their sake.
    public Look look(Question question) {
        return database.withHandle(handle -> handle.createQuery("""
            with clock as materialized (select clock_timestamp() as now),
            coming as materialized (
              (select s.next_due, false as probe from unnest(cast(:lanes as text[])) l (lane)
                cross join lateral (
                  select s.next_due from schedule_progress s
                  where s.live and s.auto_disabled_at is null and s.current_run is null and s.lane = l.lane and s.kind = any(:kinds)
                    and s.next_due <= (select now from clock) + :horizon * interval '1 microsecond'
                  order by s.next_due limit 1000) s)
              union all
              (select s.probe_due, true from schedule_progress s
              where s.probe_due is not null and s.live and s.current_run is null and s.kind = any(:kinds)
                and s.probe_due <= (select now from clock) + :horizon * interval '1 microsecond'
              order by s.probe_due limit 1000)
              order by 1 limit 1000)
            select clock.now,
              (select count(*) from coming
               where not probe and next_due <= clock.now + :ahead * interval '1 microsecond'),
              (select count(*) from run_request where status = 'waiting' and kind in ('run', 'test')),
              array(select cast(extract(epoch from next_due) * 1000000 as bigint) from coming
                    where next_due > clock.now + :ahead * interval '1 microsecond' order by 1),
              exists (select from daemon, clock
                      where state not in ('stopped', 'dead') and (lease_until < clock.now or <ahead>)),
              exists (select from unnest(cast(:lanes as text[])) l (lane) cross join lateral (
                        select s.kind from schedule_progress s
                        where s.live and s.auto_disabled_at is null and s.current_run is null and s.lane = l.lane
                          and s.next_due < (select now from clock) - :patience * interval '1 microsecond'
                        order by s.next_due limit 100) late
                      where late.kind <> all(:kinds)),
              exists (select from run_request, clock
                      where status = 'waiting' and expires_at < clock.now),
              (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'pid', d.pid, 'boot', d.boot_id,
                        'namespace', d.pid_namespace, 'uid', d.uid, 'ticks', d.start_ticks)), '[]')
               from daemon d where d.host = :host and d.state not in ('stopped', 'dead')),
              (select count(*) from coming
               where probe and next_due <= clock.now + :ahead * interval '1 microsecond'),
              exists (select from (select s.id from schedule_plan s where s.deleted_at is not null
                        order by s.id limit 1000) s join schedule_progress p on p.schedule_id = s.id
                      where p.current_run is null)
            from clock
            """.replace("<ahead>", DaemonStore.AHEAD))
                .bindArray("kinds", String.class, question.kinds())
                .bindArray("lanes", String.class, Lane.words())
                .bind("ahead", Sql.micros(question.ahead()))
                .bind("horizon", Sql.micros(question.horizon()))
                .bind("patience", Sql.micros(question.patience()))
                .bind("host", question.host())
                .map((row, _) -> new Look(
                        Columns.instant(row, 1),
                        row.getInt(2),
                        row.getInt(3) + row.getInt(9),
                        Arrays.stream((Long[]) row.getArray(4).getArray())
                                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                                .toList(),
                        new Signs(
                                row.getBoolean(5),
                                row.getBoolean(6),
                                row.getBoolean(7),
                                row.getBoolean(10),
                                neighbours(Json.stored(row.getString(8))))))
                .one());
    }

    private static List<Other> neighbours(JsonNode rows) {
        List<Other> neighbours = new ArrayList<>();
        for (JsonNode row : rows) {
            neighbours.add(new Other(
                    UUID.fromString(row.path("id").asText()),
                    row.path("pid").asLong(),
                    row.path("boot").textValue(),
                    number(row.path("namespace")),
                    number(row.path("uid")),
                    number(row.path("ticks"))));
        }
        return neighbours;
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? value.longValue() : null;
    }
}

package dev.rota.bench.engine;

import dev.rota.config.DatabaseConfig;
import dev.rota.store.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/// Fills a database with what a large site has after 90 days: a million schedules, ten million runs, their logs,
/// samples, items and decisions. Nothing is random that the next filling would draw otherwise (but ids of runs).
///
/// Every eighth run belongs to one of the first 64 schedules. Names and labels have frequent and rare words;
/// `pinned` and the kind `command` stand only on the newest schedules, so that a page of them cannot be met by
/// chance.
final class MillionRows {
    private static final String WORDS = """
        ((array['pump','meter','boiler','disk','backup','invoice','orders','stock','prices','weather'])[1 + i % 10])\
        """;

    private static final String PLACES =
            "((array['Milano','Torino','Roma','Bari','Genova','Trento','Como'])[1 + i % 7])";

    private final Connection connection;
    private final long schedules;
    private final long runs;

    private MillionRows(Connection connection, long schedules, long runs) {
        this.connection = connection;
        this.schedules = schedules;
        this.runs = runs;
    }

    static void fill(Server server, String database, long schedules, long runs) throws SQLException {
        server.fresh(database);
        Migrations.migrate(new DatabaseConfig(server.url() + database, "rota", "", false));
        try (Connection connection = server.connect(database)) {
            Server.run(connection, "set synchronous_commit = off");
            Server.run(connection, "set timezone = 'UTC'");
            new MillionRows(connection, schedules, runs).fill();
        }
    }

    private void fill() throws SQLException {
        step("weeks", """
            select ensure_partition(t, clock_timestamp() - w * interval '7 days')
            from unnest(array['run', 'decision', 'sample', 'run_log']) t, generate_series(0, 14) w\
            """);
        step(
                "accounts",
                "insert into account (name, role) select 'team ' || i, 'editor' from generate_series(1, 20) i");
        step("runs", """
            insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
              status, failure_class, message, claimed_at, started_at, finished_at, samples, log_bytes)
            select gen_random_uuid(), slot, i, <word> || ' ' || <place> || ' ' || i,
              case when n % 500 = 0 then 'manual' else 'scheduled' end, 1, <kind>, 1,
              '00000000-0000-0000-0000-00000000000a', status,
              case status when 'failed' then 'connect' end, case status when 'failed' then 'Nobody answers.' end,
              slot, slot + interval '2 ms', slot + interval '2 ms' + (n % 4000) * interval '1 ms', 1, 60
            from (
              select n, clock_timestamp() - interval '1 minute' - n * (interval '90 days' / <runs>) as slot,
                case when n % 8 = 0 then 1 + (n / 8) % 64 else 1 + (n * 7919) % <schedules> end as i,
                case when n % 97 = 0 then 'failed' when n % 20011 = 0 then 'interrupted'
                  when n % 1000003 = 0 then 'abandoned' when n % 5003 = 0 then 'deferred' else 'succeeded' end as status
              from generate_series(1::bigint, <runs>) n) r
            """);
        step("schedules", """
            insert into schedule_plan (owner_id, name, labels, kind, lane, job, recurrence, zone, enabled)
            select (select min(id) from account) + i * i % 20, <word> || ' ' || <place> || ' ' || i,
              jsonb_build_object('site', 'hall ' || i % 50, 'team', 'team ' || i * i % 20)
                || case when i > <schedules> - 30 then '{"pinned": "yes"}' else '{}' end::jsonb,
              <kind>, case <kind> when 'collect' then 'general' else <kind> end,
              jsonb_build_object(
                'source', jsonb_build_object('kind', 'http', 'url', 'https://meter-' || i || '.example/api/values'),
                'rows', '$.values[*]',
                'metrics', jsonb_build_array(jsonb_build_object('name', 'power', 'value', '$.watts'))),
              case when i % 100 = 1 then '{}' when i % 100 = 2 then '{"at": "2026-01-01T08:00:00Z"}'
                else '{"every": "PT1H", "anchor": "2026-01-01T00:00:00Z"}' end::jsonb,
              'Europe/Rome', i % 20 <> 3
            from generate_series(1::bigint, <schedules>) i
            """);
        step("where they stand", """
            insert into schedule_progress (schedule_id, live, lane, kind, next_slot, next_due, failures, outcomes_known,
              auto_disabled_at, auto_disabled_reason, last_run, last_slot, last_started_at, last_finished_at, last_status)
            select i, enabled, lane, kind, due, due, case when i % 50 = 4 then 1 + i % 4 else 0 end, 20,
              case when i % 200 = 5 then clock_timestamp() - interval '1 day' end,
              case when i % 200 = 5 then 'five failures in a row' end,
              l.id, l.slot, l.started_at, l.finished_at, l.status
            from (
              select id as i, enabled, lane, kind, case when id % 100 in (1, 2) then null
                when id <= 300 then clock_timestamp()
                else clock_timestamp() + interval '1 minute' + (id * 7907) % 3600000 * interval '1 ms' end as due
              from schedule_plan) s
            left join (
              select distinct on (schedule_id) schedule_id, id, slot, started_at, finished_at, status
              from run order by schedule_id, slot desc) l on l.schedule_id = i
            """);
        step("live runs", """
            with live as (
              insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
                status, claimed_at, started_at)
              select gen_random_uuid(), clock_timestamp(), id, name, 'scheduled', 1, kind, 1,
                '00000000-0000-0000-0000-00000000000a', 'running', clock_timestamp(), clock_timestamp()
              from schedule_plan where id % (<schedules> / 40) = 7 returning id, schedule_id, slot, daemon_id)
            update schedule_progress p set current_run = l.id, current_slot = l.slot, current_daemon = l.daemon_id,
              current_started_at = l.slot from live l where l.schedule_id = p.schedule_id\
            """);
        step("a daemon", """
            insert into daemon (id, host, pid, version, state, kinds, slots, heartbeat_at, lease_until, lanes)
            values ('00000000-0000-0000-0000-00000000000a', 'bench', 1, 'bench', 'ready', '{collect,scrape,command}', 64,
              clock_timestamp() + interval '1 day', 'infinity', '{"general": {"slots": 64, "running": 40}, "command": {"slots": 4, "running": 0}}')\
            """);
        // A transaction for each hour, as if somebody had written them when they came to be.
        step("logs", """
            do $$
            declare
              hour timestamptz;
            begin
              for hour in select generate_series(date_trunc('hour', clock_timestamp()) - interval '18 days',
                date_trunc('hour', clock_timestamp()), interval '1 hour')
              loop
                insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
                select id, slot, schedule_id, finished_at, case status when 'failed' then 'WARN' else 'INFO' end, 0,
                  'schedule=' || schedule_id || ' kind=' || kind || ' outcome=' || status || ' took=12ms'
                from run where finished_at is not null and slot >= hour and slot < hour + interval '1 hour'
                order by slot;
                insert into run_log_mark (at, xact) values (hour, pg_current_xact_id()) on conflict do nothing;
                commit;
              end loop;
            end $$
            """);
        step("series", """
            insert into series (schedule_id, name, labels, type, unit, last_at, last_value)
            select i, 'power', '{}', 'gauge', 'W', clock_timestamp(), i from generate_series(1::bigint, <schedules> / 10) i\
            """);
        step("samples", """
            insert into sample (series_id, at, value)
            select 1 + n % (<schedules> / 10), clock_timestamp() - n * (interval '28 days' / <samples>), n
            from generate_series(1::bigint, <samples>) n\
            """);
        step("samples of one", """
            insert into sample (series_id, at, value)
            select 1, clock_timestamp() - n * interval '1 minute', n from generate_series(1, 28 * 1440) n\
            """);
        step("items", """
            insert into item (schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at)
            select case when n % 10 = 0 then 2 else 1 + n % 1000 end, 'order ' || n, jsonb_build_object('price', n), '\\x00',
              clock_timestamp(), clock_timestamp(), clock_timestamp() - n * interval '1 s'
            from generate_series(1::bigint, <schedules> / 10) n\
            """);
        step("decisions", """
            insert into decision (schedule_id, plan_version, reason, first_slot, last_slot, count, decided_at)
            select 1 + n % (<schedules> / 10), 1, 'outside_window', at, at, 1, at
            from (select n, clock_timestamp() - n * (interval '90 days' / <samples>) as at
              from generate_series(1::bigint, <samples>) n) d\
            """);
        // As a daemon's chores do it.
        step("counts", """
            do $$ begin
              while (select count(*) > 1000 from schedule_tally) loop
                perform add_up_tally();
              end loop;
            end $$\
            """);
        step("vacuum", "vacuum (analyze)");
    }

    private void step(String name, String sql) throws SQLException {
        long begin = System.nanoTime();
        Server.run(
                connection,
                sql.replace("<word>", WORDS)
                        .replace("<place>", PLACES)
                        .replace(
                                "<kind>",
                                "(case when i > <schedules> - 2000 then 'command' when i % 4 = 0 then 'scrape'"
                                        + " else 'collect' end)")
                        .replace("<samples>", String.valueOf(runs / 5))
                        .replace("<schedules>", String.valueOf(schedules))
                        .replace("<runs>", String.valueOf(runs)));
        System.err.printf(Locale.ROOT, "%s: %.1f s%n", name, (System.nanoTime() - begin) / 1e9);
    }
}

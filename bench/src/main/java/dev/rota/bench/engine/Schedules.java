package dev.rota.bench.engine;

import dev.rota.config.DatabaseConfig;
import dev.rota.store.Migrations;
import java.sql.Connection;
import java.sql.SQLException;

/// Fills a database of Rota with schedules, each with a name, a job and a grid of its own.
final class Schedules {
    private Schedules() {}

    /// A new database with `n` schedules whose next slots lie a year ahead.
    static Connection create(Server server, String database, int n) throws SQLException {
        server.fresh(database);
        Migrations.migrate(new DatabaseConfig(server.url() + database, "rota", "", false));
        Connection connection = server.connect(database);
        Server.run(connection, "insert into account (name, role) values ('bench', 'admin')");
        Server.run(connection, "create extension if not exists pg_stat_statements schema public");
        add(connection, n);
        // What was written so far is on its way to the disk now, and not while the figure is taken.
        Server.run(connection, "checkpoint");
        return connection;
    }

    static void add(Connection connection, int n) throws SQLException {
        Server.run(connection, """
            insert into schedule_plan (owner_id, name, labels, kind, lane, job, recurrence, zone)
            select (select min(id) from account), 'reading no. ' || i, jsonb_build_object('site', 'hall ' || i %% 50),
              'collect', 'general', jsonb_build_object(
                'source', jsonb_build_object('kind', 'http', 'url', 'https://meter-' || i || '.example/api/values'),
                'rows', '$.values[*]',
                'metrics', jsonb_build_array(jsonb_build_object('name', 'power', 'value', '$.watts'))),
              jsonb_build_object('every', 'PT8760H', 'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome'
            from (select date_trunc('second', clock_timestamp()) + interval '365 days' as t) c, generate_series(1, %d) i
            """.formatted(n));
        Server.run(connection, """
            insert into schedule_progress (schedule_id, live, lane, kind, next_slot, next_due)
            select id, true, lane, kind, (recurrence ->> 'anchor')::timestamptz, (recurrence ->> 'anchor')::timestamptz
            from schedule_plan s where s.id > (select coalesce(max(schedule_id), 0) from schedule_progress)
            """);
        vacuum(connection);
    }

    static void vacuum(Connection connection) throws SQLException {
        Server.run(connection, "vacuum (analyze) schedule_plan, schedule_progress");
    }

    /// Gives the first `n` of them a grid on which they are due again and again, first in two seconds.
    ///
    /// @param every as in a recurrence
    static void often(Connection connection, int n, String every) throws SQLException {
        Server.run(connection, """
            with first as (
              select date_trunc('second', clock_timestamp()) + interval '3 s' as t),
            plan as (
              update schedule_plan set recurrence = jsonb_build_object('every', '%s', 'anchor',
                to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
              from first where id <= (select id from schedule_plan order by id offset %d limit 1) returning id)
            select count(*) from plan
            """.formatted(every, n - 1));
        Server.run(connection, """
            update schedule_progress p set next_slot = (recurrence ->> 'anchor')::timestamptz,
              next_due = (recurrence ->> 'anchor')::timestamptz
            from schedule_plan s where s.id = p.schedule_id and recurrence ->> 'every' = '%s'
            """.formatted(every));
        vacuum(connection);
        wake(connection);
    }

    /// Keeps all from being claimed, or no longer, unknown to the daemons.
    static void hold(Connection connection, boolean held) throws SQLException {
        Server.run(connection, "update schedule_progress set live = " + !held);
        vacuum(connection);
    }

    /// Waits until so many seconds before the next of them are due; after it, if less than none.
    static void untilNext(Connection connection, double seconds) throws SQLException {
        Server.run(connection, """
            select pg_sleep(greatest(0, extract(epoch from min(next_due) - clock_timestamp()) - %s))
            from schedule_progress where next_due > clock_timestamp()
            """.formatted(seconds));
    }

    /// Makes the first `n` of them due a moment from now, on one instant, and tells the daemons.
    static void due(Connection connection, int n, String in) throws SQLException {
        Server.run(connection, """
            update schedules s set next_slot = t, next_due = t, recurrence = jsonb_set(recurrence, '{anchor}',
              to_jsonb(to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
            from (select clock_timestamp() + interval '%s' as t) c
            where id in (select id from schedules order by id limit %d)
            """.formatted(in, n));
    }

    static void wake(Connection connection) throws SQLException {
        Server.run(connection, "select pg_notify('rota', 'wake')");
    }
}

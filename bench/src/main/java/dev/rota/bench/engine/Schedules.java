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
            insert into schedules (owner_id, name, labels, kind, lane, job, recurrence, zone, next_slot, next_due)
            select (select min(id) from account), 'reading no. ' || i, jsonb_build_object('site', 'hall ' || i %% 50),
              'collect', 'general', jsonb_build_object(
                'source', jsonb_build_object('kind', 'http', 'url', 'https://meter-' || i || '.example/api/values'),
                'rows', '$.values[*]',
                'metrics', jsonb_build_array(jsonb_build_object('name', 'power', 'value', '$.watts'))),
              jsonb_build_object('every', 'PT8760H', 'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome', t, t
            from (select date_trunc('second', clock_timestamp()) + interval '365 days' as t) c, generate_series(1, %d) i
            """.formatted(n));
        Server.run(connection, "vacuum (analyze) schedules");
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

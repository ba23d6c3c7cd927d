package dev.rota.bench.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/// What the product has asked of its database since the last [#forget].
///
/// @param calls  statements, without BEGIN, COMMIT, SET and SHOW
/// @param millis of execution and planning
record Statements(long calls, double millis) {
    static void forget(Connection connection) throws SQLException {
        Server.run(connection, "select public.pg_stat_statements_reset()");
    }

    static Statements of(Connection connection) throws SQLException {
        double[] sums = Server.numbers(connection, """
            select coalesce(sum(s.calls), 0), coalesce(sum(s.total_exec_time + s.total_plan_time), 0)
            from public.pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid
            where d.datname = current_database() and r.rolname = 'rota'
              and s.query !~* '^(begin|commit|rollback|set|show)\\y'
            """);
        return new Statements((long) sums[0], sums[1]);
    }

    /// Tells where their time went.
    ///
    /// @param n among how many runs to divide it
    static void tell(Connection connection, int n) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                    select s.total_exec_time, s.calls, s.wal_bytes, regexp_replace(s.query, '\s+', ' ', 'g')
                    from public.pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid
                    where d.datname = current_database() and r.rolname = 'rota' order by 1 desc limit 12
                    """)) {
            while (rows.next()) {
                System.err.printf(
                        Locale.ROOT,
                        "%6.1f µs a run, %5d calls, %4.0f bytes of WAL: %.90s%n",
                        rows.getDouble(1) * 1000 / n,
                        rows.getLong(2),
                        rows.getDouble(3) / n,
                        rows.getString(4));
            }
        }
    }
}

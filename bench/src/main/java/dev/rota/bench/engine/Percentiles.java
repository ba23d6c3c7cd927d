package dev.rota.bench.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/// Milliseconds, from the quickest to the slowest.
record Percentiles(double least, double p50, double p99, double most, long n) {
    /// @param sql selects one column `ms`
    static Percentiles of(Connection connection, String sql) throws SQLException {
        double[] p = Server.numbers(connection, """
            select min(ms), percentile_cont(0.5) within group (order by ms),
              percentile_cont(0.99) within group (order by ms), max(ms), count(*)
            from (%s) x
            """.formatted(sql));
        return new Percentiles(p[0], p[1], p[2], p[3], (long) p[4]);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 **%.1f ms**, p99 **%.1f ms**, last %.1f ms, first %.1f ms (%d)",
                p50,
                p99,
                most,
                least,
                n);
    }
}

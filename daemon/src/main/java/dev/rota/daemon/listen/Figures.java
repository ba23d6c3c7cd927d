package dev.rota.daemon.listen;

import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.Totals;
import dev.rota.daemon.poller.Loop;
import dev.rota.metrics.MetricsPage;
import dev.rota.store.Database;
import dev.rota.store.PoolFigures;
import java.time.Duration;
import java.util.Map;

/// What is in a running daemon's `/metrics`. The names begin with `rota_daemon_`, so that they never add to those of
/// the API, which tells of all daemons together.
///
/// @param pools by what they are for
public record Figures(RunningRuns runs, Totals totals, Loop loop, Map<String, Database> pools) {

    /// @param now on the monotonic clock
    public void write(MetricsPage page, long now) {
        totals.write(page);
        runs.write(page);
        RunningRuns.Lease lease = runs.lease();
        page.gauge("rota_daemon_lease_left_seconds", "Until this daemon must let go of its runs; 0 without a lease.")
                .sample(lease == null ? 0 : Math.max(0, seconds(Duration.ofNanos(lease.ends() - now))));
        page.histogram("rota_daemon_turn_seconds", "How long the loop's turns took: to look and to claim.")
                .buckets(Map.of(), loop.turns());
        page.gauge("rota_daemon_turn_lag_seconds", "How much later than planned the last turn began.")
                .sample(seconds(loop.lag()));
        PoolFigures.write(page, "rota_daemon", pools);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

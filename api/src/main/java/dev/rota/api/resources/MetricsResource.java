package dev.rota.api.resources;

import dev.rota.api.access.Open;
import dev.rota.metrics.MetricsPage;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.DaemonReadStore.Daemon;
import dev.rota.store.Database;
import dev.rota.store.OverviewStore;
import dev.rota.store.OverviewStore.Counts;
import dev.rota.store.PoolFigures;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Numbers for Prometheus. What daemons did comes from the totals in their rows, so one scrape of one API sees them
/// all; of APIs each tells of itself.
@Path("metrics")
public final class MetricsResource {
    private final OverviewStore overview;
    private final DaemonReadStore daemons;
    private final Release release;
    private final Itself itself;

    public MetricsResource(OverviewStore overview, DaemonReadStore daemons, Release release, Itself itself) {
        this.overview = overview;
        this.daemons = daemons;
        this.release = release;
        this.itself = itself;
    }

    /// What this API tells of itself; the names begin with `rota_api_`.
    public record Itself(Database pool, RequestTotals requests) {}

    @GET
    @Open
    @Produces(MetricsPage.MEDIA_TYPE)
    public String metrics() {
        List<Daemon> all = daemons.all();
        Load load = Load.of(all);
        Counts counts = overview.counts();
        MetricsPage page = new MetricsPage();
        page.gauge("rota_build_info", "Always 1; the labels say what is running.")
                .sample(labels("version", release.version(), "java", release.java()), 1);
        page.gauge("rota_daemons_alive", "Daemons with a heartbeat in the last 60 s.")
                .sample(load.daemons());
        schedules(page, counts);
        page.gauge("rota_runs_running", "Runs that are running.").sample(load.active());
        page.gauge("rota_runs_max", "Runs that may run at once.").sample(load.max());
        page.counter("rota_runs_total", "Runs that ended, by kind of job and outcome.");
        load.totals()
                .forEach(total -> page.sample(labels("kind", total.kind(), "outcome", total.outcome()), total.count()));
        page.counter("rota_decisions_total", "Slots that became no run by what daemons decided, by reason.");
        Load.decisions(all).forEach((reason, count) -> page.sample(labels("reason", reason), count));
        page.counter("rota_leases_lost_total", "How often a daemon was taken for dead while it lived.")
                .sample(Load.counted(all, "leases_lost"));
        page.counter("rota_fenced_total", "Results that came too late and were dropped: the run had another owner.")
                .sample(Load.counted(all, "fenced"));
        page.gauge("rota_slots", "Runs that may run at once, by lane; some lanes share slots.");
        load.lanes().forEach((lane, numbers) -> page.sample(labels("lane", lane), numbers.max()));
        page.gauge("rota_slots_used", "Slots that are taken, by lane.");
        load.lanes().forEach((lane, numbers) -> page.sample(labels("lane", lane), numbers.active()));
        daemons(page, all.stream().filter(Daemon::alive).toList());
        PoolFigures.write(page, "rota_api", Map.of("api", itself.pool()));
        itself.requests().write(page);
        return page.toString();
    }

    private static void schedules(MetricsPage page, Counts counts) {
        page.gauge("rota_schedules", "Schedules, each under the first standing that fits.");
        counts.standings().forEach((word, count) -> page.sample(labels("standing", word), count));
        page.gauge("rota_schedules_due", "Schedules that could start now but have not.")
                .sample(counts.due());
        page.gauge("rota_oldest_due_age_seconds", "How long the oldest of them has waited; 0 when there is none.")
                .sample(counts.oldestDueMs() / 1000.0);
        page.gauge("rota_requests_waiting", "Requests that no daemon has taken yet.")
                .sample(counts.waiting());
    }

    private static void daemons(MetricsPage page, List<Daemon> alive) {
        page.gauge("rota_daemon_heartbeat_age_seconds", "Since the daemon's last heartbeat.");
        each(page, alive, daemon -> (double) daemon.heartbeatAgeMs());
        page.gauge("rota_daemon_poll_lag_seconds", "How late the daemon's last poll was.");
        each(page, alive, daemon -> daemon.pollLagMs() == null ? null : (double) daemon.pollLagMs());
        page.gauge("rota_daemon_clock_offset_seconds", "The daemon's clock minus the database's.");
        each(page, alive, daemon -> daemon.clockOffsetMs() == null ? null : (double) daemon.clockOffsetMs());
    }

    private static void each(MetricsPage page, List<Daemon> alive, Function<Daemon, @Nullable Double> millis) {
        alive.forEach(daemon -> {
            Double value = millis.apply(daemon);
            if (value != null) {
                page.sample(labels("daemon", daemon.id().toString(), "host", daemon.host()), value / 1000);
            }
        });
    }

    private static Map<String, String> labels(String... pairs) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            labels.put(pairs[i], pairs[i + 1]);
        }
        return labels;
    }
}

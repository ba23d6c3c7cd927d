package dev.rota.api.resources;

import dev.rota.api.access.Open;
import dev.rota.logging.Seldom;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.DatabaseFault;
import dev.rota.store.OverviewStore;
import dev.rota.store.OverviewStore.Counts;
import dev.rota.store.OverviewStore.Waiting;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether Rota can do its work, for load balancers and watchers, and how busy it is. 503 means that it cannot: the
/// database does not answer, or no daemon works. A pool whose slots are all taken is busy, not ill.
@Path("api")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private static final Logger LOG = LoggerFactory.getLogger(HealthResource.class);

    private final OverviewStore overview;
    private final DaemonReadStore daemons;
    private final Seldom unreachable;
    private final long started = System.nanoTime();

    /// @param unreachable says when it may be told again that the database cannot be reached
    public HealthResource(OverviewStore overview, DaemonReadStore daemons, Seldom unreachable) {
        this.overview = overview;
        this.daemons = daemons;
        this.unreachable = unreachable;
    }

    /// @param status   `healthy`, `degraded` (no slot is free) or `down`
    /// @param uptimeS  seconds since this API started
    /// @param active   runs that are running
    /// @param max      runs that may run at once
    /// @param queued   schedules that are due and requests that wait
    /// @param database `up` or `down`
    /// @param daemons  daemons with a heartbeat in the last 60 s
    public record HealthView(
            String status,
            long uptimeS,
            long active,
            long max,
            double utilisation,
            long queued,
            boolean saturated,
            String database,
            long daemons) {}

    /// @param waitMs how long the oldest of the queued has waited for a slot
    public record LaneView(
            String lane, long active, long queued, long max, double utilisation, long peak, long waitMs) {}

    public record QueueView(
            long active,
            long queued,
            long max,
            double utilisation,
            long totalProcessed,
            long totalErrors,
            long peakActive,
            long peakQueued,
            List<LaneView> lanes) {}

    @GET
    @Path("health")
    @Open
    public Response health() {
        long uptime = Duration.ofNanos(System.nanoTime() - started).toSeconds();
        try {
            Load load = Load.of(daemons.recent());
            Counts counts = overview.counts();
            boolean saturated = load.max() > 0 && load.active() >= load.max();
            String status = load.daemons() == 0 ? "down" : saturated ? "degraded" : "healthy";
            return Response.status(load.daemons() == 0 ? 503 : 200)
                    .entity(new HealthView(
                            status,
                            uptime,
                            load.active(),
                            load.max(),
                            Load.utilisation(load.active(), load.max()),
                            counts.due() + counts.waiting(),
                            saturated,
                            "up",
                            load.daemons()))
                    .build();
        } catch (RuntimeException e) {
            // Whatever is wrong with the database: to answer "down" is what this address is for.
            if (unreachable.isDue()) {
                LOG.warn("health: the database does not answer: {}", DatabaseFault.why(e));
            }
            return Response.status(503)
                    .entity(new HealthView("down", uptime, 0, 0, 0, 0, false, "down", 0))
                    .build();
        }
    }

    @GET
    @Path("queue-stats")
    @Open
    public QueueView queueStats() {
        Load load = Load.of(daemons.all());
        Counts counts = overview.counts();
        Map<String, Waiting> waiting = overview.waitingByLane();
        long queued = counts.due() + counts.waiting();
        return new QueueView(
                load.active(),
                queued,
                load.max(),
                Load.utilisation(load.active(), load.max()),
                load.total(),
                load.errors(),
                load.peak(),
                Math.max(queued, load.peakQueued()),
                load.lanes().entrySet().stream()
                        .map(lane -> new LaneView(
                                lane.getKey(),
                                lane.getValue().active(),
                                waiting.getOrDefault(lane.getKey(), Waiting.NONE)
                                        .due(),
                                lane.getValue().max(),
                                Load.utilisation(
                                        lane.getValue().active(),
                                        lane.getValue().max()),
                                lane.getValue().peak(),
                                waiting.getOrDefault(lane.getKey(), Waiting.NONE)
                                        .oldestMs()))
                        .toList());
    }
}

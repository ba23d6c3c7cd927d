package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.wire.RunView;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.DaemonReadStore.Daemon;
import dev.rota.store.OverviewStore;
import dev.rota.store.OverviewStore.Counts;
import dev.rota.store.OverviewStore.Hour;
import dev.rota.store.OverviewStore.Next;
import dev.rota.store.RunHistoryStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All that the first page shows, in one answer.
@Path("api/overview")
@Produces(MediaType.APPLICATION_JSON)
public final class OverviewResource {
    private static final int NEXT = 10;
    private static final int RECENT = 20;

    private final OverviewStore overview;
    private final DaemonReadStore daemons;
    private final RunHistoryStore runs;

    public OverviewResource(OverviewStore overview, DaemonReadStore daemons, RunHistoryStore runs) {
        this.overview = overview;
        this.daemons = daemons;
        this.runs = runs;
    }

    /// @param failing   schedules whose last runs failed, but which still run
    /// @param standings how many schedules stand where, by the words of `state.standing`
    public record OverviewView(
            Instant now,
            List<Daemon> daemons,
            long running,
            long failing,
            long autoDisabled,
            long paused,
            long schedules,
            Map<String, Long> standings,
            long due,
            List<Next> next,
            List<RunView> recent,
            List<Hour> hours) {}

    @GET
    @Needs(Role.VIEWER)
    public OverviewView overview() {
        Counts counts = overview.counts();
        return new OverviewView(
                overview.now(),
                daemons.recent(),
                counts.of("running"),
                counts.of("having_issues") + counts.of("last_run_failed"),
                counts.of("failed"),
                counts.of("paused"),
                counts.schedules(),
                counts.standings(),
                counts.due(),
                overview.next(NEXT),
                runs.list(null, null, null, RECENT).stream().map(RunView::of).toList(),
                overview.hours());
    }
}

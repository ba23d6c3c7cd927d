package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.store.DecisionReadStore;
import dev.rota.store.ScheduleReadStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Slots of a schedule that became no run, and why; the newest first.
@Path("api/schedules/{schedule: [0-9]{1,18}}/decisions")
@Produces(MediaType.APPLICATION_JSON)
public final class DecisionsResource {
    private final DecisionReadStore store;
    private final ScheduleReadStore schedules;

    public DecisionsResource(DecisionReadStore store, ScheduleReadStore schedules) {
        this.store = store;
        this.schedules = schedules;
    }

    @GET
    @Needs(Role.VIEWER)
    public Response list(
            @PathParam("schedule") long schedule,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        long before = Paging.after(after, Long.MAX_VALUE);
        SchedulesResource.mustExist(schedules, schedule);
        return Paging.page(
                store.list(schedule, before, size + 1),
                size,
                entry -> Long.toString(entry.id()),
                Function.identity(),
                uri);
    }
}

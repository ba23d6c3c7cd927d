package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.wire.JsonBodies;
import dev.rota.api.wire.SimulationDraft;
import dev.rota.api.wire.SimulationView;
import dev.rota.store.CalendarStore;
import dev.rota.store.ScheduleStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Says what a schedule would do, without storing anything.
@Path("api/schedules/simulate")
@Produces(MediaType.APPLICATION_JSON)
public final class SimulateResource {
    private final ScheduleStore store;
    private final CalendarStore calendars;
    private final ZoneId defaultZone;

    public SimulateResource(ScheduleStore store, CalendarStore calendars, ZoneId defaultZone) {
        this.store = store;
        this.calendars = calendars;
        this.defaultZone = defaultZone;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Role.VIEWER)
    public SimulationView simulate(@Nullable JsonNode body) {
        return SimulationView.of(JobRules.fit(SimulationDraft.read(
                JsonBodies.required(body),
                defaultZone,
                store::template,
                name -> calendars.find(name).map(CalendarStore.Kept::entries))));
    }
}

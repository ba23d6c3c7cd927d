package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.CalendarDraft;
import dev.rota.api.wire.JsonBodies;
import dev.rota.store.CalendarStore;
import dev.rota.store.CalendarStore.Kept;
import dev.rota.store.CalendarStore.Written;
import dev.rota.syntax.CalendarEntries;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calendars: named lists of dates and times at which the schedules that name them do not run.
@Path("api/calendars")
@Produces(MediaType.APPLICATION_JSON)
public final class CalendarsResource {
    private final CalendarStore store;

    public CalendarsResource(CalendarStore store) {
        this.store = store;
    }

    /// @param schedules how many schedules name it
    public record CalendarView(
            String name,
            String description,
            JsonNode entries,
            long version,
            Instant createdAt,
            Instant updatedAt,
            long schedules) {
        static CalendarView of(Kept kept) {
            return new CalendarView(
                    kept.name(),
                    kept.description(),
                    CalendarEntries.write(kept.entries()),
                    kept.version(),
                    kept.createdAt(),
                    kept.updatedAt(),
                    kept.schedules());
        }
    }

    @GET
    @Needs(Role.VIEWER)
    public Response list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        return Paging.page(store.list(after == null ? "" : after, size + 1), size, Kept::name, CalendarView::of, uri);
    }

    @GET
    @Path("{name}")
    @Needs(Role.VIEWER)
    public Response one(@PathParam("name") String name) {
        return shown(Response.ok(), name);
    }

    /// Makes a calendar, or replaces one (then with If-Match).
    @PUT
    @Path("{name}")
    @Needs(Role.EDITOR)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(
            @PathParam("name") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable JsonNode body) {
        Optional<Kept> there = store.find(name);
        Long version = there.isPresent() || ifMatch != null ? Preconditions.version(ifMatch) : null;
        CalendarDraft edit = JobRules.fit(CalendarDraft.read(name, JsonBodies.required(body)));
        if (there.isEmpty()) {
            if (version != null) {
                throw unknown(name);
            }
            if (!store.create(name, edit.description(), edit.entries())) {
                throw Preconditions.stale("v1");
            }
            return shown(Response.created(URI.create("/api/calendars/" + name)), name);
        }
        return switch (store.replace(name, version, edit.description(), edit.entries())) {
            case Written.Done() -> shown(Response.ok(), name);
            case Written.Stale(long now) -> throw Preconditions.stale("v" + now);
            case Written.Nothing() -> throw unknown(name);
            case Written.InUse _ -> throw new IllegalStateException("an edit is never refused for its users");
        };
    }

    @DELETE
    @Path("{name}")
    @Needs(Role.EDITOR)
    public Response delete(@PathParam("name") String name, @HeaderParam("If-Match") @Nullable String ifMatch) {
        if (store.find(name).isEmpty()) {
            throw unknown(name);
        }
        return switch (store.delete(name, Preconditions.version(ifMatch))) {
            case Written.Done() -> Response.noContent().build();
            case Written.Stale(long now) -> throw Preconditions.stale("v" + now);
            case Written.Nothing() -> throw unknown(name);
            case Written.InUse(long schedules, List<String> names) ->
                throw ApiProblem.conflict(
                        "calendar_in_use",
                        "The calendar '" + name + "' is named by " + schedules
                                + (schedules == 1 ? " schedule: " : " schedules: ") + String.join(", ", names)
                                + (schedules > names.size() ? ", …" : "")
                                + ". Take it out of their blackouts first.");
        };
    }

    private Response shown(Response.ResponseBuilder response, String name) {
        Kept kept = store.find(name).orElseThrow(() -> unknown(name));
        return response.entity(CalendarView.of(kept))
                .header("ETag", "\"v" + kept.version() + "\"")
                .build();
    }

    private static ApiProblem unknown(String name) {
        return ApiProblem.notFound("There is no calendar '" + name + "'.");
    }
}

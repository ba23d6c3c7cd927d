package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.JsonBodies;
import dev.rota.api.wire.ScheduleDraft;
import dev.rota.api.wire.ScheduleView;
import dev.rota.schedule.Standing;
import dev.rota.store.IdempotencyKey;
import dev.rota.store.ScheduleReadStore;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Sort;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.Created;
import dev.rota.store.ScheduleStore.Draft;
import dev.rota.store.ScheduleStore.Written;
import dev.rota.syntax.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Schedules: listed, shown, written. What is done *with* one is in [ScheduleActions].
@Path("api/schedules")
@Produces(MediaType.APPLICATION_JSON)
public final class SchedulesResource {
    private final ScheduleReadStore reads;
    private final ScheduleStore store;
    private final JobRules rules;
    private final KnownCalendars calendars;
    private final ZoneId defaultZone;

    public SchedulesResource(
            ScheduleReadStore reads,
            ScheduleStore store,
            JobRules rules,
            KnownCalendars calendars,
            ZoneId defaultZone) {
        this.reads = reads;
        this.store = store;
        this.rules = rules;
        this.calendars = calendars;
        this.defaultZone = defaultZone;
    }

    @GET
    @Needs(Role.VIEWER)
    public Response list(@Context UriInfo uri) {
        int limit = Paging.limit(query(uri, "limit"));
        String standing = query(uri, "standing");
        if (standing != null && !Standing.words().contains(standing)) {
            throw Parameters.refused(
                    "'standing' is one of " + String.join(", ", Standing.words()) + "; not: " + standing);
        }
        ScheduleReadStore.Filter filter = new ScheduleReadStore.Filter(
                query(uri, "q"), standing, query(uri, "kind"), query(uri, "label"), query(uri, "name"));
        String cursor = query(uri, "after");
        Long after = cursor == null ? null : Paging.after(cursor, 0);
        return Paging.page(
                reads.list(filter, sort(query(uri, "sort")), after, limit + 1),
                limit,
                row -> String.valueOf(row.id()),
                ScheduleView::of,
                uri);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Role.EDITOR)
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String header,
            @Nullable JsonNode body,
            @Context SecurityContext security) {
        Principal principal = Principal.of(security);
        JsonNode document = JsonBodies.required(body);
        IdempotencyKey key = Idempotency.key(header, principal, "create " + document);
        if (key == null) {
            return created(store.create(draft(document, principal), principal.accountId()));
        }
        // Before it is checked: what fitted when the key was sent first is not refused now.
        Optional<Created> earlier = store.created(key);
        return switch (earlier.isPresent() ? earlier.get() : store.create(draft(document, principal), key)) {
            case Created.There(long id) -> created(id);
            case Created.Gone(long id) ->
                throw ApiProblem.conflict(
                        "deleted_meanwhile",
                        "This Idempotency-Key created the schedule " + id
                                + ", which has been deleted since; send a new one.");
            case Created.KeyReused() -> throw Idempotency.reused();
        };
    }

    private Response created(long id) {
        return shown(Response.created(URI.create("/api/schedules/" + id)), id);
    }

    @GET
    @Path("{id: \\d{1,18}}")
    @Needs(Role.VIEWER)
    public Response show(@PathParam("id") long id) {
        return shown(Response.ok(), id);
    }

    @PUT
    @Path("{id: \\d{1,18}}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Role.EDITOR)
    public Response replace(
            @PathParam("id") long id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable JsonNode body,
            @Context SecurityContext security) {
        find(id);
        Long version = Preconditions.version(ifMatch);
        return answer(store.update(id, version, draft(JsonBodies.required(body), Principal.of(security))), id);
    }

    /// Changes what is named and leaves the rest (RFC 7396).
    @PATCH
    @Path("{id: \\d{1,18}}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @Needs(Role.EDITOR)
    public Response change(
            @PathParam("id") long id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable JsonNode body,
            @Context SecurityContext security) {
        ScheduleRow row = find(id);
        Long version = Preconditions.version(ifMatch);
        if (version != null && version != row.written().version()) {
            throw Preconditions.stale(row.tag());
        }
        JsonNode patch = JsonBodies.required(body);
        JsonNode now = Json.tree(ScheduleView.of(row));
        if (patch.path("job").isObject() && now instanceof ObjectNode shown && !patch.has("template")) {
            shown.remove("template"); // a job of its own takes the place of the template's
        }
        ScheduleView.sayThresholdOnce(now, patch);
        Draft draft = draft(MergePatch.apply(now, patch), Principal.of(security));
        // The version that was merged into: an edit that came in between is not lost, but told.
        return answer(store.update(id, row.written().version(), draft), id);
    }

    @DELETE
    @Path("{id: \\d{1,18}}")
    @Needs(Role.EDITOR)
    public Response delete(@PathParam("id") long id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        find(id);
        return switch (store.delete(id, Preconditions.version(ifMatch))) {
            case Written.Done _ -> Response.noContent().build();
            case Written.Stale(String tag) -> throw Preconditions.stale(tag);
            case Written.Nothing() -> throw nothing(id);
        };
    }

    private Draft draft(JsonNode document, Principal principal) {
        Draft draft = ScheduleDraft.read(document, defaultZone, store::template);
        rules.check(draft.plan().job(), principal);
        calendars.check(draft.plan());
        return draft;
    }

    private Response answer(Written written, long id) {
        return switch (written) {
            case Written.Done _ -> shown(Response.ok(), id);
            case Written.Stale(String tag) -> throw Preconditions.stale(tag);
            case Written.Nothing() -> throw nothing(id);
        };
    }

    private Response shown(Response.ResponseBuilder response, long id) {
        return shown(response, find(id));
    }

    static Response shown(Response.ResponseBuilder response, ScheduleRow row) {
        return response.entity(ScheduleView.of(row))
                .header("ETag", "\"" + row.tag() + "\"")
                .build();
    }

    private ScheduleRow find(long id) {
        return reads.find(id).orElseThrow(() -> nothing(id));
    }

    /// Refuses with 404 what is asked of a schedule that is not there.
    static void mustExist(ScheduleReadStore schedules, long id) {
        if (!schedules.exists(id)) {
            throw nothing(id);
        }
    }

    static ApiProblem nothing(long id) {
        return ApiProblem.notFound("There is no schedule " + id + ".");
    }

    private static Sort sort(@Nullable String word) {
        return word == null
                ? Sort.ID
                : Arrays.stream(Sort.values())
                        .filter(sort -> sort.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> Parameters.refused("'sort' is id, name or next_due; not: " + word));
    }

    private static @Nullable String query(UriInfo uri, String name) {
        String text = uri.getQueryParameters().getFirst(name);
        return text == null || text.isBlank() ? null : text;
    }
}

package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.store.ItemReadStore;
import dev.rota.store.ItemReadStore.After;
import dev.rota.store.ItemReadStore.Item;
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
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the scrapes of a schedule found, and how each item changed.
@Path("api/schedules/{schedule: [0-9]{1,18}}/items")
@Produces(MediaType.APPLICATION_JSON)
public final class ItemsResource {
    /// When the last item of a page changed, and its id.
    private static final Pattern CURSOR = Pattern.compile("([0-9TZ:.-]{1,40})_([0-9]{1,18})");

    private final ItemReadStore store;
    private final ScheduleReadStore schedules;

    public ItemsResource(ItemReadStore store, ScheduleReadStore schedules) {
        this.store = store;
        this.schedules = schedules;
    }

    @GET
    @Needs(Role.VIEWER)
    public Response list(
            @PathParam("schedule") long schedule,
            @QueryParam("q") @Nullable String text,
            @QueryParam("changed_since") @Nullable String changedSince,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        Instant since = changedSince == null ? null : Parameters.instant("changed_since", changedSince);
        After from = after == null ? null : cursor(after);
        SchedulesResource.mustExist(schedules, schedule);
        return Paging.page(
                store.list(schedule, text == null || text.isBlank() ? null : text.strip(), since, from, size + 1),
                size,
                ItemsResource::cursor,
                Function.identity(),
                uri);
    }

    /// What changed in all items, newest first.
    @GET
    @Path("changes")
    @Needs(Role.VIEWER)
    public Response changes(
            @PathParam("schedule") long schedule,
            @QueryParam("since") @Nullable String since,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        Instant from = since == null ? null : Parameters.instant("since", since);
        SchedulesResource.mustExist(schedules, schedule);
        return Paging.page(
                store.changes(schedule, from, Paging.after(after, Long.MAX_VALUE), size + 1),
                size,
                change -> Long.toString(change.id()),
                Function.identity(),
                uri);
    }

    @GET
    @Path("{key: .+}/history")
    @Needs(Role.VIEWER)
    public Response history(
            @PathParam("schedule") long schedule,
            @PathParam("key") String key,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        SchedulesResource.mustExist(schedules, schedule);
        Item item = store.find(schedule, key)
                .orElseThrow(
                        () -> ApiProblem.notFound("Schedule " + schedule + " has no item with the key '" + key + "'."));
        return Paging.page(
                store.history(item.id(), Paging.after(after, Long.MAX_VALUE), size + 1),
                size,
                change -> Long.toString(change.id()),
                Function.identity(),
                uri);
    }

    private static String cursor(Item item) {
        return item.changedAt() + "_" + item.id();
    }

    private static After cursor(String text) {
        Matcher matcher = CURSOR.matcher(text);
        if (!matcher.matches()) {
            throw Paging.notOurs(text);
        }
        return new After(Parameters.instant("after", matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}

package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.RunView;
import dev.rota.run.RunStatus;
import dev.rota.store.RequestStore;
import dev.rota.store.RunHistoryStore;
import dev.rota.store.RunHistoryStore.After;
import dev.rota.store.RunHistoryStore.Line;
import dev.rota.store.RunHistoryStore.RunRow;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs: what happened, and the log of each.
@Path("api/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunsResource {
    private static final int LOG_LINES = 500;

    private final RunHistoryStore runs;
    private final RequestStore requests;

    public RunsResource(RunHistoryStore runs, RequestStore requests) {
        this.runs = runs;
        this.requests = requests;
    }

    /// A part of a run's log.
    ///
    /// @param nextOffset the offset to ask for next
    /// @param complete   whether the run has ended and nothing comes behind these lines
    public record LogView(List<Line> lines, long nextOffset, boolean complete) {}

    @GET
    @Needs(Role.VIEWER)
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("schedule") @Nullable String schedule,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        return page(runs, Parameters.id("schedule", schedule), new Query(status, limit, after), uri);
    }

    /// What a list of runs was asked for.
    record Query(
            @Nullable String status,
            @Nullable String limit,
            @Nullable String after) {}

    /// A page of runs, of one schedule or of all.
    static Response page(RunHistoryStore runs, @Nullable Long schedule, Query query, UriInfo uri) {
        int limit = Paging.limit(query.limit());
        String status = status(query.status());
        String cursor = query.after();
        After after = cursor == null || cursor.isEmpty() ? null : After.of(cursor);
        if (cursor != null && !cursor.isEmpty() && after == null) {
            throw Paging.notOurs(cursor);
        }
        return Paging.page(
                runs.list(schedule, status, after, limit + 1),
                limit,
                run -> After.of(run).text(),
                RunView::of,
                uri);
    }

    @GET
    @Path("{id}")
    @Needs(Role.VIEWER)
    public RunView show(@PathParam("id") String id) {
        return RunView.of(find(id));
    }

    @POST
    @Path("{id}/cancel")
    @Needs(Role.OPERATOR)
    public Response cancel(@PathParam("id") String id, @Context SecurityContext security) {
        return RequestView.answer(
                requests.cancel(find(id), Principal.of(security).accountId()));
    }

    @GET
    @Path("{id}/log")
    @Needs(Role.VIEWER)
    public LogView log(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        Long offset = Parameters.number("after", after, 0, Long.MAX_VALUE);
        Long asked = Parameters.number("limit", limit, 1, Long.MAX_VALUE);
        int most = asked == null ? LOG_LINES : (int) Math.min(asked, 2000);
        // The status is read before the lines: what ends in between is complete at the next look, and nothing is lost.
        RunRow run = find(id);
        List<Line> lines = runs.log(run, offset == null ? 0 : offset, most + 1);
        boolean more = lines.size() > most;
        List<Line> shown = more ? lines.subList(0, most) : lines;
        long next = shown.isEmpty()
                ? (offset == null ? 0 : offset)
                : shown.getLast().end();
        return new LogView(List.copyOf(shown), next, !more && !run.running());
    }

    private RunRow find(String id) {
        List<RunRow> found = runs.find(id);
        if (found.size() > 1) {
            throw ApiProblem.conflict("ambiguous", "More than one run begins with '" + id + "'; write more of it.");
        }
        if (found.isEmpty()) {
            throw ApiProblem.notFound("There is no run '" + id + "', or it is so old that it was deleted.");
        }
        return found.getFirst();
    }

    private static @Nullable String status(@Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        List<String> words =
                Arrays.stream(RunStatus.values()).map(RunStatus::word).toList();
        if (!words.contains(asked)) {
            throw Parameters.refused("'status' is one of " + String.join(", ", words) + "; not: " + asked);
        }
        return asked;
    }
}

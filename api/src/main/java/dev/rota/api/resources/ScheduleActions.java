package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.job.Field;
import dev.rota.job.Problem;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Upcoming;
import dev.rota.store.RequestStore;
import dev.rota.store.RunHistoryStore;
import dev.rota.store.ScheduleReadStore;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.Written;
import dev.rota.syntax.Json;
import dev.rota.syntax.ShapeReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is done with a schedule, and what hangs on it: run now, enable, disable, what comes, what was.
@Path("api/schedules")
@Produces(MediaType.APPLICATION_JSON)
public final class ScheduleActions {
    private static final int MOST_REASON = 1000;

    private final ScheduleReadStore reads;
    private final ScheduleStore store;
    private final RequestStore requests;
    private final RunHistoryStore runs;

    public ScheduleActions(ScheduleReadStore reads, ScheduleStore store, RequestStore requests, RunHistoryStore runs) {
        this.reads = reads;
        this.store = store;
        this.requests = requests;
        this.runs = runs;
    }

    /// How to run now.
    record RunEdit(
            @Field(value = "Also when it is paused, switched off or running.", fallback = "false")
            boolean force,

            @Field("Why, for whoever reads the history.") @Nullable
            String reason) {}

    /// One slot that lies ahead.
    ///
    /// @param local      the start in the schedule's zone
    /// @param suppressed why it will not run, in a word; null: it will
    /// @param reason     the same as a sentence
    public record SlotView(
            Instant slot,
            Instant startsAt,
            OffsetDateTime local,
            @Nullable String suppressed,
            @Nullable String reason) {}

    public record UpcomingView(List<SlotView> items) {}

    @POST
    @Path("{id: \\d{1,18}}/run")
    @Needs(Role.OPERATOR)
    public Response run(
            @PathParam("id") long id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable JsonNode body,
            @Context SecurityContext security) {
        RunEdit edit = JobRules.fit(ShapeReader.read(RunEdit.class, body == null ? Json.object() : body));
        if (edit.reason() != null && edit.reason().length() > MOST_REASON) {
            throw ApiProblem.invalid(
                    List.of(new Problem("/reason", "range", "A reason has at most " + MOST_REASON + " characters.")));
        }
        Principal principal = Principal.of(security);
        return RequestView.answer(requests.run(
                id,
                new RequestStore.Ask(
                        principal.accountId(),
                        edit.force(),
                        edit.reason(),
                        Idempotency.key(key, principal, "run " + id + " " + edit))));
    }

    @POST
    @Path("{id: \\d{1,18}}/enable")
    @Needs(Role.OPERATOR)
    public Response enable(@PathParam("id") long id) {
        return answer(store.enable(id), id);
    }

    @POST
    @Path("{id: \\d{1,18}}/disable")
    @Needs(Role.OPERATOR)
    public Response disable(@PathParam("id") long id) {
        return answer(store.disable(id), id);
    }

    @GET
    @Path("{id: \\d{1,18}}/upcoming")
    @Needs(Role.VIEWER)
    public UpcomingView upcoming(@PathParam("id") long id, @QueryParam("n") @Nullable String n) {
        Long count = Parameters.number("n", n, 1, 1000);
        ScheduleStore.Ahead ahead = store.upcoming(id, count == null ? 10 : count.intValue())
                .orElseThrow(() -> SchedulesResource.nothing(id));
        return new UpcomingView(
                ahead.slots().stream().map(slot -> view(slot, ahead.schedule())).toList());
    }

    @GET
    @Path("{id: \\d{1,18}}/runs")
    @Needs(Role.VIEWER)
    public Response runs(
            @PathParam("id") long id,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        find(id);
        return RunsResource.page(runs, id, new RunsResource.Query(status, limit, after), uri);
    }

    private Response answer(Written written, long id) {
        return switch (written) {
            case Written.Done _ -> SchedulesResource.shown(Response.ok(), find(id));
            case Written.Stale _, Written.Nothing _ -> throw SchedulesResource.nothing(id);
        };
    }

    private ScheduleRow find(long id) {
        return reads.find(id).orElseThrow(() -> SchedulesResource.nothing(id));
    }

    private static SlotView view(Upcoming upcoming, Schedule schedule) {
        Reason reason = upcoming.suppressed();
        return new SlotView(
                upcoming.slot(),
                upcoming.startsAt(),
                upcoming.startsAt().atZone(schedule.zone()).toOffsetDateTime(),
                reason == null ? null : reason.word(),
                schedule.why(upcoming));
    }
}

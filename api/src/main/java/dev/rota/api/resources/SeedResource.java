package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.job.Problem;
import dev.rota.schedule.ActiveHours;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.DaemonReadStore.Daemon;
import dev.rota.store.RequestStore;
import dev.rota.store.RequestStore.Answer;
import dev.rota.store.SeedReadStore;
import dev.rota.store.SeedReadStore.Seed;
import dev.rota.store.SeedStore;
import dev.rota.store.TemplateStore;
import dev.rota.store.TemplateStore.Template;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The seven routes of the FossaWork scheduler, for the clients it had: a thin resource over the same tables. Each
/// owner sees only his own schedules; another owner's do not exist for him.
@Path("api/scraping-schedules")
@Produces(MediaType.APPLICATION_JSON)
public final class SeedResource {
    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
    private static final String ID = "{id: [0-9]{1,18}}";

    private final Stores stores;
    private final ZoneId zone;

    /// @param zone the zone of the hours of new schedules
    public SeedResource(Stores stores, ZoneId zone) {
        this.stores = stores;
        this.zone = zone;
    }

    /// The stores these routes are thin over.
    public record Stores(
            SeedReadStore reads,
            SeedStore writes,
            TemplateStore templates,
            RequestStore requests,
            DaemonReadStore daemons) {}

    record MessageView(String message) {}

    record RunView(String message, long scheduleId) {}

    /// @param daemonStatus `running`, or `unknown` when no heartbeat is young enough
    record DaemonStatusView(
            String daemonStatus,
            @Nullable Instant lastExecution,
            long totalSchedules,
            long activeSchedules,
            String message) {}

    @POST
    @Needs(Role.EDITOR)
    @Consumes(MediaType.APPLICATION_JSON)
    public SeedView create(@Nullable JsonNode body, @Context SecurityContext security) {
        SeedEdit edit = SeedEdit.read(body);
        Template template = template(edit.type());
        if (template.job().startsProcess() && !Principal.of(security).role().allows(Role.ADMIN)) {
            throw ApiProblem.of(403, "not_allowed", "Only an administrator may schedule a job that starts a program.");
        }
        Duration interval = edit.interval() == null ? DEFAULT_INTERVAL : edit.interval();
        boolean enabled = edit.enabled() == null || edit.enabled();
        return stores.writes()
                .create(owner(security), new SeedStore.Draft(template, interval, hours(edit), enabled, zone))
                .map(SeedView::of)
                .orElseThrow(() ->
                        ApiProblem.of(400, "already_exists", "Schedule for " + template.name() + " already exists"));
    }

    @GET
    @Needs(Role.VIEWER)
    public List<SeedView> list(@Context SecurityContext security) {
        return stores.reads().list(owner(security)).stream().map(SeedView::of).toList();
    }

    @GET
    @Path(ID)
    @Needs(Role.VIEWER)
    public SeedView one(@PathParam("id") long id, @Context SecurityContext security) {
        return SeedView.of(find(id, security));
    }

    @PUT
    @Path(ID)
    @Needs(Role.EDITOR)
    @Consumes(MediaType.APPLICATION_JSON)
    public SeedView change(@PathParam("id") long id, @Nullable JsonNode body, @Context SecurityContext security) {
        find(id, security);
        SeedEdit edit = SeedEdit.read(body);
        var change = new SeedStore.Change(edit.interval(), edit.hoursSent() ? hours(edit) : null, edit.enabled());
        return stores.writes()
                .change(owner(security), id, change)
                .map(SeedView::of)
                .orElseThrow(() -> unknown(id));
    }

    @DELETE
    @Path(ID)
    @Needs(Role.EDITOR)
    public MessageView delete(@PathParam("id") long id, @Context SecurityContext security) {
        if (!stores.writes().delete(owner(security), id)) {
            throw unknown(id);
        }
        return new MessageView("Schedule deleted successfully");
    }

    @GET
    @Path(ID + "/history")
    @Needs(Role.VIEWER)
    public List<SeedView.PastView> history(
            @PathParam("id") long id, @QueryParam("limit") @Nullable String limit, @Context SecurityContext security) {
        int size = limit(limit);
        find(id, security);
        return stores.reads().history(id, size).stream()
                .map(SeedView.PastView::of)
                .toList();
    }

    @POST
    @Path(ID + "/run")
    @Needs(Role.OPERATOR)
    public RunView run(@PathParam("id") long id, @Context SecurityContext security) {
        Seed seed = find(id, security);
        var ask = new RequestStore.Ask(owner(security), false, null, null);
        return switch (stores.requests().run(id, ask)) {
            case Answer.Accepted _ -> new RunView("Run of " + seed.type() + " requested", id);
            case Answer.Refused(String code, String sentence) -> throw ApiProblem.conflict(code, sentence);
            case Answer.KeyReused() -> throw Idempotency.reused();
            case Answer.Nothing() -> throw unknown(id);
        };
    }

    @GET
    @Path("status/daemon")
    @Needs(Role.VIEWER)
    public DaemonStatusView daemon(@Context SecurityContext security) {
        List<Seed> own = stores.reads().list(owner(security));
        Optional<Daemon> youngest = stores.daemons().recent().stream().findFirst();
        boolean running = stores.daemons().recent().stream().anyMatch(Daemon::alive);
        return new DaemonStatusView(
                running ? "running" : "unknown",
                own.stream()
                        .map(Seed::lastRun)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null),
                own.size(),
                own.stream()
                        .filter(seed -> seed.enabled() && !seed.autoDisabled())
                        .count(),
                running
                        ? "The scheduler daemon is running."
                        : youngest.map(daemon ->
                                        "No daemon is running; the last heartbeat was at " + daemon.heartbeatAt() + ".")
                                .orElse("No daemon is running, and none was within the last hour."));
    }

    private Template template(@Nullable String type) {
        Optional<Template> template =
                type == null ? Optional.empty() : stores.templates().find(type);
        return template.orElseThrow(() -> ApiProblem.invalid(List.of(new Problem(
                "/schedule_type",
                type == null ? "required" : "unknown_type",
                (type == null ? "'schedule_type' is missing" : "There is no type '" + type + "'") + "; there are: "
                        + String.join(", ", stores.templates().names()) + "."))));
    }

    private Seed find(long id, SecurityContext security) {
        return stores.reads().find(owner(security), id).orElseThrow(() -> unknown(id));
    }

    private static long owner(SecurityContext security) {
        return Principal.of(security).accountId();
    }

    private static ActiveHours hours(SeedEdit edit) {
        SeedView.Hours hours = edit.hours();
        return hours == null ? ActiveHours.ALWAYS : hours.window();
    }

    /// FossaWork's routes answered a limit out of its range with 422.
    private static int limit(@Nullable String text) {
        if (text == null) {
            return 10;
        }
        if (!text.matches("[1-9][0-9]?|100")) {
            throw ApiProblem.of(422, "invalid", "'limit' is a number from 1 to 100; not: " + text);
        }
        return Integer.parseInt(text);
    }

    private static ApiProblem unknown(long id) {
        return ApiProblem.notFound("Schedule " + id + " not found");
    }
}

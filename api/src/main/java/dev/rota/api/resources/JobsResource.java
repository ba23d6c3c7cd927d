package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.wire.JsonBodies;
import dev.rota.job.Field;
import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import dev.rota.store.RequestStore;
import dev.rota.store.RequestStore.Request;
import dev.rota.syntax.FormOutline;
import dev.rota.syntax.Json;
import dev.rota.syntax.JsonSchema;
import dev.rota.syntax.ShapeWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The catalogue of job kinds, and the *Test* button: a daemon runs a job once, and nothing is kept but what it
/// says.
@Path("api/jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class JobsResource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration EXPIRES = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final RequestStore requests;
    private final JobRules rules;
    private final Pause pause;

    public JobsResource(RequestStore requests, JobRules rules, Pause pause) {
        this.requests = requests;
        this.rules = rules;
        this.pause = pause;
    }

    @GET
    @Needs(Role.VIEWER)
    public ObjectNode catalogue() {
        ObjectNode catalogue = Json.object();
        ArrayNode kinds = catalogue.putArray("kinds");
        JobKinds.all().forEach((kind, type) -> kinds.add(kind(kind, type)));
        return catalogue;
    }

    @POST
    @Path("test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Role.EDITOR)
    public Response test(@Nullable JsonNode body, @Context SecurityContext security) {
        Principal principal = Principal.of(security);
        JobSpec job = rules.read(JsonBodies.required(body), principal);
        Request asked = requests.test(job, principal.accountId(), EXPIRES);
        Request request = settled(asked);
        return request.result() == null
                ? RequestView.accepted(request)
                : Response.ok(request.result()).build();
    }

    /// The request when a daemon has answered it, or as it stands when the patience is over.
    private Request settled(Request asked) {
        Request now = asked;
        for (long left = PATIENCE.dividedBy(LOOK); left > 0 && !now.settled() && pause.goesOn(LOOK); left--) {
            now = requests.find(asked.id()).orElse(now);
        }
        return now;
    }

    private static ObjectNode kind(String kind, Class<? extends JobSpec> type) {
        ObjectNode view = Json.object().put("kind", kind);
        view.put(
                "description",
                Optional.ofNullable(type.getAnnotation(Field.class))
                        .map(Field::value)
                        .orElse(""));
        view.set("example", ShapeWriter.write(JobSpec.class, example(type)));
        view.set("schema", JsonSchema.ofKind(kind, type));
        view.set("fields", FormOutline.of(type.asSubclass(Record.class)));
        return view;
    }

    /// By reflection, because a kind of job is one record and no registration; `JobCatalogueTest` sees that it is
    /// there.
    private static JobSpec example(Class<? extends JobSpec> type) {
        try {
            return (JobSpec) type.getMethod("example").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName() + " has no example()", e);
        }
    }
}

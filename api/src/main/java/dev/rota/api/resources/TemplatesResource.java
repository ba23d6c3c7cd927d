package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.JsonBodies;
import dev.rota.job.Field;
import dev.rota.job.JobSpec;
import dev.rota.store.JobSpecJson;
import dev.rota.store.TemplateStore;
import dev.rota.store.TemplateStore.Template;
import dev.rota.syntax.Json;
import dev.rota.syntax.ShapeReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Job templates: named job specs. A change reaches every schedule that refers to the template at its next run.
@Path("api/job-templates")
@Produces(MediaType.APPLICATION_JSON)
public final class TemplatesResource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    private final TemplateStore store;
    private final JobRules rules;

    public TemplatesResource(TemplateStore store, JobRules rules) {
        this.store = store;
        this.rules = rules;
    }

    /// What is written.
    public record TemplateEdit(
            @Field(value = "What the template is for.", fallback = "\"\"")
            String description,

            @Field("The job, with its kind.") JobSpec job) {}

    /// @param job the spec with its kind
    public record TemplateView(
            String name,
            String description,
            String kind,
            JsonNode job,
            long version,
            Instant createdAt,
            Instant updatedAt) {
        static TemplateView of(Template template) {
            ObjectNode job = Json.object().put("kind", template.job().kind());
            Json.stored(JobSpecJson.write(template.job()))
                    .properties()
                    .forEach(field -> job.set(field.getKey(), field.getValue()));
            return new TemplateView(
                    template.name(),
                    template.description(),
                    template.job().kind(),
                    job,
                    template.version(),
                    template.createdAt(),
                    template.updatedAt());
        }
    }

    @GET
    @Needs(Role.VIEWER)
    public Response list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        return Paging.page(
                store.list(after == null ? "" : after, size + 1), size, Template::name, TemplateView::of, uri);
    }

    @GET
    @Path("{name}")
    @Needs(Role.VIEWER)
    public TemplateView one(@PathParam("name") String name) {
        return TemplateView.of(store.find(name).orElseThrow(() -> unknown(name)));
    }

    @PUT
    @Path("{name}")
    @Needs(Role.EDITOR)
    @Consumes(MediaType.APPLICATION_JSON)
    public TemplateView put(
            @PathParam("name") String name, @Nullable JsonNode body, @Context SecurityContext security) {
        if (!NAME.matcher(name).matches()) {
            throw ApiProblem.of(
                    422,
                    "invalid",
                    "A template's name is made of a-z, 0-9, '_' and '-', at most 100 of them, and starts with a letter"
                            + " or digit; not: " + name);
        }
        TemplateEdit edit = JobRules.fit(ShapeReader.read(TemplateEdit.class, JsonBodies.required(body)));
        rules.check(edit.job(), Principal.of(security));
        return TemplateView.of(store.put(name, edit.description(), edit.job()));
    }

    @DELETE
    @Path("{name}")
    @Needs(Role.EDITOR)
    public Response delete(@PathParam("name") String name) {
        return switch (store.delete(name)) {
            case GONE -> Response.noContent().build();
            case UNKNOWN -> throw unknown(name);
            case IN_USE ->
                throw ApiProblem.conflict(
                        "template_in_use",
                        "Schedules refer to the template '" + name + "'; delete or change them first.");
        };
    }

    private static ApiProblem unknown(String name) {
        return ApiProblem.notFound("There is no job template '" + name + "'.");
    }
}

package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.store.RequestStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// Requests: whether what somebody asked for has happened.
@Path("api/requests")
@Produces(MediaType.APPLICATION_JSON)
public final class RequestsResource {
    private final RequestStore requests;

    public RequestsResource(RequestStore requests) {
        this.requests = requests;
    }

    @GET
    @Path("{id: \\d{1,18}}")
    @Needs(Role.VIEWER)
    public RequestStore.Request show(@PathParam("id") long id) {
        return requests.find(id)
                .orElseThrow(
                        () -> ApiProblem.notFound("There is no request " + id + ", or it was deleted after a week."));
    }
}

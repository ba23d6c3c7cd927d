package dev.rota.api.resources;

import dev.rota.api.access.Open;
import dev.rota.store.OverviewStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// Which Rota this is, on which Java, with which schema.
@Path("api/version")
@Produces(MediaType.APPLICATION_JSON)
public final class VersionResource {
    private final OverviewStore overview;
    private final Release release;

    public VersionResource(OverviewStore overview, Release release) {
        this.overview = overview;
        this.release = release;
    }

    /// @param schema the number of the last migration
    public record VersionView(String version, String java, String schema) {}

    @GET
    @Open
    public VersionView version() {
        return new VersionView(release.version(), release.java(), overview.schemaVersion());
    }
}

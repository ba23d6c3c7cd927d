package dev.rota.api.resources;

import dev.rota.api.access.Open;
import dev.rota.store.OverviewStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which Rota this is, on which Java, with which schema.
@Path("api/version")
@Produces(MediaType.APPLICATION_JSON)
public final class VersionResource {
    private static final Logger LOG = LoggerFactory.getLogger(VersionResource.class);

    private final OverviewStore overview;
    private final Release release;

    public VersionResource(OverviewStore overview, Release release) {
        this.overview = overview;
        this.release = release;
    }

    /// @param schema the number of the last migration; null: the database does not answer
    public record VersionView(
            String version, String java, @Nullable String schema) {}

    @GET
    @Open
    public VersionView version() {
        return new VersionView(release.version(), release.java(), schema());
    }

    /// What this program is can be told without a database, and is asked most when there is none.
    private @Nullable String schema() {
        try {
            return overview.schemaVersion();
        } catch (RuntimeException e) {
            LOG.warn("version: the database does not answer: {}", e.getMessage());
            return null;
        }
    }
}

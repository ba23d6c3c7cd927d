package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.wire.PageView;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.DaemonReadStore.Daemon;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// The daemons that work or ended within the last hour.
@Path("api/daemons")
@Produces(MediaType.APPLICATION_JSON)
public final class DaemonsResource {
    private final DaemonReadStore store;

    public DaemonsResource(DaemonReadStore store) {
        this.store = store;
    }

    @GET
    @Needs(Role.VIEWER)
    public PageView<Daemon> list() {
        return new PageView<>(store.recent(), null);
    }
}

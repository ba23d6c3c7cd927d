package dev.rota.bin.client;

import dev.rota.bin.Session;
import java.nio.file.Path;

/// Where `rota up` leaves the way to its API for the same user's other commands.
public final class ClientFile {
    private ClientFile() {}

    /// `$XDG_CONFIG_HOME/rota/client.conf`, which is `~/.config/rota/client.conf`.
    public static Path of(Session session) {
        String xdg = session.environment().getOrDefault("XDG_CONFIG_HOME", "");
        Path config = xdg.isBlank() ? session.home().resolve(".config") : Path.of(xdg);
        return config.resolve("rota").resolve("client.conf");
    }
}

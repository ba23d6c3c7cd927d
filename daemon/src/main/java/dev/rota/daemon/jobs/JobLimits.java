package dev.rota.daemon.jobs;

import java.nio.file.Path;
import java.util.List;

/// What jobs may do on this machine and in its network.
///
/// @param egressAllow        addresses that are closed by default but open here: `cidr[:port]`, separated by commas
/// @param commandsAllowed    whether programs may be started at all
/// @param commandDirectories where those programs must lie
/// @param deniedEndpoints    `host:port` of Rota's own listeners and its database, closed unless `egressAllow` opens
///     them
/// @param userAgent          how HTTP requests introduce themselves
public record JobLimits(
        String egressAllow,
        boolean commandsAllowed,
        List<Path> commandDirectories,
        List<String> deniedEndpoints,
        String userAgent) {
    public JobLimits {
        commandDirectories = List.copyOf(commandDirectories);
        deniedEndpoints = List.copyOf(deniedEndpoints);
    }
}

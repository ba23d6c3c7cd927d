package dev.rota.daemon.jobs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What jobs may do on this machine and in its network.
///
/// @param egressAllow        addresses that are closed by default but open here: `cidr[:port]`, separated by commas
/// @param commandsAllowed    whether programs may be started at all
/// @param commandDirectories where those programs must lie
/// @param deniedEndpoints    `host:port` of Rota's own listeners and its database, closed unless `egressAllow` opens
///     them
/// @param userAgent          how HTTP requests introduce themselves
/// @param commandSocket      where a unit of its own is started for each program; null: programs are our children
public record JobLimits(
        String egressAllow,
        boolean commandsAllowed,
        List<Path> commandDirectories,
        List<String> deniedEndpoints,
        String userAgent,
        @Nullable Path commandSocket) {
    public JobLimits {
        commandDirectories = List.copyOf(commandDirectories);
        deniedEndpoints = List.copyOf(deniedEndpoints);
    }
}

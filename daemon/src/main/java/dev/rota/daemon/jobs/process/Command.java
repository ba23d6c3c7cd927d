package dev.rota.daemon.jobs.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A program to run.
///
/// @param argv        the program's absolute path and its arguments; never a shell line
/// @param directory   the working directory; null: a fresh empty one, removed afterwards
/// @param environment what the program gets besides PATH, LANG and ROTA_RUN
/// @param keep        how many bytes of the beginning of its standard output are kept (of its end: 64 KiB always)
/// @param tell        whether its standard output goes to the run's log as it comes; its error output always does
public record Command(
        List<String> argv, @Nullable String directory, Map<String, String> environment, int keep, boolean tell) {
    /// Enough to read, and to see what went wrong.
    public static final int KEPT_FOR_READING = 64 * 1024;

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /// All that the program finds in its environment.
    Map<String, String> environmentOf(UUID run) {
        Map<String, String> all = new HashMap<>(Map.of("PATH", PATH, "LANG", "C.UTF-8"));
        all.putAll(environment);
        all.put(Cookies.NAME, run.toString());
        return all;
    }
}

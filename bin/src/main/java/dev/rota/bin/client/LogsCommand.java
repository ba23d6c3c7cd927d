package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.Session;
import dev.rota.bin.logs.DaemonLog;
import dev.rota.bin.logs.Wanted;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota logs`
@Command(
        name = "logs",
        description = {
            "Prints what runs wrote, of all schedules or of some; with --daemon, what the daemon and the API on this"
                    + " machine wrote themselves (to the journal or to a file).",
            "",
            "Without --since it begins with the newest lines (-n)."
        })
public final class LogsCommand extends Remote implements Callable<Integer> {
    private static final int PAGE = 200;
    private static final List<String> LEVELS = List.of("DEBUG", "INFO", "WARN", "ERROR");

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what comes, until Ctrl-C")
    private boolean follow;

    @Option(names = "--schedule", description = "only of this schedule: its id or its whole name")
    private @Nullable String schedule;

    @Option(names = "--run", description = "only of this run: its id or the beginning of it")
    private @Nullable String run;

    @Option(names = "--level", description = "at least this grave: debug, info, warn, error")
    private @Nullable String level;

    @Option(names = "--grep", description = "only lines that match this regular expression")
    private @Nullable String grep;

    @Option(names = "--since", paramLabel = "T", description = "from then on: " + Since.FORMS)
    private @Nullable String since;

    @Option(names = "--daemon", description = "the log of the processes on this machine, not that of the runs")
    private boolean daemon;

    @Option(
            names = {"-n", "--lines", "--limit"},
            description = "how many of the newest lines it begins with (at most 200 of runs); default ${DEFAULT-VALUE}",
            defaultValue = "200")
    private int lines = PAGE;

    public LogsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        String least = level == null ? null : level.toUpperCase(Locale.ROOT);
        if (least != null && !LEVELS.contains(least)) {
            throw misused("--level is debug, info, warn or error; not: " + level);
        }
        if (lines < 1) {
            throw misused("-n is a number from 1; not: " + lines);
        }
        Instant now = session().clock().instant();
        Instant from = since == null ? null : Since.of("--since", since, now);
        if (daemon) {
            return new DaemonLog(session(), Wanted.of(least, grep, from, schedule, run)).print(lines, follow);
        }
        ApiClient api = api();
        String filter = parameter("level", least)
                + parameter("grep", grep)
                + parameter("since", from == null ? null : from.toString())
                + (run == null
                        ? ""
                        : "&run="
                                + api.get("/api/runs/" + segment("the run", run))
                                        .path("id")
                                        .asText())
                + (schedule == null ? "" : "&schedule=" + scheduleId(api, schedule));
        return follow(api, filter);
    }

    /// Page by page, of which the API says where the next begins, so that none is left out or printed twice.
    private int follow(ApiClient api, String filter) throws InterruptedException {
        String after = "";
        while (true) {
            boolean first = after.isEmpty();
            int limit = first && since == null ? Math.min(lines, PAGE) : PAGE;
            String path = "/api/logs?limit=" + limit + filter + (first ? "" : "&after=" + ApiClient.escaped(after));
            JsonNode page = follow && !first ? LogLines.patiently(session(), api, path) : api.get(path);
            for (JsonNode line : page.path("lines")) {
                LogLines.print(out(), line, asJson(), true);
            }
            after = page.path("next").asText(after);
            if (page.hasNonNull("looked_back_to")) {
                session()
                        .err()
                        .println("rota: Only the newest lines were searched, back to "
                                + Remote.time(page, "looked_back_to") + "; --since looks further back.");
            }
            boolean end = !page.path("more").asBoolean() || (first && since == null);
            if (end && !follow) {
                return 0;
            }
            if (end) {
                LogLines.await();
            }
        }
    }
}

package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota logs`
@Command(name = "logs", description = "Prints what runs wrote, of all schedules or of some.")
public final class LogsCommand extends Remote implements Callable<Integer> {
    @Option(
            names = {"-f", "--follow"},
            description = "go on with what comes")
    private boolean follow;

    @Option(names = "--schedule", description = "only of this schedule: its id or its whole name")
    private @Nullable String schedule;

    @Option(names = "--run", description = "only of this run: its id or the beginning of it")
    private @Nullable String run;

    @Option(names = "--level", description = "at least this grave: info, warn, error")
    private @Nullable String level;

    @Option(names = "--grep", description = "only lines that match this regular expression (RE2)")
    private @Nullable String grep;

    @Option(
            names = {"-n", "--limit"},
            description = "lines a page",
            defaultValue = "200")
    private int limit = 200;

    public LogsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = api();
        String filter = "limit=" + limit + parameter("run", run) + parameter("level", level) + parameter("grep", grep)
                + (schedule == null ? "" : "&schedule=" + scheduleId(api, schedule));
        String after = "";
        while (true) {
            JsonNode page =
                    api.get("/api/logs?" + filter + (after.isEmpty() ? "" : "&after=" + ApiClient.escaped(after)));
            int lines = 0;
            for (JsonNode line : page.path("lines")) {
                LogLines.print(out(), line, asJson(), true);
                lines++;
            }
            after = page.path("next").asText(after);
            if (lines < limit) {
                if (!follow) {
                    return 0;
                }
                LogLines.await();
            }
        }
    }
}

package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota runs …`
@Command(name = "runs", description = "Lists and shows runs, and their logs.")
public final class RunsCommand extends Remote {
    private static final String WHICH = "the run: its id or the beginning of it";

    public RunsCommand(Session session) {
        super(session);
    }

    @Command(description = "Lists runs, the newest first.")
    int list(
            @Option(names = "--schedule", description = "only of this schedule: its id or its whole name") @Nullable
                    String schedule,
            @Option(names = "--status", description = "running, succeeded, failed, …") @Nullable String status,
            @Option(names = "--limit", description = "at most this many", defaultValue = "20") int limit) {
        ApiClient api = api();
        JsonNode answer = api.list(
                "/api/runs?"
                        + (schedule == null ? "" : "&schedule=" + scheduleId(api, schedule))
                        + parameter("status", status),
                limit);
        return print(answer, list -> {
            Table table = new Table("RUN", "SCHEDULE", "STATUS", "STARTED", "TOOK", "MESSAGE");
            for (JsonNode run : list.path("items")) {
                String id = word(run, "id");
                table.row(
                        id.substring(0, Math.min(8, id.length())),
                        word(run, "schedule_name"),
                        word(run, "status"),
                        moment(run, "started_at"),
                        took(run),
                        word(run, "message"));
            }
            show(table);
        });
    }

    @Command(description = "Shows one run.")
    int show(@Parameters(paramLabel = "RUN", description = WHICH) String run) {
        return print(api().get(path(run)), answer -> {
            Table table = new Table("RUN", word(answer, "id"));
            table.row("schedule", word(answer, "schedule_name"));
            table.row("status", word(answer, "status"));
            table.row("failure", word(answer, "failure_class"));
            table.row("message", word(answer, "message"));
            table.row("trigger", word(answer, "trigger"));
            table.row("attempt", word(answer, "attempt"));
            table.row("slot", time(answer, "slot"));
            table.row("started", time(answer, "started_at"));
            table.row("finished", time(answer, "finished_at"));
            table.row("took", took(answer));
            table.row("samples", word(answer, "samples"));
            table.row("items", answer.path("items").toString());
            show(table);
        });
    }

    @Command(description = "Asks a running run to end.")
    int cancel(@Parameters(paramLabel = "RUN", description = WHICH) String run) {
        JsonNode answer = api().post(path(run) + "/cancel", JsonNodeFactory.instance.objectNode())
                .body();
        return print(answer, done -> out().println("Asked for."));
    }

    @Command(description = "Prints a run's log.")
    int logs(
            @Parameters(paramLabel = "RUN", description = WHICH) String run,
            @Option(
                            names = {"-f", "--follow"},
                            description = "go on until the run has ended")
                    boolean follow)
            throws InterruptedException {
        ApiClient api = api();
        JsonNode page = api.get(path(run) + "/log?after=0");
        long after = 0;
        while (true) {
            for (JsonNode line : page.path("lines")) {
                LogLines.print(out(), line, asJson(), false);
            }
            long next = page.path("next_offset").asLong(after);
            boolean complete = page.path("complete").asBoolean(true);
            if (next == after && (complete || !follow)) {
                return 0;
            }
            if (next == after) {
                LogLines.await();
            }
            after = next;
            String path = path(run) + "/log?after=" + after;
            page = follow ? LogLines.patiently(session(), api, path) : api.get(path);
        }
    }

    private static String path(String run) {
        return "/api/runs/" + segment(WHICH, run);
    }
}

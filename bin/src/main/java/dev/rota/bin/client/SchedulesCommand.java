package dev.rota.bin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota schedules …`
@Command(name = "schedules", description = "Lists, shows and changes schedules.")
public final class SchedulesCommand extends Remote {
    private static final String WHICH = "the schedule: its id or its whole name";

    public SchedulesCommand(Session session) {
        super(session);
    }

    @Command(description = "Lists the schedules.")
    int list(
            @Option(
                            names = {"-q", "--search"},
                            description = "words, or beginnings of words, of the name and the labels")
                    @Nullable
                    String search,
            @Option(names = "--standing", description = "active, running, paused, failed, having_issues, …") @Nullable
                    String standing,
            @Option(names = "--limit", description = "at most this many", defaultValue = "50") int limit) {
        JsonNode answer = api().get("/api/schedules?limit=" + limit
                + (search == null ? "" : "&q=" + ApiClient.escaped(search))
                + (standing == null ? "" : "&standing=" + ApiClient.escaped(standing)));
        return print(answer, list -> {
            Table table = new Table("ID", "NAME", "KIND", "STATE", "NEXT", "LAST RUN");
            for (JsonNode schedule : list.path("items")) {
                JsonNode state = schedule.path("state");
                table.row(
                        word(schedule, "id"),
                        word(schedule, "name"),
                        word(schedule, "kind"),
                        word(state, "label"),
                        time(state, "next_due"),
                        word(state.path("last_run"), "status"));
            }
            table.print(out(), colours());
            if (list.path("next").isTextual()) {
                out().println("There are more; raise --limit or search.");
            }
        });
    }

    @Command(description = "Shows one schedule with its state.")
    int show(@Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule) {
        ApiClient api = api();
        return print(api.get(path(api, schedule)), this::describe);
    }

    @Command(description = "Creates a schedule from a JSON document.")
    int create(
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            description = "the document; - reads standard input")
                    String file) {
        return print(
                api().post("/api/schedules", document(file)).body(),
                created -> out().println("Created schedule " + word(created, "id") + " '" + word(created, "name")
                        + "'; next run " + time(created.path("state"), "next_due") + "."));
    }

    @Command(description = "Changes the fields that a JSON document names (a merge patch).")
    int edit(
            @Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            description = "the document; - reads standard input")
                    String file) {
        ApiClient api = api();
        String path = path(api, schedule);
        JsonNode patch = document(file);
        return print(
                api.change("PATCH", path, Optional.of(patch), tag(api, path)).body(),
                changed -> out().println("Changed '" + word(changed, "name") + "'."));
    }

    @Command(description = "Lets a schedule run again, also one that was disabled after failures; or many with --all.")
    int enable(
            @Parameters(paramLabel = "SCHEDULE", arity = "0..1", description = WHICH) @Nullable String schedule,
            @Mixin BulkOptions bulk) {
        ApiClient api = api();
        if (bulk.asked(schedule)) {
            JsonNode answer =
                    api.post("/api/schedules/bulk", bulk.body("enable")).body();
            return print(answer, done -> BulkOptions.print(done, out(), colours()));
        }
        JsonNode answer = api.post(
                        path(api, String.valueOf(schedule)) + "/enable", JsonNodeFactory.instance.objectNode())
                .body();
        return print(answer, done -> out().println("Enabled."));
    }

    @Command(description = "Stops a schedule from running; a run that goes on ends by itself. Or many with --all.")
    int disable(
            @Parameters(paramLabel = "SCHEDULE", arity = "0..1", description = WHICH) @Nullable String schedule,
            @Mixin BulkOptions bulk) {
        ApiClient api = api();
        if (bulk.asked(schedule)) {
            JsonNode answer =
                    api.post("/api/schedules/bulk", bulk.body("disable")).body();
            return print(answer, done -> BulkOptions.print(done, out(), colours()));
        }
        JsonNode answer = api.post(
                        path(api, String.valueOf(schedule)) + "/disable", JsonNodeFactory.instance.objectNode())
                .body();
        return print(answer, done -> out().println("Disabled."));
    }

    @Command(description = "Deletes a schedule.")
    int delete(@Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule) {
        ApiClient api = api();
        String path = path(api, schedule);
        return print(
                api.change("DELETE", path, Optional.empty(), tag(api, path)).body(), done -> out().println("Deleted."));
    }

    @Command(description = "Asks for a run now; the grid of the schedule stays as it is.")
    int run(
            @Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule,
            @Option(names = "--force", description = "also when it is paused, disabled or running") boolean force,
            @Option(names = "--reason", description = "kept with the run") @Nullable String reason) {
        ApiClient api = api();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (force) {
            body.put("force", true);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        return print(
                api.post(path(api, schedule) + "/run", body).body(),
                asked -> out().println("Asked for (request " + word(asked, "request_id") + "); see `rota runs list`."));
    }

    @Command(description = "Lists the next slots, and which of them will not become a run.")
    int upcoming(
            @Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule,
            @Option(names = "-n", description = "how many", defaultValue = "10") int count) {
        ApiClient api = api();
        return print(api.get(path(api, schedule) + "/upcoming?n=" + count), answer -> {
            Table table = new Table("STARTS AT", "IN ITS ZONE", "SUPPRESSED BY");
            for (JsonNode slot : answer.path("items")) {
                table.row(time(slot, "starts_at"), word(slot, "local"), word(slot, "suppressed"));
            }
            table.print(out(), colours());
        });
    }

    private void describe(JsonNode schedule) {
        JsonNode state = schedule.path("state");
        Table table = new Table("SCHEDULE", word(schedule, "name"));
        table.row("id", word(schedule, "id"));
        table.row("kind", word(schedule, "kind"));
        table.row("recurrence", recurrence(schedule.path("recurrence")));
        table.row("zone", word(schedule, "zone"));
        table.row("active hours", schedule.path("active_hours").toString());
        table.row("enabled", word(schedule, "enabled"));
        table.row("state", word(state, "label"));
        table.row("next run", time(state, "next_due"));
        table.row("waiting for", word(state, "waiting_for"));
        table.row("failures in a row", word(state, "consecutive_failures"));
        table.row("disabled at", time(state, "auto_disabled_at"));
        table.row(
                "last run", word(state.path("last_run"), "status") + " " + time(state.path("last_run"), "finished_at"));
        table.row("last message", word(state.path("last_run"), "message"));
        table.print(out(), colours());
    }

    private String path(ApiClient api, String schedule) {
        return "/api/schedules/" + scheduleId(api, schedule);
    }

    private static String tag(ApiClient api, String path) {
        return api.getWithTag(path).etag().orElse("*");
    }

    static JsonNode document(String file) {
        try {
            String text = file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
            return ApiClient.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailed(
                    ExitCode.REFUSED,
                    "'" + file + "' is no JSON: " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ").",
                    e);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILURE, "'" + file + "' cannot be read.", e);
        }
    }

    /// In words, with the expression as it was written, if there is one.
    private static String recurrence(JsonNode recurrence) {
        String words = recurrence.path("words").asText(recurrence.toString());
        String text = recurrence.path("cron").asText(recurrence.path("calendar").asText());
        return text.isEmpty() ? words : words + " (" + text + ")";
    }
}

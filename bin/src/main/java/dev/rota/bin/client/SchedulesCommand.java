package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.Moment;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota schedules …`
@Command(
        name = "schedules",
        description = {
            "Lists, shows and changes schedules.",
            "",
            "`rota apply` and `rota export` are short for `rota schedules apply` and `export`."
        })
public final class SchedulesCommand extends ScheduleFiles {
    public SchedulesCommand(Session session) {
        super(session);
    }

    @Command(description = "Lists the schedules.")
    int list(
            @Mixin ListOptions which,
            @Option(names = "--limit", description = "at most this many", defaultValue = "50") int limit) {
        JsonNode answer = api().list("/api/schedules?" + which.parameters(), limit);
        return print(answer, list -> {
            Table table = new Table("ID", "NAME", "KIND", "STATE", "NEXT", "LAST RUN");
            for (JsonNode schedule : list.path("items")) {
                JsonNode state = schedule.path("state");
                table.row(
                        word(schedule, "id"),
                        word(schedule, "name"),
                        word(schedule, "kind"),
                        word(state, "label"),
                        moment(state, "next_due"),
                        word(state.path("last_run"), "status"));
            }
            show(table);
            if (list.hasNonNull("next")) {
                remark("There are more; raise --limit or search.");
            }
        });
    }

    @Command(description = "Shows one schedule with its state.")
    int show(@Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule) {
        ApiClient api = api();
        return print(api.get(path(api, schedule)), this::describe);
    }

    @Command(description = "Creates a schedule from a JSON or YAML document.")
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

    @Command(description = "Lets a schedule run again, also one that was disabled after failures; or many with --all.")
    int enable(
            @Parameters(paramLabel = "SCHEDULE", arity = "0..1", description = WHICH) @Nullable String schedule,
            @Mixin BulkOptions bulk) {
        return turn("enable", schedule, bulk);
    }

    @Command(description = "Stops a schedule from running; a run that goes on ends by itself. Or many with --all.")
    int disable(
            @Parameters(paramLabel = "SCHEDULE", arity = "0..1", description = WHICH) @Nullable String schedule,
            @Mixin BulkOptions bulk) {
        return turn("disable", schedule, bulk);
    }

    private int turn(String action, @Nullable String schedule, BulkOptions bulk) {
        boolean many = bulk.asked(schedule);
        ApiClient api = api();
        if (many) {
            JsonNode answer = api.post("/api/schedules/bulk", bulk.body(action)).body();
            return print(answer, done -> {
                show(BulkOptions.table(done));
                remark(BulkOptions.sum(done));
            });
        }
        JsonNode answer = api.post(
                        path(api, String.valueOf(schedule)) + "/" + action, JsonNodeFactory.instance.objectNode())
                .body();
        return print(answer, done -> out().println(action.equals("enable") ? "Enabled." : "Disabled."));
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
            Table table = new Table("SLOT", "STARTS AT", "IN ITS ZONE", "SUPPRESSED BY", "REASON");
            for (JsonNode slot : answer.path("items")) {
                table.row(
                        moment(slot, "slot"),
                        moment(slot, "starts_at"),
                        local(slot, "local"),
                        word(slot, "suppressed"),
                        word(slot, "reason"));
            }
            show(table);
        });
    }

    @Command(description = "Says why it did or did not run, or will: at an instant, or in up to 62 days.")
    int explain(
            @Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule,
            @Option(names = "--at", paramLabel = "T", description = "the instant: " + Moment.FORMS + "; default: now")
                    @Nullable
                    String at,
            @Option(names = "--from", paramLabel = "T", description = "the first instant of a stretch of time")
                    @Nullable
                    String from,
            @Option(names = "--to", paramLabel = "T", description = "the last instant of it, excluded") @Nullable
                    String to) {
        Explain explain = new Explain(at, from, to);
        ApiClient api = api();
        String path = path(api, schedule);
        JsonNode zone = explain.local() ? api.get(path).path("zone") : MissingNode.getInstance();
        String query = explain.query(zone.asText("Etc/UTC"), session().clock().instant());
        return print(api.get(path + "/explain?" + query), answer -> {
            remark(word(answer, "sentence"));
            if (!answer.path("entries").isEmpty()) {
                if (!asCsv()) {
                    out().println("Times are those of " + word(answer, "zone") + ".");
                }
                ZoneId there = ZoneId.of(answer.path("zone").asText("Etc/UTC"));
                show(Explain.table(answer, (entry, field) -> moment(entry, field, there)));
            }
            if (answer.path("truncated").asBoolean()) {
                remark("There are more; ask for less time.");
            }
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
        show(table);
    }

    /// In words, with the expression as it was written, if there is one.
    private static String recurrence(JsonNode recurrence) {
        String words = recurrence.path("words").asText(recurrence.toString());
        String text = recurrence.path("cron").asText(recurrence.path("calendar").asText());
        return text.isEmpty() ? words : words + " (" + text + ")";
    }
}

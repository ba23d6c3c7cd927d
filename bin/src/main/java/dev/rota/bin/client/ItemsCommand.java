package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota items`
@Command(
        name = "items",
        description = "Lists what the scrapes of a schedule found, what changed last first; or what changed about it.")
public final class ItemsCommand extends Remote implements Callable<Integer> {
    @Parameters(paramLabel = "SCHEDULE", description = ScheduleFiles.WHICH)
    private String schedule;

    @Option(names = "--since", paramLabel = "T", description = "only what changed since " + Since.FORMS)
    private @Nullable String since;

    @Option(names = "--changes", description = "the changes instead of the items: what was added, changed, removed")
    private boolean changes;

    @Option(
            names = {"-q", "--search"},
            description = "only items with this text in their key or fields; not with --changes")
    private @Nullable String search;

    @Option(names = "--limit", description = "at most this many", defaultValue = "50")
    private int limit = 50;

    @SuppressWarnings("NullAway.Init") // the schedule is the parser's
    public ItemsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (changes && search != null) {
            throw misused("--search is for items; leave it out with --changes.");
        }
        ApiClient api = api();
        String from = since == null
                ? null
                : Since.instant("--since", since, session().clock().instant());
        String path = "/api/schedules/" + scheduleId(api, schedule) + "/items" + (changes ? "/changes?" : "?")
                + parameter(changes ? "since" : "changed_since", from) + parameter("q", search);
        return print(api.list(path, limit), list -> {
            show(changes ? changes(list) : items(list));
            if (list.hasNonNull("next")) {
                remark("There are more; raise --limit.");
            }
        });
    }

    private Table items(JsonNode list) {
        Table table = new Table("KEY", "CHANGED", "FIRST SEEN", "LAST SEEN", "REMOVED", "FIELDS");
        for (JsonNode item : list.path("items")) {
            table.row(
                    word(item, "key"),
                    moment(item, "changed_at"),
                    moment(item, "first_seen_at"),
                    moment(item, "last_seen_at"),
                    moment(item, "removed_at"),
                    fields(item.path("fields")));
        }
        return table;
    }

    private Table changes(JsonNode list) {
        Table table = new Table("AT", "CHANGE", "KEY", "RUN", "FIELDS");
        for (JsonNode change : list.path("items")) {
            table.row(
                    moment(change, "at"),
                    word(change, "change"),
                    word(change, "key"),
                    asCsv() ? word(change, "run_id") : word(change, "run_id").substring(0, 8),
                    fields(change.path("diff")));
        }
        return table;
    }

    /// For people `price=3, name=x`, for programs JSON.
    private String fields(JsonNode fields) {
        return asCsv() || !fields.isObject()
                ? fields.toString()
                : fields.properties().stream()
                        .map(field -> field.getKey() + text(field.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /// A value, or what it was and what it became.
    private String text(JsonNode value) {
        if (!changes || value.size() != 2) {
            return "=" + plain(value);
        }
        return value.path(0).isNull()
                ? "=" + plain(value.path(1))
                : ": " + plain(value.path(0)) + " → " + plain(value.path(1));
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}

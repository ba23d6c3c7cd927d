package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which schedules a command means that changes many at once.
final class BulkOptions {
    @Option(names = "--all", description = "all schedules that fit the options below")
    private boolean all;

    @Option(names = "--standing", description = "with --all: failed, paused, having_issues, …")
    private @Nullable String standing;

    @Option(names = "--label", description = "with --all: a label, name or name=value")
    private @Nullable String label;

    @Option(names = "--kind", description = "with --all: the kind of job")
    private @Nullable String kind;

    @Option(
            names = {"-q", "--q", "--search"},
            description = "with --all: words, or beginnings of words, of the name and the labels")
    private @Nullable String words;

    @Option(names = "--dry-run", description = "with --all: only tell what would change")
    private boolean dryRun;

    /// Whether many schedules are meant.
    ///
    /// @throws CommandFailed when it is neither clearly one schedule nor clearly many
    boolean asked(@Nullable String schedule) {
        boolean narrowed = standing != null || label != null || kind != null || words != null || dryRun;
        if (all == (schedule != null) || (narrowed && !all)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Name one schedule, or write --all with --standing, --label, --kind or --q for many.");
        }
        return all;
    }

    ObjectNode body(String action) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("action", action);
        ObjectNode filter = body.putObject("filter");
        put(filter, "standing", standing);
        put(filter, "label", label);
        put(filter, "kind", kind);
        put(filter, "q", words);
        return body.put("dry_run", dryRun);
    }

    static Table table(JsonNode done) {
        Table table = new Table("ID", "NAME", "FROM", "TO");
        for (JsonNode item : done.path("items")) {
            table.row(
                    item.path("id").asText(),
                    item.path("name").asText(),
                    item.path("from").asText(),
                    item.path("to").asText());
        }
        return table;
    }

    /// How many there are, and of how many the table does not tell.
    static String sum(JsonNode done) {
        long changed = done.path("changed").asLong();
        int shown = done.path("items").size();
        return (shown < changed ? "… and " + (changed - shown) + " more. " : "")
                + done.path("matched").asLong() + " match, " + changed
                + (done.path("dry_run").asBoolean() ? " would change." : " changed.");
    }

    private static void put(ObjectNode filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, value);
        }
    }
}

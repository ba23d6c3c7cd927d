package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends what is wanted to the API, and tells what changed.
final class Applying {
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final Remote remote;
    private final ApiClient api;

    Applying(Remote remote, ApiClient api) {
        this.remote = remote;
        this.api = api;
    }

    /// @param options what goes beside the lists: `existing`, `managed_by`, `prune`, `dry_run`, …
    /// @throws CommandFailed with everything that is wrong, each with file and line
    JsonNode send(DesiredState wanted, ObjectNode options) {
        List<String> wrong = new ArrayList<>(wanted.problems());
        if (wanted.isEmpty() && wrong.isEmpty()) {
            throw new CommandFailed(ExitCode.REFUSED, "There is neither a schedule nor a calendar in what was given.");
        }
        ObjectNode body = wanted.body();
        body.setAll(options);
        if (!wrong.isEmpty()) {
            body.put("dry_run", true); // to learn what else is wrong
        }
        ApiClient.Answer answer = api.offer("POST", "/api/schedules/apply", body, Optional.empty());
        if (answer.status() != 200) {
            answer.body().path("errors").forEach(error -> wrong.add(wanted.told(error)));
        }
        if (!wrong.isEmpty()) {
            String many = wrong.size() == 1 ? "One thing is" : wrong.size() + " things are";
            throw new CommandFailed(
                    ExitCode.REFUSED, many + " wrong; nothing was written.\n  " + String.join("\n  ", wrong));
        }
        return answer.body();
    }

    /// Says what changed, or would, field by field.
    void tell(JsonNode applied) {
        if (remote.asCsv()) {
            remote.show(table(applied));
            return;
        }
        for (JsonNode change : applied.path("changes")) {
            String action = change.path("action").asText();
            boolean made = action.equals("create");
            remote.out()
                    .println(coloured(
                            made ? GREEN : action.equals("delete") ? RED : YELLOW,
                            sign(action) + " "
                                    + Remote.word(change, "what") + " '" + Remote.word(change, "name") + "'"
                                    + (change.hasNonNull("id") ? " (" + Remote.word(change, "id") + ")" : "")));
            for (JsonNode field : change.path("fields")) {
                remote.out()
                        .println("    " + field.path("pointer").asText() + ": " + text(field.path("from")) + " → "
                                + text(field.path("to")));
            }
        }
        remote.out().println(sum(applied));
    }

    private String coloured(String colour, String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return remote.colours() ? colour + plain + PLAIN : plain;
    }

    private static String sign(String action) {
        return action.equals("create") ? "+" : action.equals("delete") ? "-" : "~";
    }

    private static String text(JsonNode value) {
        String text = value.isNull() || value.isMissingNode()
                ? "nothing"
                : value.isTextual() ? value.asText() : value.toString();
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static Table table(JsonNode applied) {
        Table table = new Table("ACTION", "WHAT", "NAME", "ID", "POINTER", "BEFORE", "AFTER");
        for (JsonNode change : applied.path("changes")) {
            if (change.path("fields").isEmpty()) {
                row(table, change, "-", "-", "-");
            }
            for (JsonNode field : change.path("fields")) {
                row(table, change, field.path("pointer").asText(), text(field.path("from")), text(field.path("to")));
            }
        }
        return table;
    }

    private static void row(Table table, JsonNode change, String pointer, String from, String to) {
        table.row(
                Remote.word(change, "action"),
                Remote.word(change, "what"),
                Remote.word(change, "name"),
                Remote.word(change, "id"),
                pointer,
                from,
                to);
    }

    private static String sum(JsonNode applied) {
        long unchanged = applied.path("unchanged").asLong();
        boolean dry = applied.path("dry_run").asBoolean();
        if (applied.path("changes").isEmpty()) {
            return "Nothing changes: " + (unchanged == 1 ? "it is" : "all " + unchanged + " are") + " as wanted.";
        }
        String done = applied.path("created").asLong() + " created, "
                + applied.path("changed").asLong() + " changed, "
                + applied.path("deleted").asLong() + " deleted, " + unchanged + " as wanted already.";
        return dry ? "It would be: " + done + " Nothing was written." : done;
    }
}

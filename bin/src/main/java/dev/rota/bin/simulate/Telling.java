package dev.rota.bin.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.wire.SimulationView;
import dev.rota.bin.Form;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import dev.rota.bin.document.Document;
import dev.rota.schedule.Lint;
import dev.rota.syntax.Json;
import java.io.PrintStream;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints what was played. The names and their order in JSON, YAML and CSV are stable; new ones come last.
final class Telling {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private final Session session;
    private final boolean compressed;

    Telling(Session session, boolean compressed) {
        this.session = session;
        this.compressed = compressed;
    }

    /// @param together what looks odd about all of them at once
    void print(List<Playing.Played> played, List<Lint.Finding> together, Form form) {
        switch (form) {
            case TABLE -> table(played, together);
            case JSON -> session.out().println(tree(played, together).toPrettyString());
            case YAML -> session.out().print(Document.yaml(tree(played, together)));
            case CSV -> csv(played, together);
        }
    }

    private static JsonNode tree(List<Playing.Played> played, List<Lint.Finding> together) {
        ObjectNode answer = Json.object();
        var list = answer.putArray("schedules");
        for (Playing.Played one : played) {
            ObjectNode schedule = list.addObject();
            schedule.put("name", one.name()).put("words", one.words());
            schedule.put("from", one.draft().frame().from().toString());
            schedule.put("to", one.draft().frame().to().toString());
            if (Json.tree(one.view()) instanceof ObjectNode view) {
                schedule.setAll(view);
            }
        }
        answer.set("lint", Json.tree(together.stream().map(Telling::view).toList()));
        return answer;
    }

    private static SimulationView.Finding view(Lint.Finding finding) {
        return new SimulationView.Finding(finding.code(), finding.severity().word(), finding.message());
    }

    private void table(List<Playing.Played> played, List<Lint.Finding> together) {
        for (int i = 0; i < played.size(); i++) {
            Playing.Played one = played.get(i);
            if (i > 0) {
                session.out().println();
            }
            session.out()
                    .println(one.name() + ": " + one.words() + " (" + one.view().zone() + ")");
            rows(one.view()).print(session.out(), session.colours(), session.width());
            odd(session.out(), "", one.view());
        }
        if (!together.isEmpty()) {
            session.out().println();
        }
        together.forEach(finding -> session.out().println(sentence(view(finding))));
    }

    private Table rows(SimulationView view) {
        Table table = compressed
                ? new Table("SLOT", "LAST SLOT", "SLOTS", "OUTCOME", "STARTS AT", "LOCAL", "REASON")
                : new Table("SLOT", "OUTCOME", "STARTS AT", "LOCAL", "REASON");
        for (SimulationView.Entry entry : view.entries()) {
            String slot = text(entry.slot());
            String starts = text(entry.startsAt());
            String local = LOCAL.format(entry.local());
            String reason = text(entry.reason());
            if (compressed) {
                String count = entry.count() == null ? "many" : entry.count().toString();
                table.row(slot, text(entry.lastSlot()), count, entry.outcome(), starts, local, reason);
            } else {
                table.row(slot, entry.outcome(), starts, local, reason);
            }
        }
        return table;
    }

    private void csv(List<Playing.Played> played, List<Lint.Finding> together) {
        Table table = new Table(
                "schedule", "slot", "outcome", "starts_at", "local", "reason", "count", "last_slot", "late", "missed");
        for (Playing.Played one : played) {
            for (SimulationView.Entry entry : one.view().entries()) {
                table.row(
                        one.name(),
                        text(entry.slot()),
                        entry.outcome(),
                        text(entry.startsAt()),
                        Json.tree(entry.local()).asText(),
                        text(entry.reason()),
                        text(entry.count()),
                        text(entry.lastSlot()),
                        text(entry.late()),
                        text(entry.missed()));
            }
        }
        table.csv(session.out());
        played.forEach(one -> odd(session.err(), one.name() + ": ", one.view()));
        together.forEach(finding -> session.err().println(sentence(view(finding))));
    }

    private static void odd(PrintStream to, String prefix, SimulationView view) {
        if (view.truncated()) {
            to.println(prefix + "There are more; raise --limit.");
        }
        view.lint().forEach(finding -> to.println(prefix + sentence(finding)));
    }

    private static String sentence(SimulationView.Finding finding) {
        return finding.severity() + ": " + finding.message() + " [" + finding.code() + "]";
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}

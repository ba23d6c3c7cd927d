package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota calendars …`
@Command(name = "calendars", description = "Lists, shows and changes calendars, which schedules name as blackouts.")
public final class CalendarsCommand extends Remote {
    public CalendarsCommand(Session session) {
        super(session);
    }

    @Command(description = "Lists the calendars.")
    int list(@Option(names = "--limit", description = "at most this many", defaultValue = "50") int limit) {
        return print(api().list("/api/calendars?", limit), answer -> {
            Table table = new Table("NAME", "ENTRIES", "SCHEDULES", "DESCRIPTION");
            for (JsonNode calendar : answer.path("items")) {
                table.row(
                        word(calendar, "name"),
                        String.valueOf(calendar.path("entries").size()),
                        word(calendar, "schedules"),
                        word(calendar, "description"));
            }
            show(table);
            if (answer.hasNonNull("next")) {
                remark("There are more; raise --limit.");
            }
        });
    }

    @Command(description = "Shows the dates and times of one calendar.")
    int show(@Parameters(paramLabel = "CALENDAR", description = "its name") String calendar) {
        return print(api().get(path(calendar)), shown -> {
            Table table = new Table("FROM", "UNTIL", "NOTE");
            for (JsonNode entry : shown.path("entries")) {
                table.row(from(entry), word(entry, "until"), word(entry, "note"));
            }
            show(table);
        });
    }

    @Command(description = "Makes a calendar from a JSON or YAML document, or replaces what it holds.")
    int set(
            @Parameters(paramLabel = "CALENDAR", description = "its name") String calendar,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            description = "the document; - reads standard input")
                    String file) {
        ApiClient api = api();
        JsonNode document = document(file);
        return print(
                api.change("PUT", path(calendar), Optional.of(document), tag(api, calendar))
                        .body(),
                kept -> out().println("Calendar '" + word(kept, "name") + "': "
                        + kept.path("entries").size() + " dates or times; schedules that name it: "
                        + word(kept, "schedules") + "."));
    }

    @Command(description = "Deletes a calendar that no schedule names.")
    int delete(@Parameters(paramLabel = "CALENDAR", description = "its name") String calendar) {
        ApiClient api = api();
        return print(
                api.change("DELETE", path(calendar), Optional.empty(), "*").body(), done -> out().println("Deleted."));
    }

    private static String from(JsonNode entry) {
        if (entry.has("every_year")) {
            return "every year on " + word(entry, "every_year");
        }
        return word(entry, entry.has("date") ? "date" : "from");
    }

    /// The tag of what is there; `*` also where nothing is, for the API makes it then.
    private static String tag(ApiClient api, String calendar) {
        return api.find(path(calendar)).flatMap(ApiClient.Answer::etag).orElse("*");
    }

    private static String path(String calendar) {
        return "/api/calendars/" + segment("the calendar", calendar);
    }
}

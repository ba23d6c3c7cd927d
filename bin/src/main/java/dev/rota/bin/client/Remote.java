package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.ApiConfig;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Form;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import dev.rota.bin.document.Document;
import dev.rota.config.ConfigException;
import dev.rota.config.Key;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What every command that talks to the API has in common.
abstract class Remote {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    /// Of schedules with one name, so many are told apart.
    private static final int MOST_NAMESAKES = 20;

    private final Session session;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            description = "table (for people), json or yaml (the API's own answer); of lists also csv",
            defaultValue = "table")
    private Form form = Form.TABLE;

    Remote(Session session) {
        this.session = session;
    }

    /// The API: what is configured, else that of this user's `rota up`.
    final ApiClient api() {
        DataDirectory data = DataDirectory.choose(Optional.empty(), session.environment());
        Path file = ClientFile.of(session);
        Path known = Files.isReadable(file) ? file : data.client();
        try {
            return session.settings(data, known, Key.URL, Key.TOKEN)
                    .read(settings -> new ApiClient(
                            address(settings.text(Key.URL, "http://" + ApiConfig.LISTEN)),
                            settings.text(Key.TOKEN, "")));
        } catch (ConfigException e) {
            throw new CommandFailed(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "ROTA_URL is no address: '" + e.getMessage() + "'. Write it like http://127.0.0.1:8470.",
                    e);
        }
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new IllegalArgumentException(text);
    }

    final PrintStream out() {
        return session.out();
    }

    final boolean colours() {
        return session.colours();
    }

    final Session session() {
        return session;
    }

    /// Prints the answer as it is, or has it put into words.
    final int print(JsonNode answer, Consumer<JsonNode> words) {
        switch (form) {
            case JSON -> out().println(answer.toPrettyString());
            case YAML -> out().print(Document.yaml(answer));
            case TABLE, CSV -> words.accept(answer);
        }
        return ExitCode.OK.number();
    }

    final void show(Table table) {
        if (form == Form.CSV) {
            table.csv(out());
        } else {
            table.print(out(), colours(), session.width());
        }
    }

    static CommandFailed misused(String sentence) {
        return new CommandFailed(ExitCode.USAGE, sentence);
    }

    /// Says something beside a list, where it does not get into what programs read.
    final void remark(String sentence) {
        (form == Form.CSV ? session.err() : out()).println(sentence);
    }

    /// The JSON or YAML document that a user names.
    final JsonNode document(String file) {
        return Document.read(file, session.in()).tree();
    }

    /// What a user named, as a part of a path.
    ///
    /// @param which what is to be named, in words
    static String segment(String which, String said) {
        if (said.isBlank() || said.equals(".") || said.equals("..")) {
            throw new CommandFailed(ExitCode.USAGE, "Name " + which + ", not '" + said + "'.");
        }
        return ApiClient.escaped(said);
    }

    /// A further parameter of a query; nothing when it is not asked for.
    static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + ApiClient.escaped(value);
    }

    /// Refuses a form that is for lists.
    final void onlyTrees() {
        if (form == Form.CSV) {
            throw new CommandFailed(ExitCode.USAGE, "This is no list; -o is yaml or json here.");
        }
    }

    final boolean asCsv() {
        return form == Form.CSV;
    }

    final boolean asJson() {
        return form == Form.JSON;
    }

    /// The schedule that the user means: a number is an id, anything else the whole name.
    final String scheduleId(ApiClient api, String said) {
        String name = segment("the schedule: its id or its whole name", said);
        if (said.matches("\\d+")) {
            return said;
        }
        ObjectNode found = api.list("/api/schedules?name=" + name, MOST_NAMESAKES);
        List<String> ids = new ArrayList<>();
        List<String> those = new ArrayList<>();
        for (JsonNode schedule : found.path("items")) {
            if (schedule.path("name").asText().equals(said)) {
                ids.add(word(schedule, "id"));
                those.add(
                        word(schedule, "id") + " (" + word(schedule, "kind") + ", of " + word(schedule, "owner") + ")");
            }
        }
        if (ids.isEmpty()) {
            throw new CommandFailed(ExitCode.FAILURE, "There is no schedule named '" + said + "'.");
        }
        if (ids.size() > 1) {
            throw misused("More than one schedule is named '" + said + "'; name one by its id: "
                    + String.join("; ", those) + (found.hasNonNull("next") ? "; …" : "."));
        }
        return ids.getFirst();
    }

    /// A field as a word, `-` when there is none.
    static String word(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? "-" : value.asText();
    }

    /// A time of the API in this machine's zone, to the second.
    static String time(JsonNode node, String field) {
        return time(node, field, LOCAL);
    }

    private static String time(JsonNode node, String field, DateTimeFormatter format) {
        String text = word(node, field);
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return format.format(instant);
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /// The same for a list: programs get it with its offset.
    final String moment(JsonNode node, String field) {
        return form == Form.CSV ? word(node, field) : time(node, field);
    }

    final String moment(Instant instant) {
        return form == Form.CSV ? instant.toString() : LOCAL.format(instant);
    }

    /// The same, for people in a zone.
    final String moment(JsonNode node, String field, ZoneId zone) {
        return form == Form.CSV ? word(node, field) : time(node, field, LOCAL.withZone(zone));
    }

    /// A local time with its offset, for people to the second.
    final String local(JsonNode node, String field) {
        return form == Form.CSV ? word(node, field) : word(node, field).replaceFirst("\\.\\d+", "");
    }

    static String took(JsonNode run) {
        JsonNode millis = run.path("took_ms");
        if (!millis.isNumber()) {
            return "-";
        }
        return millis.asLong() < 1000
                ? millis.asLong() + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis.asDouble() / 1000);
    }
}

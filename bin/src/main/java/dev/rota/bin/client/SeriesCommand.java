package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota series …`
@Command(name = "series", description = "Lists the series of numbers that schedules collect; or shows one of them.")
public final class SeriesCommand extends Remote implements Callable<Integer> {
    private static final List<String> STEPS = List.of("auto", "raw", "hourly", "daily");

    @Parameters(
            paramLabel = "SCHEDULE",
            arity = "0..1",
            description = "only those of this schedule: its id or its whole name")
    private @Nullable String schedule;

    @Option(names = "--limit", description = "at most this many", defaultValue = "50")
    private int limit = 50;

    public SeriesCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ApiClient api = api();
        String of = schedule == null ? "" : "&schedule=" + scheduleId(api, schedule);
        return print(api.list("/api/series?" + of, limit), list -> {
            Table table = new Table("ID", "SCHEDULE", "NAME", "LABELS", "TYPE", "UNIT", "LAST AT", "LAST");
            for (JsonNode series : list.path("items")) {
                table.row(
                        word(series, "id"),
                        word(series, "schedule_name"),
                        word(series, "name"),
                        labels(series),
                        word(series, "type"),
                        word(series, "unit"),
                        moment(series, "last_at"),
                        number(series.path("last_value")));
            }
            show(table);
            if (list.hasNonNull("next")) {
                remark("There are more; raise --limit.");
            }
        });
    }

    @Command(description = "Shows the numbers of one series over time, by hour or day when the time is long.")
    int show(
            @Parameters(paramLabel = "SERIES", description = "the series: its id or its name") String series,
            @Option(names = "--schedule", description = "of this schedule, where more have a series of the name")
                    @Nullable
                    String of,
            @Option(names = "--from", paramLabel = "T", description = "the beginning: " + Since.FORMS + "; default: 6h")
                    @Nullable
                    String from,
            @Option(names = "--to", paramLabel = "T", description = "the end, excluded; default: now") @Nullable
                    String to,
            @Option(
                            names = "--step",
                            description = "raw, hourly, daily, or auto: raw up to 6 hours, hourly up to 7 days",
                            defaultValue = "auto")
                    String step) {
        String resolution = step.toLowerCase(Locale.ROOT);
        if (!STEPS.contains(resolution)) {
            throw misused("--step is one of " + String.join(", ", STEPS) + "; not: " + step);
        }
        ApiClient api = api();
        Instant now = session().clock().instant();
        String query = "resolution=" + resolution
                + parameter("from", from == null ? null : Since.instant("--from", from, now))
                + parameter("to", to == null ? null : Since.instant("--to", to, now));
        JsonNode answer = api.get("/api/series/" + id(api, series, of) + "/samples?" + query);
        return print(answer, shown -> {
            show(points(shown));
            if (shown.path("truncated").asBoolean()) {
                remark("These are the newest; for older ones ask for less time, or for --step hourly.");
            }
        });
    }

    private Table points(JsonNode shown) {
        boolean raw = shown.path("resolution").asText().equals("raw");
        Table table = raw ? new Table("AT", "VALUE", "FLAG") : new Table("AT", "AVERAGE", "LEAST", "GREATEST", "COUNT");
        for (JsonNode point : shown.path("points")) {
            String at = moment(Instant.ofEpochMilli(point.path(0).asLong()));
            if (raw) {
                table.row(at, number(point.path(1)), number(point.path(2)));
            } else {
                table.row(
                        at, number(point.path(1)), number(point.path(2)), number(point.path(3)), number(point.path(4)));
            }
        }
        return table;
    }

    private static String number(JsonNode value) {
        return value.isNull() || value.isMissingNode()
                ? "-"
                : value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static String labels(JsonNode series) {
        List<String> labels = new ArrayList<>();
        series.path("labels")
                .properties()
                .forEach(label ->
                        labels.add(label.getKey() + "=" + label.getValue().asText()));
        return labels.isEmpty() ? "-" : String.join(",", labels);
    }

    /// A number is an id, anything else a name that must mean one series.
    private String id(ApiClient api, String said, @Nullable String of) {
        String name = segment("the series: its id or its name", said);
        if (said.matches("\\d{1,18}")) {
            return said;
        }
        String schedule = of == null ? "" : "&schedule=" + scheduleId(api, of);
        JsonNode found = api.list("/api/series?name=" + name + schedule, 20).path("items");
        if (found.isEmpty()) {
            throw new CommandFailed(ExitCode.FAILURE, "There is no series named '" + said + "'; see `rota series`.");
        }
        if (found.size() > 1) {
            List<String> those = new ArrayList<>();
            found.forEach(
                    one -> those.add(word(one, "id") + " (" + word(one, "schedule_name") + ", " + labels(one) + ")"));
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "More than one series is named '" + said + "'; name one by its id: " + String.join("; ", those)
                            + ".");
        }
        return found.path(0).path("id").asText();
    }
}

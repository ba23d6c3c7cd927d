package dev.rota.bin.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.Moment;
import dev.rota.syntax.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The time that is played, as the command line names it.
final class PlayOptions {
    private static final Duration STANDARD = Duration.ofDays(7);

    @Option(names = "--from", paramLabel = "T", description = "the first instant: " + Moment.FORMS + "; default: now")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "the last instant, excluded; default: seven days later")
    private @Nullable String to;

    @Option(names = "--outage", paramLabel = "A..B", description = "a time in which no daemon runs; may be given again")
    private List<String> outages = new ArrayList<>();

    @Option(
            names = "--duration",
            paramLabel = "D",
            description = "how long each run takes, such as PT5S; default ${DEFAULT-VALUE}",
            defaultValue = "PT5S")
    private String duration = "PT5S";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many slots of each schedule, up to 10000; default ${DEFAULT-VALUE}",
            defaultValue = "1000")
    private String limit = "1000";

    @ArgGroup
    private Rows rows = new Rows();

    /// Which slots are lines of their own.
    private static final class Rows {
        @Option(names = "--all", description = "every slot by itself; the default")
        private boolean all;

        @Option(names = "--compressed", description = "slots that are skipped in a row for one reason as one")
        private boolean compressed;
    }

    boolean compressed() {
        return rows.compressed && !rows.all;
    }

    /// The same as a part of what the API is sent to simulate.
    ///
    /// @param zone of times without an offset
    /// @param wrong gets a sentence for everything that is no time
    ObjectNode frame(ZoneId zone, Instant now, List<String> wrong) {
        ObjectNode frame = Json.object();
        Instant begin = from == null ? now : moment("--from", from, zone, wrong);
        Instant end = to == null && begin != null ? begin.plus(STANDARD) : moment("--to", to, zone, wrong);
        frame.put("from", text(begin)).put("to", text(end)).put("duration", duration);
        ArrayNode list = frame.putArray("outages");
        for (String outage : outages) {
            int dots = outage.indexOf("..");
            if (dots < 0) {
                wrong.add("--outage: '" + outage + "' names no two times; write it like 2027-03-28..2027-03-29.");
            } else {
                list.addObject()
                        .put("from", text(moment("--outage", outage.substring(0, dots), zone, wrong)))
                        .put("until", text(moment("--outage", outage.substring(dots + 2), zone, wrong)));
            }
        }
        frame.put("compressed", compressed());
        return limit.matches("\\d{1,9}") ? frame.put("limit", Integer.parseInt(limit)) : frame.put("limit", limit);
    }

    /// The option that a pointer into such a part means.
    String option(String pointer) {
        if (pointer.startsWith("/outages/")) {
            String[] parts = pointer.split("/", -1);
            return "--outage " + outages.get(Integer.parseInt(parts[2]));
        }
        return "--" + pointer.substring(1);
    }

    private static @Nullable Instant moment(String option, @Nullable String text, ZoneId zone, List<String> wrong) {
        try {
            return text == null ? null : Moment.parse(text.strip()).in(zone);
        } catch (DateTimeException _) {
            wrong.add(option + ": '" + text + "' is no time; write " + Moment.FORMS + ".");
            return null;
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}

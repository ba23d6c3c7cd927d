package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Moment;
import dev.rota.bin.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The time that `rota schedules explain` asks about, and how the answer is shown.
final class Explain {
    private final Optional<Moment> at;
    private final Optional<Moment> from;
    private final Optional<Moment> to;

    /// @throws CommandFailed when it is neither an instant nor a stretch of time
    Explain(@Nullable String at, @Nullable String from, @Nullable String to) {
        List<String> wrong = new ArrayList<>();
        this.at = moment("--at", at, wrong);
        this.from = moment("--from", from, wrong);
        this.to = moment("--to", to, wrong);
        if (wrong.isEmpty() && ((at != null && (from != null || to != null)) || (from == null) != (to == null))) {
            wrong.add("Say when: either --at, or both --from and --to.");
        }
        if (!wrong.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, String.join(" ", wrong));
        }
    }

    /// Whether a time is local to the schedule, whose zone must then be known.
    boolean local() {
        return Stream.of(at, from, to).flatMap(Optional::stream).anyMatch(Moment.Local.class::isInstance);
    }

    /// @param zone of the schedule
    String query(String zone, Instant now) {
        ZoneId local = ZoneId.of(zone);
        if (from.isPresent() && to.isPresent()) {
            return "from=" + from.get().in(local) + "&to=" + to.get().in(local);
        }
        return "at=" + at.map(moment -> moment.in(local)).orElse(now);
    }

    /// @param moment writes a time of the answer
    static Table table(JsonNode answer, BiFunction<JsonNode, String, String> moment) {
        Table table = new Table("SLOT", "LAST SLOT", "COUNT", "OUTCOME", "STATUS", "STARTS AT", "RUN", "REASON");
        for (JsonNode entry : answer.path("entries")) {
            boolean one = entry.path("count").asLong() == 1;
            table.row(
                    moment.apply(entry, "slot"),
                    one ? "-" : moment.apply(entry, "last_slot"),
                    entry.path("count").isNumber() ? entry.path("count").asText() : "many",
                    Remote.word(entry, "outcome"),
                    Remote.word(entry, "status"),
                    moment.apply(entry, "starts_at"),
                    Remote.word(entry, "run_id"),
                    Remote.word(entry, "reason"));
        }
        return table;
    }

    private static Optional<Moment> moment(String option, @Nullable String text, List<String> wrong) {
        try {
            return Optional.ofNullable(text).map(written -> Moment.parse(written.strip()));
        } catch (DateTimeException _) {
            wrong.add(option + ": '" + text + "' is no time; write " + Moment.FORMS + ".");
            return Optional.empty();
        }
    }
}

package dev.rota.api.resources;

import dev.rota.api.errors.ApiProblem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which samples somebody asked for.
///
/// @param from the first instant, included
/// @param to   the last instant, not included
record SampleRange(Instant from, Instant to, Resolution resolution) {
    private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,5})([smhdw])");
    private static final Duration DEFAULT = Duration.ofHours(6);

    /// Reads the query parameters. `range` (`30m`, `6h`, `7d`, `12w`, …) ends at `to`, or now; `from` and `to`
    /// are RFC 3339 instants.
    ///
    /// @throws ApiProblem 400 for what cannot be read, with a sentence
    static SampleRange of(
            @Nullable String range,
            @Nullable String from,
            @Nullable String to,
            @Nullable String resolution,
            Instant now) {
        Instant end = to == null ? now : Parameters.instant("to", to);
        if (range != null && from != null) {
            throw Parameters.refused("Send either 'range' or 'from', not both.");
        }
        Instant start = from == null ? before(end, range) : Parameters.instant("from", from);
        if (!start.isBefore(end)) {
            throw Parameters.refused("'from' (" + start + ") must be before 'to' (" + end + ").");
        }
        return new SampleRange(start, end, resolution(resolution, Duration.between(start, end)));
    }

    private static Instant before(Instant end, @Nullable String range) {
        if (range == null) {
            return end.minus(DEFAULT);
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw Parameters.refused("'range' is a number and s, m, h, d or w, such as 6h or 7d; not: " + range);
        }
        try {
            Duration length = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
            return Parameters.storable("range", end.minus(length));
        } catch (DateTimeException | ArithmeticException _) {
            throw Parameters.refused("'range' is too long: " + range);
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            case "w" -> Duration.ofDays(7);
            default -> throw new IllegalArgumentException(letter);
        };
    }

    private static Resolution resolution(@Nullable String word, Duration stretch) {
        return word == null || word.equals("auto")
                ? Resolution.fitting(stretch)
                : Resolution.of(word)
                        .orElseThrow(
                                () -> Parameters.refused("'resolution' is auto, raw, hourly or daily; not: " + word));
    }
}

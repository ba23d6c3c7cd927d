package dev.rota.api.resources;

import dev.rota.api.errors.ApiProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Reads query parameters. They come as text, because the framework answers a number that is none with 404.
final class Parameters {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Parameters() {}

    /// 400, with a sentence that names the parameter and what was sent.
    static ApiProblem refused(String sentence) {
        return ApiProblem.of(400, "bad_parameter", sentence);
    }

    /// A whole number in `[least, most]`; null when the parameter was not sent.
    static @Nullable Long number(String name, @Nullable String text, long least, long most) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // The sentence below says it.
        }
        String range =
                most == Long.MAX_VALUE ? "a whole number from " + least : "a number from " + least + " to " + most;
        throw refused("'" + name + "' is " + range + "; not: " + text);
    }

    /// An id; null when the parameter was not sent.
    static @Nullable Long id(String name, @Nullable String text) {
        return number(name, text, 1, Long.MAX_VALUE);
    }

    /// An RFC 3339 instant, in which a `+` may have arrived as a blank.
    static Instant instant(String name, String text) {
        try {
            return storable(name, OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeException _) {
            throw refused("'" + name + "' is an instant such as 2027-01-31T08:00:00Z; not: " + text);
        }
    }

    /// `instant`, if RFC 3339 can write it: what lies further away is no time that PostgreSQL can compare with.
    static Instant storable(String name, Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw refused("'" + name + "' lies outside the years 1 to 9999.");
        }
        return instant;
    }
}

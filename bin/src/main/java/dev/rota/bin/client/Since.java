package dev.rota.bin.client;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Moment;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time that somebody writes in an option: an instant, a time of this machine's zone, or a distance from now.
final class Since {
    static final String FORMS = "2027-03-28, 2027-03-28T02:30, 2027-03-28T02:30:00Z, or 90s, 15m, 2h, 7d ago";

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})\\s*([smhdw])(\\s+ago)?");

    private Since() {}

    /// As the API takes it.
    ///
    /// @throws CommandFailed when it is no time
    static String instant(String option, String text, Instant now) {
        return of(option, text, now).toString();
    }

    /// @throws CommandFailed when it is no time
    static Instant of(String option, String text, Instant now) {
        try {
            Matcher ago = AGO.matcher(text.strip());
            return ago.matches()
                    ? now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))))
                    : Moment.parse(text.strip()).in(ZoneId.systemDefault());
        } catch (DateTimeException | ArithmeticException _) {
            throw new CommandFailed(ExitCode.USAGE, option + ": '" + text + "' is no time; write " + FORMS + ".");
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}

package dev.rota.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.util.Locale;
import org.jsoup.select.QueryParser;
import org.jspecify.annotations.Nullable;

/// Compiles texts that are written in a syntax of their own, only to see whether they compile.
public final class SyntaxCheck {
    private SyntaxCheck() {}

    /// What is wrong with `text`, as a sentence, or null when it is right.
    ///
    /// @param syntax the word of [dev.rota.job.Field#syntax()]; one that needs no check is always right
    public static @Nullable String complaint(String syntax, String text) {
        return switch (syntax) {
            case "css" -> css(text);
            case "jsonpath" -> jsonPath(text);
            case "regex" -> regex(text);
            case "url" -> url(text);
            case "zone" -> isZone(text) ? null : notAZone(text);
            case "secret" ->
                text.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
                        ? null
                        : "A secret is named by letters, digits, '_', '.' and '-'; its value never stands in a job.";
            default -> null;
        };
    }

    /// Whether `text` is the IANA name of a time zone this machine knows.
    public static boolean isZone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text) && !text.startsWith("SystemV/");
    }

    static String notAZone(String text) {
        return Nearest.to(text, ZoneId.getAvailableZoneIds())
                .map(zone -> "'" + text + "' is no time zone. Did you mean '" + zone + "'?")
                .orElse("'" + text + "' is no time zone. Write its IANA name, such as Europe/Berlin or Etc/UTC.");
    }

    private static @Nullable String css(String text) {
        try {
            QueryParser.parse(text);
            return null;
        } catch (IllegalStateException | IllegalArgumentException e) {
            return "This CSS selector does not parse: " + e.getMessage();
        }
    }

    private static @Nullable String jsonPath(String text) {
        try {
            JsonPath.compile(text);
            return null;
        } catch (InvalidPathException | IllegalArgumentException e) {
            return "This JSONPath does not parse: " + e.getMessage();
        }
    }

    private static @Nullable String regex(String text) {
        try {
            Pattern.compile(text);
            return null;
        } catch (PatternSyntaxException e) {
            return "This regular expression (RE2) does not parse: " + e.getMessage();
        }
    }

    private static @Nullable String url(String text) {
        try {
            URI address = new URI(text);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return "Write an address that begins with http:// or https://.";
            }
            if (address.getHost() == null) {
                return "This address names no host.";
            }
            if (address.getRawUserInfo() != null) {
                return "Leave the user and password out of the address, and sign in with 'auth'.";
            }
            return address.getPort() > 65535 ? "A port is at most 65535." : null;
        } catch (URISyntaxException e) {
            return "This is no address: " + e.getReason() + " at position " + (e.getIndex() + 1) + ".";
        }
    }
}

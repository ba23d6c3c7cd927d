package dev.rota.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
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
            case "place" -> text.startsWith("$") ? jsonPath(text) : null;
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
        return ZoneRulesProvider.getAvailableZoneIds().contains(text) && !text.startsWith("SystemV/");
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
        if (text.contains("=~")) {
            // The library hands these to an engine that can take for ever and cannot be interrupted.
            return "A JSONPath with a regular expression (=~) is not supported.";
        }
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
            Target.parse(text);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}

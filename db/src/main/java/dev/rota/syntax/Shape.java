package dev.rota.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The form of a value in JSON, derived from Java types by [Shapes].
public sealed interface Shape {

    /// The shape of a record or of a sealed interface of records (whose JSON carries a tag), derived once and kept.
    static Shape of(Class<?> type) {
        return Shapes.of(type);
    }

    /// Text. `syntax` says what it is written in, see [dev.rota.job.Field#syntax()]; empty: nothing in particular.
    record Text(String syntax) implements Shape {}

    /// A number.
    ///
    /// @param type the Java type it becomes
    /// @param min  the least allowed value, or null
    /// @param max  the greatest allowed value, or null
    record Numeral(
            Class<?> type,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max) implements Shape {
        boolean whole() {
            return type == int.class || type == Integer.class || type == long.class || type == Long.class;
        }
    }

    /// `true` or `false`.
    record Bool() implements Shape {}

    /// One of a few words: the constants of an enum in lower case.
    record Word(Class<? extends Enum<?>> type) implements Shape {
        List<String> words() {
            return List.copyOf(Shapes.words(type).keySet());
        }
    }

    /// A length of time, ISO 8601 (`PT30S`), never negative.
    ///
    /// @param min the least allowed length in seconds, or null
    /// @param max the greatest allowed length in seconds, or null
    record Span(@Nullable BigDecimal min, @Nullable BigDecimal max) implements Shape {}

    /// An instant, RFC 3339 with an offset.
    record Moment() implements Shape {}

    /// A time zone by its IANA name.
    record Zone() implements Shape {}

    /// A list.
    record Listing(Shape of) implements Shape {}

    /// An object with names of the user's choice.
    record Mapping(Shape of) implements Shape {}

    /// An object with known names: a record.
    record Form(Class<? extends Record> type, String description, List<Part> parts) implements Shape {
        public Form {
            parts = List.copyOf(parts);
        }

        boolean has(String name) {
            for (Part part : parts) {
                if (part.name().equals(name)) {
                    return true;
                }
            }
            return false;
        }

        List<String> names() {
            return parts.stream().map(Part::name).toList();
        }
    }

    /// One of several forms; the text under `tag` says which.
    record Union(Class<?> type, String tag, Map<String, Form> options) implements Shape {}

    /// One component of a record.
    ///
    /// @param name     its name in JSON, snake_case
    /// @param nullable whether it may be left out, which leaves it null
    /// @param fallback what stands when it is left out, or null: there is nothing
    record Part(
            String name,
            String description,
            Shape shape,
            boolean nullable,
            @Nullable JsonNode fallback) {
        boolean required() {
            return !nullable && fallback == null;
        }
    }
}

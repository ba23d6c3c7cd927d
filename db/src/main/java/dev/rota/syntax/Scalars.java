package dev.rota.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.run.StorableText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Reads single values: texts, numbers, words, times.
final class Scalars {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    private Scalars() {}

    /// @throws Unfit when `node` is not of that shape
    static Object read(Shape shape, JsonNode node) throws Unfit {
        return switch (shape) {
            case Shape.Text(String syntax) -> syntaxChecked(syntax, text(node, "text"));
            case Shape.Numeral number -> number(number, node);
            case Shape.Bool _ -> bool(node);
            case Shape.Word word -> word(word, node);
            case Shape.Span span -> span(span, text(node, "a length of time such as \"PT30S\""));
            case Shape.Moment _ -> moment(text(node, "a time such as \"2027-01-01T08:00:00+01:00\""));
            case Shape.Zone _ -> zone(text(node, "the name of a time zone such as \"Europe/Berlin\""));
            case Shape.Listing _, Shape.Mapping _, Shape.Form _, Shape.Union _ ->
                throw new IllegalArgumentException("not a single value: " + shape);
        };
    }

    /// What stands there, for a message: "a number", "a list", …
    static String named(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> node.asText();
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }

    private static String text(JsonNode node, String wanted) throws Unfit {
        if (!node.isTextual()) {
            throw new Unfit("type", "Write " + wanted + " here, not " + named(node) + ".");
        }
        String text = node.textValue();
        if (!StorableText.fits(text)) {
            throw new Unfit("character", "Text must not hold a NUL character or half a surrogate pair.");
        }
        return text;
    }

    private static String syntaxChecked(String syntax, String text) throws Unfit {
        String complaint = SyntaxCheck.complaint(syntax, text);
        if (complaint != null) {
            throw new Unfit(syntax, complaint);
        }
        return text;
    }

    private static Object bool(JsonNode node) throws Unfit {
        if (!node.isBoolean()) {
            throw new Unfit("type", "Write true or false here, not " + named(node) + ".");
        }
        return node.booleanValue();
    }

    private static Object number(Shape.Numeral shape, JsonNode node) throws Unfit {
        if (!node.isNumber()) {
            throw new Unfit("type", "Write a number here, not " + named(node) + ".");
        }
        BigDecimal value = node.decimalValue();
        // 1e999999999 is short to write and would fill the memory when it is spelled out.
        if (Math.abs((long) value.precision() - value.scale()) > 400 || Math.abs((long) value.scale()) > 400) {
            throw new Unfit("range", "This number is out of reach.");
        }
        within(value, shape.min(), shape.max(), "");
        try {
            if (shape.type() == int.class || shape.type() == Integer.class) {
                return value.intValueExact();
            }
            if (shape.type() == long.class || shape.type() == Long.class) {
                return value.longValueExact();
            }
        } catch (ArithmeticException _) {
            boolean fraction = value.stripTrailingZeros().scale() > 0;
            throw new Unfit(
                    fraction ? "type" : "range",
                    fraction ? "Write a whole number here." : "This number is out of reach.");
        }
        if (shape.type() == BigDecimal.class) {
            return value;
        }
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            throw new Unfit("range", "This number is out of reach.");
        }
        return number;
    }

    private static Object word(Shape.Word shape, JsonNode node) throws Unfit {
        Enum<?> constant = node.isTextual() ? Shapes.words(shape.type()).get(node.textValue()) : null;
        if (constant == null) {
            throw new Unfit("enum", ShapeReader.notOneOf(node, shape.words()));
        }
        return constant;
    }

    private static Object span(Shape.Span shape, String text) throws Unfit {
        Duration span;
        try {
            span = Duration.parse(text);
        } catch (DateTimeException | ArithmeticException _) {
            throw new Unfit(
                    "duration",
                    "'" + text + "' is no length of time. Write it as in ISO 8601: PT30S, PT5M, PT1H30M, P1D.");
        }
        if (span.isNegative()) {
            throw new Unfit("range", "A length of time must not be negative.");
        }
        BigDecimal seconds = BigDecimal.valueOf(span.getSeconds())
                .add(BigDecimal.valueOf(span.getNano()).divide(NANOS));
        within(seconds, shape.min(), shape.max(), " s");
        return span;
    }

    private static Object moment(String text) throws Unfit {
        try {
            // Microseconds: finer ones would not survive the database.
            Instant moment = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (moment.isBefore(Instant.EPOCH) || moment.isAfter(Instant.parse("2999-12-31T23:59:59Z"))) {
                throw new Unfit("range", "Write a time between 1970 and 2999.");
            }
            return moment;
        } catch (DateTimeException _) {
            throw new Unfit("time", "'" + text + "' is no time. Write it with its offset: 2027-01-01T08:00:00+01:00.");
        }
    }

    private static Object zone(String text) throws Unfit {
        if (!SyntaxCheck.isZone(text)) {
            throw new Unfit("zone", SyntaxCheck.notAZone(text));
        }
        return ZoneId.of(text);
    }

    private static void within(BigDecimal value, @Nullable BigDecimal min, @Nullable BigDecimal max, String unit)
            throws Unfit {
        boolean low = min != null && value.compareTo(min) < 0;
        boolean high = max != null && value.compareTo(max) > 0;
        if (low || high) {
            String least = min == null ? null : min.toPlainString() + unit;
            String most = max == null ? null : max.toPlainString() + unit;
            throw new Unfit(
                    "range",
                    least == null
                            ? "This must be at most " + most + "."
                            : most == null
                                    ? "This must be at least " + least + "."
                                    : "This must be between " + least + " and " + most + ".");
        }
    }

    /// A single value that does not fit.
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final String sentence;

        Unfit(String code, String sentence) {
            super(sentence, null, false, false);
            this.code = code;
            this.sentence = sentence;
        }

        String code() {
            return code;
        }

        String sentence() {
            return sentence;
        }
    }
}

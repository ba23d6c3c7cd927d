package dev.rota.syntax;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import dev.rota.job.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// The one place that holds a Jackson mapper.
///
/// Names are snake_case, numbers keep their exact decimal value and are never written with an exponent, times are
/// ISO 8601 text. A key that stands twice in one object, and anything after the document, is an error: both are
/// typing errors that would otherwise silently lose half of what was written.
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(200)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .addModule(times())
            .build();

    private Json() {}

    /// A new, empty object to be filled.
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// A tree of `value`: a record in snake_case, a map, a list, a time, a number.
    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /// The JSON text of `value`.
    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// The tree of a JSON text.
    ///
    /// @throws NotJson when the text is no JSON document; its problem says where
    public static JsonNode parse(String text) throws NotJson {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new NotJson(new Problem("", "malformed_json", "The document is empty."), null);
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new NotJson(new Problem("", "malformed_json", sentence(e)), e);
        }
    }

    /// The tree of a JSON text that we wrote ourselves, such as a column of the database.
    ///
    /// @throws IllegalStateException when it is no JSON after all
    public static JsonNode stored(String text) {
        try {
            return parse(text);
        } catch (NotJson e) {
            throw new IllegalStateException("stored text is no JSON: " + e.getMessage(), e);
        }
    }

    private static String sentence(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String what = e.getOriginalMessage().lines().findFirst().orElse("it cannot be parsed");
        return at == null
                ? "This is not JSON: " + what + "."
                : "This is not JSON: line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + what + ".";
    }

    private static SimpleModule times() {
        return new SimpleModule("rota-times")
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addSerializer(OffsetDateTime.class, new OffsetTimes())
                .addSerializer(Duration.class, ToStringSerializer.instance)
                .addSerializer(ZoneId.class, ToStringSerializer.instance);
    }

    /// RFC 3339 wants the seconds, also where they are 0.
    private static final class OffsetTimes extends ToStringSerializerBase {
        private static final long serialVersionUID = 1L;

        OffsetTimes() {
            super(OffsetDateTime.class);
        }

        @Override
        public String valueToString(Object value) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format((OffsetDateTime) value);
        }
    }

    /// A text that is no JSON document.
    public static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        NotJson(Problem problem, @Nullable Throwable cause) {
            super(problem.message(), cause);
            this.problem = problem;
        }

        /// What is wrong and where, with an empty pointer.
        public Problem problem() {
            return problem;
        }
    }
}

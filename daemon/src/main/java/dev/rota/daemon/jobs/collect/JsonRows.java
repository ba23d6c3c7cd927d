package dev.rota.daemon.jobs.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.run.FailureClass;
import dev.rota.syntax.SyntaxCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds rows in a JSON document. Numbers keep every digit.
final class JsonRows {
    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxNumberLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Configuration PATHS = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(MAPPER))
            .mappingProvider(new JacksonMappingProvider(MAPPER))
            .build();

    private JsonRows() {}

    /// @param path selects the rows; null: the document itself is the one row
    /// @throws JobFailed class `parse` when it is not JSON, `config` when the path cannot be read
    static List<Row> read(String text, @Nullable String path, String from, String excerpt) throws JobFailed {
        JsonNode document;
        try {
            document = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new JobFailed(
                    FailureClass.PARSE,
                    from + " did not answer with JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + (e.getLocation() == null
                                    ? ""
                                    : ", line " + e.getLocation().getLineNr() + " column "
                                            + e.getLocation().getColumnNr())
                            + ".",
                    excerpt,
                    e);
        }
        if (document.isMissingNode()) {
            throw new JobFailed(FailureClass.EMPTY, from + " answered with an empty body.");
        }
        Map<String, JsonPath> paths = new HashMap<>();
        if (path == null) {
            return List.of(new JsonRow(document, paths));
        }
        List<Row> rows = new ArrayList<>();
        JsonNode found = find(document, compiled(path));
        if (found instanceof ArrayNode array) {
            array.forEach(element -> rows.add(new JsonRow(element, paths)));
        } else if (found != null) {
            rows.add(new JsonRow(found, paths));
        }
        return rows;
    }

    /// @throws JobFailed class `config` with where it is wrong
    private static JsonPath compiled(String path) throws JobFailed {
        String complaint = SyntaxCheck.complaint("jsonpath", path);
        if (complaint != null) {
            throw new JobFailed(FailureClass.CONFIG, "The JSONPath '" + path + "' cannot be used: " + complaint);
        }
        return JsonPath.compile(path);
    }

    private static JobFailed config(String path, String what) {
        return new JobFailed(FailureClass.CONFIG, "The JSONPath '" + path + "' cannot be used: " + what + ".");
    }

    /// What a path finds: an array for a path that may match many; null for nothing.
    private static @Nullable JsonNode find(JsonNode node, JsonPath path) throws JobFailed {
        try {
            JsonNode found = path.read(node, PATHS);
            return found == null || found.isNull() || found.isMissingNode() ? null : found;
        } catch (PathNotFoundException e) {
            return null;
        } catch (JsonPathException e) {
            throw config(path.getPath(), String.valueOf(e.getMessage()));
        }
    }

    private record JsonRow(JsonNode node, Map<String, JsonPath> paths) implements Row {
        @Override
        public @Nullable Object at(String place) throws JobFailed {
            if (!place.startsWith("$")) {
                return value(node.get(place));
            }
            JsonPath path = paths.get(place);
            if (path == null) {
                path = compiled(place);
                paths.put(place, path);
            }
            JsonNode found = find(node, path);
            // A path that may match many must match one, or the number would be a guess.
            return !path.isDefinite() && found instanceof ArrayNode many
                    ? many.size() == 1 ? value(many.get(0)) : null
                    : value(found);
        }

        @Override
        public String describe() {
            if (!node.isObject()) {
                String text = node.toString();
                return text.length() <= 100 ? text : text.substring(0, 100) + "…";
            }
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            return "the fields " + String.join(", ", names.subList(0, Math.min(20, names.size())));
        }

        private static @Nullable Object value(@Nullable JsonNode node) {
            if (node == null) {
                return null;
            }
            return switch (node.getNodeType()) {
                case NUMBER -> node.decimalValue();
                case BOOLEAN -> node.booleanValue();
                case STRING -> node.textValue();
                case NULL, MISSING -> null;
                case OBJECT, ARRAY, BINARY, POJO -> node.toString();
            };
        }
    }
}

package dev.rota.syntax;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Describes a [Shape] as JSON Schema, draft 2020-12.
public final class JsonSchema {
    private JsonSchema() {}

    /// The schema of one job kind as users write it: with its `kind`.
    public static ObjectNode ofKind(String kind, Class<?> type) {
        ObjectNode schema = Json.object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.setAll(form((Shape.Form) Shape.of(type), "kind", kind));
        return schema;
    }

    /// The schema of a record, to be part of another.
    public static ObjectNode of(Class<? extends Record> type) {
        return node(Shape.of(type));
    }

    private static ObjectNode node(Shape shape) {
        ObjectNode schema = Json.object();
        switch (shape) {
            case Shape.Form form -> schema.setAll(form(form, null, null));
            case Shape.Union union -> {
                ArrayNode options = schema.putArray("oneOf");
                union.options().forEach((word, form) -> options.add(form(form, union.tag(), word)));
            }
            case Shape.Listing(Shape of) -> schema.put("type", "array").set("items", node(of));
            case Shape.Mapping(Shape of) -> schema.put("type", "object").set("additionalProperties", node(of));
            case Shape.Text(String syntax) -> {
                schema.put("type", "string");
                if (syntax.equals("url")) {
                    schema.put("format", "uri");
                }
            }
            case Shape.Numeral number -> {
                schema.put("type", number.whole() ? "integer" : "number");
                bound(schema, "minimum", number.min());
                bound(schema, "maximum", number.max());
            }
            case Shape.Bool _ -> schema.put("type", "boolean");
            case Shape.Word word -> {
                ArrayNode words = schema.put("type", "string").putArray("enum");
                word.words().forEach(words::add);
            }
            case Shape.Span _ -> schema.put("type", "string").put("format", "duration");
            case Shape.Moment _ -> schema.put("type", "string").put("format", "date-time");
            case Shape.Zone _ -> schema.put("type", "string");
        }
        return schema;
    }

    private static ObjectNode form(Shape.Form form, @Nullable String tag, @Nullable String word) {
        ObjectNode schema = Json.object().put("type", "object");
        if (!form.description().isEmpty()) {
            schema.put("description", form.description());
        }
        ObjectNode properties = Json.object();
        ArrayNode required = schema.arrayNode();
        if (tag != null) {
            properties.putObject(tag).put("const", word);
            required.add(tag);
        }
        for (Shape.Part part : form.parts()) {
            ObjectNode property = node(part.shape());
            property.put("description", part.description());
            if (part.fallback() != null) {
                property.set("default", part.fallback());
            }
            properties.set(part.name(), part.nullable() ? orNull(property) : property);
            if (part.required()) {
                required.add(part.name());
            }
        }
        schema.set("properties", properties);
        schema.set("required", required);
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode orNull(ObjectNode property) {
        ObjectNode either = Json.object();
        either.set("description", property.remove("description"));
        either.putArray("anyOf").add(property).addObject().put("type", "null");
        return either;
    }

    private static void bound(ObjectNode schema, String name, @Nullable BigDecimal bound) {
        if (bound != null) {
            schema.put(name, bound);
        }
    }
}

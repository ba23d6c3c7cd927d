package dev.rota.syntax;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Describes a [Shape] to a program that draws a form from it.
///
/// A field is `{name, type, description, required, default, …}`. Its `type` is one of `text integer number boolean
/// enum duration time zone list map object union`; an enum has `enum`, a number and a duration `min` and `max` (a
/// duration in seconds), a text `syntax`, a list and a map `items` (a field without a name), an object `fields`, a
/// union `tag` and `options` (`{value, description, fields}` each).
public final class FormOutline {
    private FormOutline() {}

    /// The fields of a record.
    public static ArrayNode of(Class<? extends Record> type) {
        return fields((Shape.Form) Shape.of(type));
    }

    private static ArrayNode fields(Shape.Form form) {
        ArrayNode fields = Json.object().arrayNode();
        for (Shape.Part part : form.parts()) {
            ObjectNode field = fields.addObject().put("name", part.name());
            outline(part.shape(), field);
            field.put("description", part.description());
            field.put("required", part.required());
            field.set("default", part.fallback());
        }
        return fields;
    }

    private static ObjectNode outline(Shape shape, ObjectNode field) {
        switch (shape) {
            case Shape.Text(String syntax) -> field.put("type", "text").put("syntax", syntax);
            case Shape.Numeral number -> {
                field.put("type", number.whole() ? "integer" : "number");
                bounds(field, number.min(), number.max());
            }
            case Shape.Bool _ -> field.put("type", "boolean");
            case Shape.Word word -> {
                ArrayNode words = field.put("type", "enum").putArray("enum");
                word.words().forEach(words::add);
            }
            case Shape.Span span -> {
                field.put("type", "duration");
                bounds(field, span.min(), span.max());
            }
            case Shape.Moment _ -> field.put("type", "time");
            case Shape.Zone _ -> field.put("type", "zone");
            case Shape.Listing(Shape of) -> field.put("type", "list").set("items", outline(of, Json.object()));
            case Shape.Mapping(Shape of) -> field.put("type", "map").set("items", outline(of, Json.object()));
            case Shape.Form form -> field.put("type", "object").set("fields", fields(form));
            case Shape.Union union -> {
                ArrayNode options =
                        field.put("type", "union").put("tag", union.tag()).putArray("options");
                union.options()
                        .forEach((word, form) -> options.addObject()
                                .put("value", word)
                                .put("description", form.description())
                                .set("fields", fields(form)));
            }
        }
        return field;
    }

    private static void bounds(ObjectNode field, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        if (min != null) {
            field.put("min", min);
        }
        if (max != null) {
            field.put("max", max);
        }
    }
}

package dev.rota.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.JobSpec;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes records as the JSON that [ShapeReader] reads back to equal values. What is null is left out.
public final class ShapeWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ShapeWriter() {}

    /// `value` as a document of `type`; with a tag when `type` is a sealed interface.
    public static <T> JsonNode write(Class<T> type, T value) {
        return node(Shape.of(type), value);
    }

    /// The same, without what would stand there anyway if it were left out: what people like to read.
    public static <T> JsonNode writeShort(Class<T> type, T value) {
        return shortened(Shape.of(type), write(type, value));
    }

    /// A job without its kind, as the database keeps it.
    public static ObjectNode writeJob(JobSpec job) {
        return form((Shape.Form) Shape.of(job.getClass()), job);
    }

    private static JsonNode node(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Form form -> form(form, value);
            case Shape.Union union -> union(union, value);
            case Shape.Listing(Shape of) -> {
                ArrayNode list = NODES.arrayNode();
                ((List<?>) value).forEach(element -> list.add(node(of, element)));
                yield list;
            }
            case Shape.Mapping(Shape of) -> {
                ObjectNode object = NODES.objectNode();
                ((Map<?, ?>) value).forEach((name, element) -> object.set((String) name, node(of, element)));
                yield object;
            }
            case Shape.Numeral number -> number(number, (Number) value);
            case Shape.Bool _ -> NODES.booleanNode((Boolean) value);
            case Shape.Word _ -> NODES.textNode(Shapes.word((Enum<?>) value));
            case Shape.Text _, Shape.Span _, Shape.Moment _, Shape.Zone _ -> NODES.textNode(value.toString());
        };
    }

    private static JsonNode number(Shape.Numeral shape, Number value) {
        if (shape.whole()) {
            return NODES.numberNode(value.longValue());
        }
        BigDecimal exact = value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
        return NODES.numberNode(exact);
    }

    private static JsonNode union(Shape.Union union, Object value) {
        for (Map.Entry<String, Shape.Form> option : union.options().entrySet()) {
            if (option.getValue().type() == value.getClass()) {
                ObjectNode object = NODES.objectNode();
                object.put(union.tag(), option.getKey());
                object.setAll(form(option.getValue(), value));
                return object;
            }
        }
        throw new IllegalArgumentException(
                "no " + union.tag() + " for " + value.getClass().getName());
    }

    private static ObjectNode form(Shape.Form form, Object value) {
        ObjectNode object = NODES.objectNode();
        RecordComponent[] components = form.type().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object part = read(components[i], value);
            if (part != null) {
                object.set(form.parts().get(i).name(), node(form.parts().get(i).shape(), part));
            }
        }
        return object;
    }

    private static JsonNode shortened(Shape shape, JsonNode written) {
        return switch (shape) {
            case Shape.Form form -> shortened(form, written);
            case Shape.Union union -> {
                Shape.Form form = union.options().get(written.path(union.tag()).asText());
                yield form == null ? written : shortened(form, written);
            }
            case Shape.Listing(Shape of) -> {
                ArrayNode list = NODES.arrayNode();
                written.forEach(element -> list.add(shortened(of, element)));
                yield list;
            }
            case Shape.Mapping(Shape of) -> {
                ObjectNode object = NODES.objectNode();
                written.properties().forEach(one -> object.set(one.getKey(), shortened(of, one.getValue())));
                yield object;
            }
            case Shape.Text _,
                    Shape.Numeral _,
                    Shape.Bool _,
                    Shape.Word _,
                    Shape.Span _,
                    Shape.Moment _,
                    Shape.Zone _ -> written;
        };
    }

    private static JsonNode shortened(Shape.Form form, JsonNode written) {
        ObjectNode object = NODES.objectNode();
        Map<String, Shape.Part> parts = new LinkedHashMap<>();
        form.parts().forEach(part -> parts.put(part.name(), part));
        written.properties().forEach(one -> {
            Shape.Part part = parts.get(one.getKey()); // null: the tag of a union
            JsonNode value = part == null ? one.getValue() : shortened(part.shape(), one.getValue());
            if (part == null || !isFallback(part, value)) {
                object.set(one.getKey(), value);
            }
        });
        return object;
    }

    private static boolean isFallback(Shape.Part part, JsonNode value) {
        JsonNode fallback = part.fallback();
        if (fallback == null) {
            return false;
        }
        if (part.shape() instanceof Shape.Span) {
            return Duration.parse(fallback.asText()).equals(Duration.parse(value.asText()));
        }
        return shortened(part.shape(), fallback).toString().equals(value.toString())
                || (fallback.isNumber()
                        && value.isNumber()
                        && fallback.decimalValue().compareTo(value.decimalValue()) == 0);
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}

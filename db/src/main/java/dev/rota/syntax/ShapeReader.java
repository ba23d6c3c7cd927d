package dev.rota.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.run.StorableText;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON into records by their [Shape], and collects all problems on the way instead of stopping at the first.
public final class ShapeReader {
    private final List<Problem> problems = new ArrayList<>();

    private ShapeReader() {}

    /// Reads `node` as a `type`, which is a record or a sealed interface of records.
    public static <T> Reading<T> read(Class<T> type, JsonNode node) {
        return read(type, Shape.of(type), node);
    }

    /// Reads a job of a kind whose JSON does not carry its kind (in the database the kind is a column).
    public static Reading<JobSpec> readJob(Class<? extends JobSpec> kind, JsonNode node) {
        return read(JobSpec.class, Shape.of(kind), node);
    }

    private static <T> Reading<T> read(Class<T> type, Shape shape, JsonNode node) {
        ShapeReader reader = new ShapeReader();
        Object value = reader.value(shape, node, "");
        return value == null || !reader.problems.isEmpty()
                ? new Reading.Broken<>(reader.problems)
                : new Reading.Fits<>(type.cast(value));
    }

    /// The value, or null after a problem was noted.
    private @Nullable Object value(Shape shape, JsonNode node, String at) {
        return switch (shape) {
            case Shape.Form form -> form(form, node, at, null);
            case Shape.Union union -> union(union, node, at);
            case Shape.Listing listing -> listing(listing, node, at);
            case Shape.Mapping mapping -> mapping(mapping, node, at);
            case Shape.Text _, Shape.Numeral _, Shape.Bool _, Shape.Word _ -> scalar(shape, node, at);
            case Shape.Span _, Shape.Moment _, Shape.Zone _ -> scalar(shape, node, at);
        };
    }

    private @Nullable Object scalar(Shape shape, JsonNode node, String at) {
        try {
            return Scalars.read(shape, node);
        } catch (Scalars.Unfit e) {
            return note(at, e.code(), e.sentence());
        }
    }

    private @Nullable Object union(Shape.Union union, JsonNode node, String at) {
        if (!(node instanceof ObjectNode object)) {
            return note(
                    at,
                    "type",
                    "Write an object with '" + union.tag() + "', which is one of "
                            + words(union.options().keySet()) + ".");
        }
        JsonNode tag = object.get(union.tag());
        String here = at + "/" + union.tag();
        if (tag == null || tag.isNull()) {
            return note(
                    here, "required", "Say which one: " + words(union.options().keySet()) + ".");
        }
        Shape.Form form = union.options().get(tag.asText());
        if (form == null || !tag.isTextual()) {
            return note(
                    here,
                    "unknown_" + union.tag(),
                    notOneOf(tag, union.options().keySet()));
        }
        return form(form, object, at, union.tag());
    }

    private @Nullable Object form(Shape.Form form, JsonNode node, String at, @Nullable String tag) {
        if (!(node instanceof ObjectNode object)) {
            return note(at, "type", "Write an object here, not " + Scalars.named(node) + ".");
        }
        int before = problems.size();
        object.fieldNames().forEachRemaining(name -> {
            if (!form.has(name) && !name.equals(tag)) {
                note(at + "/" + escaped(name), "unknown_field", unknownField(name, form.names()));
            }
        });
        @Nullable Object[] values = new @Nullable Object[form.parts().size()];
        for (int i = 0; i < values.length; i++) {
            Shape.Part part = form.parts().get(i);
            values[i] = part(part, object.get(part.name()), at);
        }
        if (problems.size() > before) {
            return null;
        }
        Object made = make(form, values, at);
        if (made instanceof JobSpec job) {
            job.problems().forEach(problem -> problems.add(problem.under(at)));
        }
        return made;
    }

    private @Nullable Object part(Shape.Part part, @Nullable JsonNode written, String at) {
        String here = at + "/" + part.name();
        if (written != null && !written.isNull()) {
            Object value = value(part.shape(), written, here);
            return part.required() && value instanceof String text && text.isBlank()
                    ? note(here, "blank", "This must not be empty: " + part.description())
                    : value;
        }
        if (part.fallback() != null) {
            return value(part.shape(), part.fallback(), here);
        }
        return part.nullable() ? null : note(here, "required", "This is missing: " + part.description());
    }

    private @Nullable Object make(Shape.Form form, @Nullable Object[] values, String at) {
        try {
            return Shapes.canonical(form.type()).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException guard) {
                return note(at, "invalid", String.valueOf(guard.getMessage()));
            }
            throw new IllegalStateException("constructor of " + form.type().getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(form.type().getName() + " cannot be made", e);
        }
    }

    private @Nullable Object listing(Shape.Listing listing, JsonNode node, String at) {
        if (!node.isArray()) {
            return note(at, "type", "Write a list here, not " + Scalars.named(node) + ".");
        }
        int before = problems.size();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = value(listing.of(), node.get(i), at + "/" + i);
            if (value != null) {
                values.add(value);
            }
        }
        return problems.size() > before ? null : values;
    }

    private @Nullable Object mapping(Shape.Mapping mapping, JsonNode node, String at) {
        if (!node.isObject()) {
            return note(at, "type", "Write an object of names and values here, not " + Scalars.named(node) + ".");
        }
        int before = problems.size();
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String here = at + "/" + escaped(entry.getKey());
            if (entry.getKey().isBlank()) {
                note(here, "blank", "A name must not be empty.");
            } else if (!StorableText.fits(entry.getKey())) {
                note(here, "character", "A name must not hold a NUL character or half a surrogate pair.");
            } else {
                Object value = value(mapping.of(), entry.getValue(), here);
                if (value != null) {
                    values.put(entry.getKey(), value);
                }
            }
        });
        return problems.size() > before ? null : values;
    }

    private @Nullable Object note(String at, String code, String message) {
        problems.add(new Problem(at, code, message));
        return null;
    }

    private static String unknownField(String name, List<String> known) {
        return "There is no field '" + name + "' here. "
                + Nearest.to(name, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("There are: " + String.join(", ", known) + ".");
    }

    static String notOneOf(JsonNode written, Collection<String> words) {
        String text = written.isTextual() ? "'" + written.asText() + "'" : Scalars.named(written);
        return Nearest.to(written.asText(), words)
                .map(near -> text + " is none of " + words(words) + ". Did you mean '" + near + "'?")
                .orElse(text + " is none of " + words(words) + ".");
    }

    private static String words(Collection<String> words) {
        return String.join(", ", words);
    }

    /// A name as a step of a JSON Pointer (RFC 6901).
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}

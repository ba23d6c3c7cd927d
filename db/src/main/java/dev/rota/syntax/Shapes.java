package dev.rota.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.Field;
import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Derives shapes from Java types by reflection, once for each type.
final class Shapes {
    private static final Map<Class<?>, Shape> KNOWN = new ConcurrentHashMap<>();
    private static final Map<Class<? extends Record>, Constructor<? extends Record>> CANONICAL =
            new ConcurrentHashMap<>();
    private static final Map<Class<? extends Enum<?>>, Map<String, Enum<?>>> WORDS = new ConcurrentHashMap<>();
    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class, BigDecimal.class);

    private Shapes() {}

    static Shape of(Class<?> type) {
        Shape known = KNOWN.get(type);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent: deriving a record derives its components, and that map must not be re-entered.
        Shape derived = type.isRecord() ? form(type.asSubclass(Record.class)) : union(type);
        KNOWN.put(type, derived);
        return derived;
    }

    /// The canonical constructor of a record.
    static Constructor<? extends Record> canonical(Class<? extends Record> type) {
        return CANONICAL.computeIfAbsent(type, Shapes::found);
    }

    private static Constructor<? extends Record> found(Class<? extends Record> type) {
        try {
            Constructor<? extends Record> canonical =
                    type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " has no canonical constructor", e);
        }
    }

    /// The constants of an enum by their words in JSON.
    static Map<String, Enum<?>> words(Class<? extends Enum<?>> type) {
        return WORDS.computeIfAbsent(type, _ -> {
            Map<String, Enum<?>> words = new LinkedHashMap<>();
            for (Enum<?> constant : type.getEnumConstants()) {
                words.put(word(constant), constant);
            }
            return words;
        });
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Shape union(Class<?> type) {
        if (!type.isSealed()) {
            throw new IllegalArgumentException(type.getName() + " is neither a record nor sealed");
        }
        Map<String, Shape.Form> options = new LinkedHashMap<>();
        if (type == JobSpec.class) {
            JobKinds.all().forEach((kind, spec) -> options.put(kind, form(spec.asSubclass(Record.class))));
            return new Shape.Union(type, "kind", Collections.unmodifiableMap(options));
        }
        for (Class<?> option : type.getPermittedSubclasses()) {
            options.put(snake(option.getSimpleName()), form(option.asSubclass(Record.class)));
        }
        return new Shape.Union(type, "type", Collections.unmodifiableMap(options));
    }

    private static Shape.Form form(Class<? extends Record> type) {
        Field field = type.getAnnotation(Field.class);
        List<Shape.Part> parts =
                Arrays.stream(type.getRecordComponents()).map(Shapes::part).toList();
        return new Shape.Form(type, field == null ? "" : field.value(), parts);
    }

    private static Shape.Part part(RecordComponent component) {
        Field field = component.getAnnotation(Field.class);
        if (field == null) {
            throw new IllegalArgumentException(component.getDeclaringRecord().getName() + "." + component.getName()
                    + " has no @Field: say in one sentence what it is");
        }
        JsonNode fallback = field.fallback().isEmpty() ? null : Json.stored(field.fallback());
        return new Shape.Part(
                snake(component.getName()),
                field.value(),
                shape(component.getGenericType(), field),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                fallback);
    }

    private static Shape shape(Type type, Field field) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new Shape.Listing(shape(arguments[0], field));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new Shape.Mapping(shape(arguments[1], field));
            }
            throw new IllegalArgumentException("no shape for " + type);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return new Shape.Text(field.syntax());
        }
        if (NUMBERS.contains(plain)) {
            return new Shape.Numeral(plain, bound(field.min()), bound(field.max()));
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new Shape.Bool();
        }
        if (plain == Duration.class) {
            return new Shape.Span(bound(field.min()), bound(field.max()));
        }
        if (plain == Instant.class) {
            return new Shape.Moment();
        }
        if (plain == ZoneId.class) {
            return new Shape.Zone();
        }
        if (plain.isEnum()) {
            @SuppressWarnings("unchecked") // an enum's class is a class of enums
            Class<? extends Enum<?>> words = (Class<? extends Enum<?>>) plain;
            return new Shape.Word(words);
        }
        return of(plain);
    }

    private static @Nullable BigDecimal bound(double annotated) {
        return Double.isInfinite(annotated) ? null : new BigDecimal(Double.toString(annotated)).stripTrailingZeros();
    }
}

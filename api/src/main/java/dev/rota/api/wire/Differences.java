package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How two documents differ, field by field.
public final class Differences {
    private Differences() {}

    /// One field.
    ///
    /// @param pointer the place, as a JSON Pointer
    /// @param from    what stood there; null: nothing
    /// @param to      what stands there then; null: nothing
    public record Field(
            String pointer,
            @Nullable JsonNode from,
            @Nullable JsonNode to) {}

    /// Objects are compared name by name, lists of one length element by element, everything else as a whole.
    public static List<Field> between(JsonNode before, JsonNode after) {
        List<Field> fields = new ArrayList<>();
        compare("", before, after, fields);
        return fields;
    }

    private static void compare(String at, JsonNode before, JsonNode after, List<Field> fields) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String there = at + "/" + name.replace("~", "~0").replace("/", "~1");
                compare(there, before.path(name), after.path(name), fields);
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(at + "/" + i, before.path(i), after.path(i), fields);
            }
        } else {
            fields.add(new Field(at, present(before), present(after)));
        }
    }

    private static @Nullable JsonNode present(JsonNode node) {
        return node instanceof MissingNode ? null : node;
    }
}

package dev.rota.store;

import dev.rota.syntax.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Rows for one set-based statement, handed over as one JSON parameter and unpacked by `jsonb_to_recordset`: any
/// number of rows costs one round trip.
final class Rows {
    /// U+0000, which PostgreSQL text cannot hold, in JSON's spelling and not itself escaped.
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private static final int PART = 2_000;

    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    /// Adds a row of alternating column names and values.
    void add(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            row.put(String.valueOf(namesAndValues[i]), value instanceof Instant instant ? instant.toString() : value);
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    String json() {
        return json(rows);
    }

    /// The same in parts: with as many rows in one as a statement gets through in its time, however busy the server
    /// is.
    List<String> parts() {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += PART) {
            parts.add(json(rows.subList(from, Math.min(rows.size(), from + PART))));
        }
        return parts;
    }

    private static String json(List<Map<String, @Nullable Object>> some) {
        return NUL.matcher(Json.write(some)).replaceAll("$1\\\\ufffd");
    }

    /// Runs a statement that reads its rows from the parameter `:rows`; does nothing when there are none.
    int run(Handle handle, String sql) {
        return rows.isEmpty()
                ? 0
                : handle.createUpdate(sql).bind("rows", json()).execute();
    }
}

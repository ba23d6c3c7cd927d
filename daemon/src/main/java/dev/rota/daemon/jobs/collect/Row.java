package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of a collected document.
interface Row {
    /// What stands at a place: a `Number`, a `Boolean` or text; null when there is nothing.
    ///
    /// @throws JobFailed class `config` when the place cannot be read as one
    @Nullable
    Object at(String place) throws JobFailed;

    /// What there is, for the message about what there is not.
    String describe();

    /// A row of named columns. Names are compared exactly first, then without regard to case (databases fold it).
    record Columns(Map<String, ? extends @Nullable Object> values) implements Row {
        @Override
        public @Nullable Object at(String place) {
            if (values.containsKey(place)) {
                return values.get(place);
            }
            for (Map.Entry<String, ? extends @Nullable Object> value : values.entrySet()) {
                if (value.getKey().equalsIgnoreCase(place)) {
                    return value.getValue();
                }
            }
            return null;
        }

        @Override
        public String describe() {
            return "the columns " + String.join(", ", values.keySet());
        }
    }
}

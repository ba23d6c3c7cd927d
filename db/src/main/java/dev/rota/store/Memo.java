package dev.rota.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Remembers what texts say that were read lately: a schedule is read twice for each of its runs, and its plan
/// seldom changes. The text is the whole key, so that what is remembered is never out of date.
final class Memo<K, V> {
    private final Map<K, V> known;

    /// @param most how many texts are remembered; of more, the ones longest not asked for are forgotten
    Memo(int most) {
        known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    V get(K text, Function<K, V> read) {
        synchronized (known) {
            V there = known.get(text);
            if (there != null) {
                return there;
            }
        }
        V made = read.apply(text);
        synchronized (known) {
            known.put(text, made);
        }
        return made;
    }
}

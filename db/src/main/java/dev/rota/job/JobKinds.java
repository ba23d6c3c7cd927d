package dev.rota.job;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The kinds of job this build knows, derived from the permitted records of [JobSpec]: there is no second list.
public final class JobKinds {
    private static final Map<String, Class<? extends JobSpec>> WRITABLE = writable();

    private JobKinds() {}

    /// The kinds that users may write, by their word, in the order of `permits`.
    public static Map<String, Class<? extends JobSpec>> all() {
        return WRITABLE;
    }

    public static boolean knows(String kind) {
        return WRITABLE.containsKey(kind);
    }

    /// The word for a kind: `CollectJob` is `collect`.
    static String nameOf(Class<?> spec) {
        return spec.getSimpleName().replaceFirst("Job$", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Class<? extends JobSpec>> writable() {
        Map<String, Class<? extends JobSpec>> kinds = new LinkedHashMap<>();
        for (Class<?> spec : JobSpec.class.getPermittedSubclasses()) {
            if (spec != UnknownJob.class && spec != BrokenJob.class) {
                kinds.put(nameOf(spec), spec.asSubclass(JobSpec.class));
            }
        }
        return java.util.Collections.unmodifiableMap(kinds);
    }
}

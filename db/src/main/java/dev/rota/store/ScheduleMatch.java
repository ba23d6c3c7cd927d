package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Filter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Which schedules a filter means, and the one word for how each stands, in SQL over `schedules s`.
final class ScheduleMatch {
    /// To be joined to other conditions; needs [#bind] and [#standing].
    static final String CONDITIONS = """
        <found>
        and (cast(:kind as text) is null or s.kind = :kind)
        and (cast(:label as text) is null or s.labels ?? :label)
        and (cast(:label_value as jsonb) is null or s.labels @> cast(:label_value as jsonb))
        and (cast(:standing as text) is null or <standing> = :standing)\
        """;

    /// What [Standing#of] decides, for filters and counts; a test compares the two.
    private static final String STANDING = """
        (case when s.current_run is not null then 'running'
              when not s.enabled then 'paused'
              when s.auto_disabled_at is not null then 'failed'
              when s.kind <> all(cast(:known as text[])) then 'unknown_kind'
              when s.failures >= <issues> then 'having_issues'
              when s.last_status = 'failed' then 'last_run_failed'
              when s.next_slot is null and s.recurrence <> '{}' then 'finished'
              else 'active' end)\
        """.replace("<issues>", String.valueOf(Standing.ISSUES));

    /// Only in questions that ask for words, so that the others keep their plans.
    private static final String FOUND = """
        and s.id in (select w.schedule_id from schedule_words w where w.words @@ to_tsquery('simple', :words))\
        """;

    private ScheduleMatch() {}

    static Query bind(Query query, Filter filter) {
        if (filter.words() == null) {
            query.define("found", "");
        } else {
            query.define("found", FOUND).bind("words", tsquery(filter.words()));
        }
        query.bind("kind", filter.kind()).bind("standing", filter.standing());
        return label(query, filter.label());
    }

    /// Fills in `<standing>`, the one word, the first that fits.
    static Query standing(Query query) {
        return query.define("standing", STANDING)
                .bind("known", "{" + String.join(",", JobKinds.all().keySet()) + "}");
    }

    private static Query label(Query query, @Nullable String label) {
        if (label == null) {
            return query.bind("label", (String) null).bind("label_value", (String) null);
        }
        int equals = label.indexOf('=');
        return equals < 0
                ? query.bind("label", label).bind("label_value", (String) null)
                : query.bind("label", (String) null)
                        .bind(
                                "label_value",
                                dev.rota.syntax.Json.write(
                                        Map.of(label.substring(0, equals), label.substring(equals + 1))));
    }

    /// `disk usa` becomes `'disk':* & 'usa':*`. What may stand inside a word (an apostrophe, a slash) is left
    /// to the parser that took the name apart, too.
    private static String tsquery(String words) {
        return Arrays.stream(words.strip().split("[\\s,;|&]+"))
                .map(word -> word.replace("'", "''").replace("\\", "").replace("\0", ""))
                .filter(word -> !word.isEmpty())
                .map(word -> "'" + word + "':*")
                .collect(Collectors.joining(" & "));
    }
}

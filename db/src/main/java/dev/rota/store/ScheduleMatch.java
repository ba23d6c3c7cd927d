package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.syntax.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/// Which schedules a filter means, and the one word for how each stands, in SQL over `schedules s`, or over the two
/// tables behind it.
///
/// A statement holds only the conditions that were asked for, each in the form of an index that has the schedules in
/// order of id: `schedule_term` for kinds and labels, a partial index for each standing but `active`. So the first
/// page of those that are rare needs no look at all the others.
final class ScheduleMatch {
    /// What [Standing#of] decides; a test compares the two.
    private static final String STANDING = """
        (case when <p>.current_run is not null then 'running'
              when not s.enabled then 'paused'
              when <p>.auto_disabled_at is not null then 'failed'
              when s.kind <> all(cast(:known as text[])) then 'unknown_kind'
              when <p>.failures >= <issues> then 'having_issues'
              when <p>.last_status = 'failed' then 'last_run_failed'
              when <p>.next_slot is null and s.recurrence <> '{}' then 'finished'
              else 'active' end)\
        """.replace("<issues>", String.valueOf(Standing.ISSUES));

    /// What each word implies, as the indexes say it.
    private static final Map<String, String> INDEXED = Map.of(
            "running", "<p>.current_run is not null",
            "paused", "not s.enabled",
            "failed", "<p>.auto_disabled_at is not null",
            "unknown_kind", """
            s.id in (select m.schedule_id from schedule_term m where m.term in (
              select term('kind ' || y.kind) from schedule_tally y where y.kind <> all(cast(:known as text[]))))\
            """,
            "having_issues", "<p>.failures >= " + Standing.ISSUES,
            "last_run_failed", "<p>.last_status = 'failed'",
            "finished", "<p>.next_slot is null and s.recurrence <> '{}'");

    private static final String WORDS =
            " and s.id in (select w.schedule_id from schedule_words w where w.words @@ to_tsquery('simple', :words)) ";

    private static final String TERM =
            " and s.id in (select m.schedule_id from schedule_term m where m.term = term(<>)) ";

    private ScheduleMatch() {}

    /// To be joined to other conditions over the view `schedules s` that are not deleted; needs [#bind].
    static String conditions(Filter filter) {
        return (filter.words() == null ? "" : WORDS) + besideWords(filter).replace("<p>", "s");
    }

    /// The same without the words, over `schedule_plan s` and `schedule_progress p`.
    static String besideWordsOfTables(Filter filter) {
        return besideWords(filter).replace("<p>", "p");
    }

    private static String besideWords(Filter filter) {
        StringBuilder all = new StringBuilder();
        if (filter.name() != null) {
            all.append(" and s.name = :whole_name");
        }
        if (filter.kind() != null) {
            all.append(term("'kind ' || cast(:kind as text)", "s.kind = :kind"));
        }
        if (filter.label() != null) {
            all.append(term(
                    "'label ' || cast(:label as text)",
                    filter.label().indexOf('=') < 0
                            ? "s.labels ?? :label"
                            : "s.labels @> cast(:label_value as jsonb)"));
        }
        if (filter.standing() != null) {
            String indexed = INDEXED.get(filter.standing());
            all.append(indexed == null ? "" : " and " + indexed).append(surely(STANDING + " = :standing"));
        }
        return all.toString();
    }

    /// @param exact what a term stands for: two might have the same number
    private static String term(String term, String exact) {
        return TERM.replace("<>", term) + surely(exact);
    }

    /// In a form that the planner does not take for one more reason to expect few rows.
    private static String surely(String condition) {
        return " and case when " + condition + " then true else false end ";
    }

    static Query bind(Query query, Filter filter) {
        if (filter.words() != null) {
            query.bind("words", tsquery(filter.words()));
        }
        if (filter.name() != null) {
            query.bind("whole_name", filter.name());
        }
        if (filter.kind() != null) {
            query.bind("kind", filter.kind());
        }
        if (filter.standing() != null) {
            query.bind("standing", filter.standing());
        }
        String label = filter.label();
        if (label == null) {
            return standing(query);
        }
        int equals = label.indexOf('=');
        query.bind("label", label);
        if (equals >= 0) {
            query.bind("label_value", Json.write(Map.of(label.substring(0, equals), label.substring(equals + 1))));
        }
        return standing(query);
    }

    /// Fills in `<standing>`, the one word, the first that fits.
    static Query standing(Query query) {
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return query.define("standing", STANDING.replace("<p>", "s")).bind("known", known());
    }

    static String known() {
        return "{" + String.join(",", JobKinds.all().keySet()) + "}";
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

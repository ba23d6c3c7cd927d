package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.syntax.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            <id> in (select m.schedule_id from schedule_term m where m.term in (
              select term('kind ' || y.kind) from schedule_tally y where y.kind <> all(cast(:known as text[]))) <behind>)\
            """,
            "having_issues", "<p>.failures >= " + Standing.ISSUES,
            "last_run_failed", "<p>.last_status = 'failed'",
            "finished", "<p>.next_slot is null");

    /// Over `schedule_words w`, which has nothing of those that are deleted.
    static final String HAVE_WORDS = "w.words @@ to_tsquery('simple', :words)";

    private static final String WORDS =
            " and s.id in (select w.schedule_id from schedule_words w where " + HAVE_WORDS + ") ";

    private static final String TERM =
            " and <id> in (select m.schedule_id from schedule_term m where m.term = term(<>) <behind>) ";

    private ScheduleMatch() {}

    /// To be joined to other conditions over the view `schedules s` that are not deleted; needs [#bind].
    static String conditions(Filter filter) {
        return (filter.words() == null ? "" : WORDS) + over(indexed(filter) + exact(filter), "s.id", "s", false);
    }

    /// The same without the words, over `schedule_plan s` and `schedule_progress p`.
    static String besideWordsOfTables(Filter filter) {
        return over(indexed(filter) + exact(filter), "s.id", "p", false);
    }

    /// The same with the words, as questions about each candidate `c` for itself, one after the other, those that
    /// cost least first. A condition that is a query of its own leaves the planner no choice: no index is read as a
    /// whole for it.
    static String ofCandidates(Filter filter) {
        List<String> questions = new ArrayList<>();
        for (String term : terms(filter)) {
            questions.add("(select true from schedule_term m where m.term = term(<>) and m.schedule_id = c.id)"
                    .replace("<>", term));
        }
        if (filter.words() != null) {
            questions.add("(select " + HAVE_WORDS + " from schedule_words w where w.schedule_id = c.id)");
        }
        String exact = exact(filter);
        questions.add("(select true from schedule_plan s"
                + (exact.contains("<p>") ? " join schedule_progress p on p.schedule_id = s.id" : "")
                + " where s.id = c.id and s.deleted_at is null" + over(exact, "s.id", "p", false) + ")");
        return "case when " + String.join(" is not true then false when ", questions) + " then true else false end";
    }

    /// The first `:look` ids, in order, that the indexes have for the filter, words left aside, from the tables
    /// that it takes; one that is deleted may be among them.
    ///
    /// @param behind only those behind `:after`
    static String candidates(Filter filter, boolean behind) {
        String indexed = indexed(filter);
        boolean plan = indexed.contains("s.") || !indexed.contains("<p>.");
        String id = plan ? "s.id" : "p.schedule_id";
        String tables = !plan
                ? "schedule_progress p where true"
                : (indexed.contains("<p>.")
                                ? "schedule_plan s join schedule_progress p on p.schedule_id = s.id"
                                : "schedule_plan s")
                        + " where s.deleted_at is null";
        return "select " + id + " as id from " + tables + over(indexed, id, "p", behind)
                + (behind ? " and " + id + " > :after" : "") + " order by " + id + " limit :look";
    }

    private static String over(String conditions, String id, String progress, boolean behind) {
        return conditions
                .replace("<id>", id)
                .replace("<p>", progress)
                .replace("<behind>", behind ? "and m.schedule_id > :after" : "");
    }

    private static String indexed(Filter filter) {
        StringBuilder all = new StringBuilder();
        if (filter.name() != null) {
            all.append(" and s.name = :whole_name");
        }
        for (String term : terms(filter)) {
            all.append(TERM.replace("<>", term));
        }
        String standing = filter.standing() == null ? null : INDEXED.get(filter.standing());
        return all.append(standing == null ? "" : " and " + standing).toString();
    }

    private static List<String> terms(Filter filter) {
        return Stream.of(
                        filter.kind() == null ? null : "'kind ' || cast(:kind as text)",
                        filter.label() == null ? null : "'label ' || cast(:label as text)")
                .filter(Objects::nonNull)
                .toList();
    }

    /// What no index says for sure: two terms might have the same number, and a schedule that a standing's index
    /// has may stand otherwise.
    private static String exact(Filter filter) {
        StringBuilder all = new StringBuilder();
        if (filter.name() != null) {
            all.append(surely("s.name = :whole_name"));
        }
        if (filter.kind() != null) {
            all.append(surely("s.kind = :kind"));
        }
        if (filter.label() != null) {
            all.append(surely(
                    filter.label().indexOf('=') < 0
                            ? "s.labels ?? :label"
                            : "s.labels @> cast(:label_value as jsonb)"));
        }
        return all.append(filter.standing() == null ? "" : surely(STANDING + " = :standing"))
                .toString();
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

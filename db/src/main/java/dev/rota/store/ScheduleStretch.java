package dev.rota.store;

import dev.rota.job.Lane;
import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.Sort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an order that indexes have: conditions, the order, and how the first ones are read, in SQL.
///
/// No index has `next_due` of all: it changes with every run, and would have to be written each time. Those that
/// start by themselves are read from the index that claims need anyway, a lane at a time, and those that run are
/// few; what does not start by itself comes behind them, in order of id, as a second stretch.
///
/// @param candidates the first `:look` that may fit, in the order
/// @param asked      what else is asked of such a candidate `c`
/// @param met        the order of the candidates `c`
/// @param all        who belongs to it that fits, over `schedule_plan s` and `schedule_progress p`
/// @param order      the order there
record ScheduleStretch(String candidates, String asked, String met, String all, String order) {
    private static final String BY_ITSELF = "p.live and p.auto_disabled_at is null and p.next_due is not null";
    private static final String RESTS = "(not p.live or p.auto_disabled_at is not null or p.next_due is null)";

    /// Where a list goes on: the sort keys of a row.
    ///
    /// @param due when it starts by itself, as the database writes it; null: it does not
    record SortKey(long id, String name, @Nullable String due) {}

    /// What is left of an order behind a row, the binds of which are `:after`, `:name` and `:due`; null: all of it.
    static List<ScheduleStretch> of(Sort sort, Filter filter, @Nullable SortKey key) {
        boolean behind = key != null;
        return switch (sort) {
            case ID -> List.of(filter.onlyWords() ? wordsById(behind) : byId(filter, behind));
            case NAME -> List.of(byName(filter, behind));
            case NEXT_DUE ->
                key != null && key.due() == null
                        ? List.of(resting(filter, true))
                        : List.of(byDue(filter, behind), resting(filter, false));
        };
    }

    /// Each with its words, in the same order.
    private static ScheduleStretch wordsById(boolean behind) {
        return new ScheduleStretch(
                "select w.schedule_id as id, " + ScheduleMatch.HAVE_WORDS + " as fits from schedule_words w"
                        + (behind ? " where w.schedule_id > :after" : "") + " order by w.schedule_id limit :look",
                "c.fits",
                "c.id",
                behind ? " and s.id > :after" : "",
                "s.id");
    }

    private static ScheduleStretch byId(Filter filter, boolean behind) {
        return new ScheduleStretch(
                ScheduleMatch.candidates(filter, behind),
                ScheduleMatch.ofCandidates(filter),
                "c.id",
                ScheduleMatch.besideWordsOfTables(filter) + (behind ? " and s.id > :after" : ""),
                "s.id");
    }

    private static ScheduleStretch byName(Filter filter, boolean behind) {
        String rest = behind ? " and (s.name, s.id) > (:name, :after)" : "";
        return new ScheduleStretch(
                "select s.id, s.name from schedule_plan s where s.deleted_at is null" + rest
                        + " order by s.name, s.id limit :look",
                ScheduleMatch.ofCandidates(filter),
                "c.name, c.id",
                ScheduleMatch.besideWordsOfTables(filter) + rest,
                "s.name, s.id");
    }

    private static ScheduleStretch byDue(Filter filter, boolean behind) {
        String which =
                BY_ITSELF + (behind ? " and (p.next_due, p.schedule_id) > (cast(:due as timestamptz), :after)" : "");
        List<String> parts = new ArrayList<>();
        parts.add(due(which + " and p.current_run is not null"));
        for (Lane lane : Lane.values()) {
            parts.add(due(which + " and p.current_run is null and p.lane = '" + lane.word() + "'"));
        }
        return new ScheduleStretch(
                "select id, due from (" + String.join(" union all ", parts) + ") u order by due, id limit :look",
                ScheduleMatch.ofCandidates(filter),
                "c.due, c.id",
                ScheduleMatch.besideWordsOfTables(filter) + " and " + which,
                "p.next_due, s.id");
    }

    private static String due(String which) {
        return "(select p.schedule_id as id, p.next_due as due from schedule_progress p where " + which
                + " order by p.next_due, p.schedule_id limit :look)";
    }

    private static ScheduleStretch resting(Filter filter, boolean behind) {
        String which = RESTS + (behind ? " and p.schedule_id > :after" : "");
        return new ScheduleStretch(
                "select p.schedule_id as id from schedule_progress p where " + which
                        + " order by p.schedule_id limit :look",
                ScheduleMatch.ofCandidates(filter),
                "c.id",
                ScheduleMatch.besideWordsOfTables(filter) + " and " + which,
                "s.id");
    }
}

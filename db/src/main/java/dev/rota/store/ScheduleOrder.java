package dev.rota.store;

import dev.rota.job.Lane;
import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.Sort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The ids of a page of schedules in an order, read from an index that has that order, so that a page costs what it
/// shows and not what there is.
///
/// Words have an index, too, but it has no order. Frequent ones are met before long by whoever goes through the
/// schedules in their order; only those that are not met so are looked up, all of them, and then put into order.
/// Neither can be left to the planner, for it takes the beginning of any word for equally frequent.
final class ScheduleOrder {
    /// Among how many schedules is looked at first for those that have the words.
    private static final int FIRST_LOOK = 1_500;

    /// Up to how many schedules that have the words are put into order.
    private static final int RARE = 5_000;

    private static final String TABLES = "schedule_plan s join schedule_progress p on p.schedule_id = s.id";
    private static final String BY_ITSELF = "p.live and p.auto_disabled_at is null and p.current_run is null";

    private final Handle handle;
    private final Filter filter;
    private final Sort sort;
    private final String matches;

    private ScheduleOrder(Handle handle, Filter filter, Sort sort) {
        this.handle = handle;
        this.filter = filter;
        this.sort = sort;
        this.matches = ScheduleMatch.besideWordsOfTables(filter);
    }

    /// Where a list goes on: the sort keys of a row.
    ///
    /// @param due when it starts by itself, as the database writes it; null: it does not
    private record Key(long id, String name, @Nullable String due) {}

    /// Those behind the schedule `after`, in a transaction of its own; when that one is gone, the list ends, except
    /// in order of id.
    static List<Long> page(Handle handle, Filter filter, Sort sort, @Nullable Long after, int limit) {
        return new ScheduleOrder(handle, filter, sort).page(after, limit);
    }

    private List<Long> page(@Nullable Long after, int limit) {
        Key key = after == null ? null : key(after);
        if (after != null && key == null) {
            return List.of();
        }
        if ("unknown_kind".equals(filter.standing()) && !anyUnknown()) {
            return List.of();
        }
        return filter.words() == null ? ordered(key, limit, null) : withWords(key, limit);
    }

    private List<Long> withWords(@Nullable Key from, int limit) {
        List<Long> looked = ordered(from, FIRST_LOOK, null);
        Set<Long> hits = havingWords(looked);
        List<Long> page = new ArrayList<>(
                looked.stream().filter(hits::contains).limit(limit).toList());
        if (page.size() == limit || looked.size() < FIRST_LOOK) {
            return page;
        }
        Key key = key(looked.getLast());
        List<Long> all = rare();
        page.addAll(
                all == null
                        ? amongAllThatHaveTheWords(key, limit - page.size())
                        : ordered(key, limit - page.size(), all));
        return page;
    }

    private Set<Long> havingWords(List<Long> ids) {
        return new HashSet<>(
                bound("""
                    select schedule_id from schedule_words
                    where schedule_id = any(:ids) and case when words @@ to_tsquery('simple', :words) then true else false end
                    """).bindArray("ids", Long.class, ids).mapTo(Long.class).list());
    }

    /// All that have the words, whatever else is asked; null when these are not rare.
    private @Nullable List<Long> rare() {
        handle.execute("select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)");
        List<Long> found = bound("""
            select schedule_id from schedule_words where words @@ to_tsquery('simple', :words) limit <most>
            """).define("most", RARE + 1).mapTo(Long.class).list();
        handle.execute("select set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true)");
        return found.size() > RARE ? null : found;
    }

    /// Frequent words that do not occur where the list goes on, such as the one that all names begin with in the
    /// middle of the alphabet: every schedule that has them is looked at.
    private List<Long> amongAllThatHaveTheWords(@Nullable Key key, int limit) {
        String due = "coalesce(case when p.live and p.auto_disabled_at is null then p.next_due end, 'infinity')";
        String order = switch (sort) {
            case ID -> "w.schedule_id";
            case NAME -> "w.name, w.schedule_id";
            case NEXT_DUE -> due + ", w.schedule_id";
        };
        String after = switch (sort) {
            case ID -> ":after";
            case NAME -> ":name, :after";
            case NEXT_DUE -> "coalesce(cast(:due as timestamptz), 'infinity'), :after";
        };
        boolean joined = sort == Sort.NEXT_DUE || !matches.isEmpty();
        return ids(
                "select w.schedule_id from schedule_words w"
                        + (joined ? " join (" + TABLES + ") on s.id = w.schedule_id" : "")
                        + " where w.words @@ to_tsquery('simple', :words)" + matches
                        + (key == null ? "" : " and (" + order + ") > (" + after + ")") + " order by " + order
                        + " limit :limit",
                key,
                limit,
                null);
    }

    private boolean anyUnknown() {
        return bound("select exists (select from schedule_tally where kind <> all(cast(:known as text[])))")
                .mapTo(Boolean.class)
                .one();
    }

    /// A schedule that is gone has its place among the ids still, but none in another order.
    private @Nullable Key key(long after) {
        return sort == Sort.ID
                ? new Key(after, "", null)
                : bound("select s.id, s.name, case when p.live and p.auto_disabled_at is null then p.next_due::text end"
                                + " as due from " + TABLES + " where s.id = :after")
                        .bind("after", after)
                        .map((row, _) ->
                                new Key(row.getLong("id"), String.valueOf(row.getString("name")), row.getString("due")))
                        .findOne()
                        .orElse(null);
    }

    /// Those that fit but for the words.
    ///
    /// @param among only these; null: all
    private List<Long> ordered(@Nullable Key key, int limit, @Nullable List<Long> among) {
        return switch (sort) {
            case ID -> ids(part("s.id", key == null ? "" : "s.id > :after", "s.id", among), key, limit, among);
            case NAME ->
                ids(
                        part("s.id", key == null ? "" : "(s.name, s.id) > (:name, :after)", "s.name, s.id", among),
                        key,
                        limit,
                        among);
            case NEXT_DUE -> byNextDue(key, limit, among);
        };
    }

    /// No index has `next_due` of all: it changes with every run, and would have to be written each time. Those
    /// that start by themselves are read from the index that claims need anyway, a lane at a time, and those that
    /// run are few; what does not start by itself comes behind them, in order of id.
    private List<Long> byNextDue(@Nullable Key key, int limit, @Nullable List<Long> among) {
        List<Long> page = new ArrayList<>();
        boolean resting = key != null && key.due() == null;
        if (!resting) {
            String behind = key == null ? "" : " and (p.next_due, p.schedule_id) > (cast(:due as timestamptz), :after)";
            List<String> parts = new ArrayList<>();
            List<String> kinds = new ArrayList<>();
            kinds.add("p.current_run is not null and p.live and p.auto_disabled_at is null");
            for (Lane lane : Lane.values()) {
                kinds.add(BY_ITSELF + " and p.lane = '" + lane.word() + "'");
            }
            for (String which : kinds) {
                parts.add(part(
                        "s.id, p.next_due as due",
                        which + " and p.next_due is not null" + behind,
                        "p.next_due, p.schedule_id",
                        among));
            }
            page.addAll(ids(
                    "select id from (" + String.join(" union all ", parts) + ") page order by due, id limit :limit",
                    key,
                    limit,
                    among));
        }
        if (page.size() < limit) {
            String idle = "(not p.live or p.auto_disabled_at is not null or p.next_due is null)";
            page.addAll(ids(
                    part("s.id", idle + (resting ? " and p.schedule_id > :after" : ""), "p.schedule_id", among),
                    key,
                    limit - page.size(),
                    among));
        }
        return page;
    }

    private String part(String columns, String which, String order, @Nullable List<Long> among) {
        return "(select " + columns + " from "
                + (matches.contains("p.") || which.contains("p.") ? TABLES : "schedule_plan s")
                + " where s.deleted_at is null" + (which.isEmpty() ? "" : " and " + which) + matches
                + (among == null ? "" : " and s.id = any(:among)") + " order by " + order + " limit :limit)";
    }

    private List<Long> ids(String sql, @Nullable Key key, int limit, @Nullable List<Long> among) {
        Query query = bound(sql).bind("limit", limit);
        if (among != null) {
            query.bindArray("among", Long.class, among);
        }
        if (key != null) {
            query.bind("after", key.id()).bind("name", key.name()).bind("due", key.due());
        }
        return query.map((row, _) -> row.getLong(1)).list();
    }

    private Query bound(String sql) {
        return ScheduleMatch.bind(handle.createQuery(sql), filter);
    }
}

package dev.rota.store;

import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.Sort;
import dev.rota.store.ScheduleStretch.SortKey;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The ids of a page of schedules in an order, so that a page costs what it shows and not what there is.
///
/// What is frequent is met before long by whoever goes through the schedules in their order; only what is not met so
/// is looked up, all of it, and then put into order. Neither can be left to the planner: it takes the beginning of
/// any word for equally frequent, and what fits for evenly spread.
final class ScheduleOrder {
    /// Among how many schedules is looked at first for those that fit.
    private static final int FIRST_LOOK = 1_500;

    /// Among how many at most.
    private static final int WIDEST_LOOK = 12_000;

    /// Up to how many schedules that have the words are named one by one.
    private static final int RARE = 5_000;

    private final Handle handle;
    private final Filter filter;
    private final Sort sort;

    private ScheduleOrder(Handle handle, Filter filter, Sort sort) {
        this.handle = handle;
        this.filter = filter;
        this.sort = sort;
    }

    /// Those behind the schedule `after`, in a transaction of its own; when that one is gone, the list ends, except
    /// in order of id.
    static List<Long> page(Handle handle, Filter filter, Sort sort, @Nullable Long after, int limit) {
        return new ScheduleOrder(handle, filter, sort).page(after, limit);
    }

    private List<Long> page(@Nullable Long after, int limit) {
        SortKey key = after == null ? null : key(after);
        if (after != null && key == null) {
            return List.of();
        }
        if ("unknown_kind".equals(filter.standing()) && !anyUnknown()) {
            return List.of();
        }
        List<Long> page = new ArrayList<>();
        for (ScheduleStretch stretch : ScheduleStretch.of(sort, filter, key)) {
            if (page.size() < limit) {
                page.addAll(page(stretch, key, limit - page.size()));
            }
        }
        return page;
    }

    /// The second look is as wide as the first one lets expect, and some more. When that met none, it is wide where
    /// other things than words are asked, of which there may be few.
    private List<Long> page(ScheduleStretch stretch, @Nullable SortKey key, int limit) {
        if (filter.name() != null) {
            return sorted(stretch, key, limit); // few have it, and an index has them
        }
        List<Long> page = look(stretch, key, FIRST_LOOK, limit);
        if (page.size() == limit) {
            return page;
        }
        int met = page.size();
        long enough =
                met > 0 ? FIRST_LOOK * 3L * limit / (2L * met) : filter.onlyWords() ? Long.MAX_VALUE : WIDEST_LOOK;
        int width = enough > WIDEST_LOOK ? FIRST_LOOK : (int) enough;
        int candidates = count(stretch, key, width + 1);
        boolean all = candidates <= width;
        if (candidates > FIRST_LOOK && width > FIRST_LOOK && (all || met > 0)) {
            page = look(stretch, key, width, limit);
        }
        return all || page.size() == limit ? page : sorted(stretch, key, limit);
    }

    /// Those that fit among the first, until the page is full.
    private List<Long> look(ScheduleStretch stretch, @Nullable SortKey key, int width, int limit) {
        Query query = bound(
                "select c.id from (" + stretch.candidates() + ") c where " + stretch.asked() + " order by "
                        + stretch.met() + " limit :limit",
                key);
        return ids(query.bind("look", width), limit);
    }

    /// How many there are to look at, up to a number.
    private int count(ScheduleStretch stretch, @Nullable SortKey key, int most) {
        return bound("select count(*) from (" + stretch.candidates() + ") c", key)
                .bind("look", most)
                .mapTo(Integer.class)
                .one();
    }

    /// All that fit, put into order. Those that have the words are known before the planner is asked about the
    /// rest.
    private List<Long> sorted(ScheduleStretch stretch, @Nullable SortKey key, int limit) {
        String rest = stretch.all() + " order by " + stretch.order() + " limit :limit";
        String plans = "select s.id from schedule_plan s join schedule_progress p on p.schedule_id = s.id";
        if (filter.words() == null) {
            return ids(bound(plans + " where s.deleted_at is null" + rest, key), limit);
        }
        if (sort != Sort.NEXT_DUE && filter.onlyWords()) {
            return byTheirIndex(bound("""
                    select s.id from (select schedule_id as id, name, words from schedule_words) s
                    where s.words @@ to_tsquery('simple', :words)\
                    """ + rest, key), limit);
        }
        List<Long> rare = byTheirIndex(
                bound(
                        "select schedule_id from schedule_words where words @@ to_tsquery('simple', :words) limit :limit",
                        key),
                RARE + 1);
        return rare.size() > RARE
                ? ids(
                        bound(
                                plans + " join schedule_words w on w.schedule_id = s.id where s.deleted_at is null"
                                        + " and w.words @@ to_tsquery('simple', :words)" + rest,
                                key),
                        limit)
                : ids(
                        bound(plans + " where s.deleted_at is null and s.id = any(:rare)" + rest, key)
                                .bindArray("rare", Long.class, rare),
                        limit);
    }

    private List<Long> byTheirIndex(Query query, int limit) {
        handle.execute("select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)");
        List<Long> found = ids(query, limit);
        handle.execute("select set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true)");
        return found;
    }

    private boolean anyUnknown() {
        return bound("select exists (select from schedule_tally where kind <> all(cast(:known as text[])))", null)
                .mapTo(Boolean.class)
                .one();
    }

    /// A schedule that is gone has its place among the ids still, but none in another order.
    private @Nullable SortKey key(long after) {
        return sort == Sort.ID
                ? new SortKey(after, "", null)
                : bound("""
                        select s.id, s.name, case when p.live and p.auto_disabled_at is null then p.next_due::text end as due
                        from schedule_plan s join schedule_progress p on p.schedule_id = s.id where s.id = :after
                        """, null)
                        .bind("after", after)
                        .map((row, _) -> new SortKey(
                                row.getLong("id"), String.valueOf(row.getString("name")), row.getString("due")))
                        .findOne()
                        .orElse(null);
    }

    private static List<Long> ids(Query query, int limit) {
        return query.bind("limit", limit).mapTo(Long.class).list();
    }

    private Query bound(String sql, @Nullable SortKey key) {
        Query query = ScheduleMatch.bind(handle.createQuery(sql), filter);
        return key == null
                ? query
                : query.bind("after", key.id()).bind("name", key.name()).bind("due", key.due());
    }
}

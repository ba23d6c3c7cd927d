package dev.rota.store;

import dev.rota.schedule.Plan;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Schedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The plans of the schedules that ran lately, so that claims and ends of runs read only where a schedule stands.
///
/// What is remembered is never out of date: each change of a plan gives its schedule another stamp, in the same
/// transaction, and who asks here has locked the row that carries it. A plan that is not known under this stamp is
/// read after that lock was taken, when no other change of it can have been committed.
public final class Plans {
    /// As many as a daemon can have runs.
    private static final int REMEMBERED = 32_768;

    private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Known(UUID stamp, Written written) {}

    private record Written(long version, Plan plan) {}

    /// Where a schedule stands, as its locked row says.
    ///
    /// @param stamp of the plan that is in force
    record Place(long id, UUID stamp, Progress progress) {
        Schedule under(long version, Plan plan) {
            return new Schedule(id, version, plan, progress);
        }
    }

    /// The schedules that stand at these places, by their ids.
    ///
    /// @param places of rows that this transaction has locked
    Map<Long, Schedule> schedules(Handle handle, Collection<Place> places) {
        Map<Long, Schedule> whole = HashMap.newHashMap(places.size());
        List<Place> missing = new ArrayList<>();
        synchronized (known) {
            for (Place place : places) {
                Known there = known.get(place.id());
                if (there != null && there.stamp().equals(place.stamp())) {
                    Written written = there.written();
                    whole.put(place.id(), place.under(written.version(), written.plan()));
                } else {
                    missing.add(place);
                }
            }
        }
        if (!missing.isEmpty()) {
            read(handle, missing, whole);
        }
        return whole;
    }

    private void read(Handle handle, List<Place> missing, Map<Long, Schedule> whole) {
        Map<Long, Written> read = HashMap.newHashMap(missing.size());
        handle.createQuery("select " + ScheduleRows.PLAN + ", s.job from schedule_plan s where s.id = any(:ids)")
                .bindArray("ids", Long.class, missing.stream().map(Place::id).toList())
                .map((row, _) ->
                        read.put(row.getLong("id"), new Written(row.getLong("version"), ScheduleRows.plan(row))))
                .list();
        synchronized (known) {
            for (Place place : missing) {
                Written written = read.get(place.id());
                if (written == null) {
                    throw new IllegalStateException("Schedule " + place.id() + " has no plan.");
                }
                known.put(place.id(), new Known(place.stamp(), written));
                whole.put(place.id(), place.under(written.version(), written.plan()));
            }
        }
    }
}

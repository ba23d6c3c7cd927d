package dev.rota.store;

import dev.rota.run.CounterRate;
import dev.rota.run.Measurement;
import dev.rota.run.Outcome;
import dev.rota.schedule.Every;
import dev.rota.schedule.Schedule;
import dev.rota.store.RunStore.Finished;
import dev.rota.syntax.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes what runs measured: a sample for each measurement, and the last value on its series.
final class SampleWrites {
    private SampleWrites() {}

    /// A series as it is named; the order is the order in which rows are locked.
    private record Name(long scheduleId, String name, String labels) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return java.util.Comparator.comparingLong(Name::scheduleId)
                    .thenComparing(Name::name)
                    .thenComparing(Name::labels)
                    .compare(this, other);
        }
    }

    private record Known(long id, CounterRate.@Nullable Last last) {}

    /// @return how many samples each run brought
    static Map<UUID, Integer> write(Handle handle, List<Finished> ended, Map<UUID, Schedule> schedules) {
        Map<UUID, Integer> counts = new HashMap<>();
        TreeMap<Name, Measurement> read = new TreeMap<>();
        Map<Long, Duration> gaps = new HashMap<>();
        for (Finished finished : ended) {
            if (finished.outcome() instanceof Outcome.Succeeded) {
                long id = finished.claim().scheduleId();
                Schedule schedule = schedules.get(finished.claim().runId());
                if (schedule != null && schedule.plan().when().recurrence() instanceof Every every) {
                    gaps.put(id, every.every());
                }
                int before = read.size();
                for (Measurement m : finished.harvest().measurements()) {
                    read.put(new Name(id, m.name(), Json.write(m.labels())), m);
                }
                counts.put(finished.claim().runId(), read.size() - before);
            }
        }
        if (!read.isEmpty()) {
            samples(handle, read, series(handle, read), gaps);
        }
        return counts;
    }

    private static Map<Name, Known> series(Handle handle, SortedMap<Name, Measurement> read) {
        Rows rows = new Rows();
        read.forEach((name, m) -> rows.add(
                "n",
                rows.size(),
                "schedule_id",
                name.scheduleId(),
                "name",
                name.name(),
                "labels",
                m.labels(),
                "type",
                m.type().name().toLowerCase(Locale.ROOT),
                "unit",
                m.unit()));
        List<Name> names = List.copyOf(read.keySet());
        Map<Name, Known> known = new HashMap<>();
        for (String some : rows.parts()) {
            handle.createQuery("""
                with r as (
                  select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(n integer, schedule_id bigint,
                    name text, labels jsonb, type text, unit text)),
                kept as (
                  insert into series (schedule_id, name, labels, type, unit)
                  select schedule_id, name, labels, type, unit from r order by n
                  on conflict (schedule_id, name, labels)
                    do update set unit = excluded.unit, type = excluded.type
                  returning id, schedule_id, name, labels, last_raw, last_at)
                select r.n, kept.id, kept.last_raw, kept.last_at
                from kept join r using (schedule_id, name, labels)
                """)
                    .bind("rows", some)
                    .map((row, _) -> {
                        BigDecimal raw = row.getBigDecimal("last_raw");
                        Instant at = Columns.instantOrNull(row, "last_at");
                        return known.put(
                                names.get(row.getInt("n")),
                                new Known(
                                        row.getLong("id"),
                                        raw == null || at == null ? null : new CounterRate.Last(raw, at)));
                    })
                    .list();
        }
        return known;
    }

    private static void samples(
            Handle handle, SortedMap<Name, Measurement> read, Map<Name, Known> series, Map<Long, Duration> gaps) {
        Rows rows = new Rows();
        SampleCopy copy = new SampleCopy(handle);
        read.forEach((name, m) -> {
            Known known = series.get(name);
            if (known != null) {
                CounterRate.Stored stored = CounterRate.store(m, known.last(), gaps.get(name.scheduleId()));
                copy.add(known.id(), m, stored);
                rows.add(
                        "series_id",
                        known.id(),
                        "at",
                        m.at(),
                        "value",
                        stored.value(),
                        "raw",
                        m.value().toPlainString(),
                        "flag",
                        stored.flag());
            }
        });
        copy.send();
        for (String some : rows.parts()) {
            handle.createUpdate("""
                update series set last_at = r.at, last_raw = r.raw, last_value = r.value
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(series_id bigint,
                  at timestamptz, value double precision, raw numeric, flag text)
                where series.id = r.series_id and (series.last_at is null or series.last_at <= r.at
                  or r.flag = 'clock')
                """).bind("rows", some).execute();
        }
    }
}

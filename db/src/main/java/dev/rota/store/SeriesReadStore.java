package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads series and their samples; the daemon writes them.
public final class SeriesReadStore {
    private static final String SELECT = """
            select x.id, x.schedule_id, s.name as schedule_name, x.name, x.labels, x.type, x.unit,
                   x.last_at, x.last_value, x.last_raw
            from series x join schedules s on s.id = x.schedule_id
            """;

    private final Database database;

    public SeriesReadStore(Database database) {
        this.database = database;
    }

    /// @param lastValue the level of a gauge, the rate per second of a counter; null when there is none
    /// @param lastRaw   what was read last, as an exact decimal; an unsigned 64-bit count survives in it
    public record Series(
            long id,
            long scheduleId,
            String scheduleName,
            String name,
            JsonNode labels,
            String type,
            @Nullable String unit,
            @Nullable Instant lastAt,
            @Nullable Double lastValue,
            @Nullable String lastRaw) {}

    /// @param flag why there is no value, or what is odd about it; null when nothing is
    public record Sample(
            Instant at,
            @Nullable Double value,
            @Nullable String raw,
            @Nullable String flag) {}

    /// The samples of an hour or a day (UTC) taken together; a stretch in which no sample had a value has no
    /// averages.
    public record Bucket(
            Instant at,
            @Nullable Double average,
            @Nullable Double least,
            @Nullable Double greatest,
            long count) {}

    /// How long a bucket is.
    public enum Step {
        HOUR,
        DAY
    }

    /// The database's clock, at which a stretch of time without an end ends.
    public Instant now() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select clock_timestamp() as at")
                        .map((row, _) -> Columns.instant(row, "at"))
                        .one());
    }

    /// Series by id, after the id `after`, of one schedule and of one name where these are given.
    public List<Series> list(@Nullable Long schedule, @Nullable String name, long after, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(SELECT + """
                        where x.id > :after and s.deleted_at is null
                          and (cast(:schedule as bigint) is null or x.schedule_id = :schedule)
                          and (cast(:name as text) is null or x.name = :name)
                        order by x.id limit :limit
                        """)
                        .bind("after", after)
                        .bind("schedule", schedule)
                        .bind("name", name)
                        .bind("limit", limit)
                        .map((row, _) -> series(row))
                        .list());
    }

    public Optional<Series> find(long id) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(SELECT + "where x.id = :id and s.deleted_at is null")
                        .bind("id", id)
                        .map((row, _) -> series(row))
                        .findOne());
    }

    /// The samples in `[from, to)`, oldest first; when there are more than `limit`, the newest of them.
    public List<Sample> samples(long series, Instant from, Instant to, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select * from (
                          select at, value, raw, flag from sample
                          where series_id = :series and at >= :from and at < :to
                          order by at desc limit :limit) newest
                        order by at
                        """)
                        .bind("series", series)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("limit", limit)
                        .map((row, _) -> new Sample(
                                Columns.instant(row, "at"),
                                Columns.doubleOrNull(row, "value"),
                                plain(row),
                                row.getString("flag")))
                        .list());
    }

    /// The samples in `[from, to)` by UTC hour or day, oldest first.
    public List<Bucket> buckets(long series, Instant from, Instant to, Step step) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select date_trunc(:step, at, 'UTC') as bucket, avg(value) as average, min(value) as least,
                               max(value) as greatest, count(value) as count
                        from sample
                        where series_id = :series and at >= :from and at < :to
                        group by 1 order by 1
                        """)
                        .bind("step", step == Step.HOUR ? "hour" : "day")
                        .bind("series", series)
                        .bind("from", from)
                        .bind("to", to)
                        .map((row, _) -> new Bucket(
                                Columns.instant(row, "bucket"),
                                Columns.doubleOrNull(row, "average"),
                                Columns.doubleOrNull(row, "least"),
                                Columns.doubleOrNull(row, "greatest"),
                                row.getLong("count")))
                        .list());
    }

    private static Series series(ResultSet row) throws SQLException {
        var lastRaw = row.getBigDecimal("last_raw");
        return new Series(
                row.getLong("id"),
                row.getLong("schedule_id"),
                row.getString("schedule_name"),
                row.getString("name"),
                Columns.json(row, "labels"),
                row.getString("type"),
                row.getString("unit"),
                Columns.instantOrNull(row, "last_at"),
                Columns.doubleOrNull(row, "last_value"),
                lastRaw == null ? null : lastRaw.toPlainString());
    }

    private static @Nullable String plain(ResultSet row) throws SQLException {
        var raw = row.getBigDecimal("raw");
        return raw == null ? null : raw.toPlainString();
    }
}

package dev.rota.store;

import java.time.Duration;
import java.util.Optional;

/// Forgets what runs brought home long ago, some at a time, so that the ends of runs never wait for it long: an item
/// or series that is held is wanted again just now, and stays; one that is wanted a moment later begins anew.
final class OldHarvests {
    private static final int MANY = 10_000;

    /// Of what others may want at that moment, and then wait for.
    private static final int SOME = 1_000;

    private static final String CHANGES = """
        delete from item_change where id = any(array(select id from item_change
          where at < clock_timestamp() - :age * interval '1 microsecond' order by at limit :most))
        """;

    /// With what is left of their changes.
    private static final String ITEMS = """
        with gone as materialized (
          select id from item where removed_at < clock_timestamp() - :age * interval '1 microsecond'
          order by removed_at limit :most for update skip locked)
        delete from item where id in (select id from gone)
        """;

    private static final String SERIES = """
        with old as materialized (
          select id from series where id > :after and coalesce(last_at, created_at) < clock_timestamp()
            - :age * interval '1 microsecond' order by id limit :most),
        silent as materialized (
          select s.id from series s where s.id in (select id from old)
            and coalesce(s.last_at, s.created_at) < clock_timestamp() - :age * interval '1 microsecond'
            and not exists (select from sample where sample.series_id = s.id)
          order by s.id for update of s skip locked),
        gone as (
          delete from series where id in (select id from silent) returning id)
        select max(id) as last, (select count(*) from gone) from old
        """;

    private OldHarvests() {}

    static void forgetChanges(Database database, Duration age) {
        portions(database, CHANGES, age, MANY);
    }

    static void forgetItems(Database database, Duration age) {
        portions(database, ITEMS, age, SOME);
    }

    private static void portions(Database database, String sql, Duration age, int most) {
        int gone;
        do {
            gone = database.withHandle(handle -> handle.createUpdate(sql)
                    .bind("age", Sql.micros(age))
                    .bind("most", most)
                    .execute());
        } while (gone == most);
    }

    /// Those that have no samples any more, and have brought none for so long.
    static void forgetSeries(Database database, Duration age) {
        Optional<Long> after = Optional.of(0L);
        while (after.isPresent()) {
            long from = after.get();
            after = database.withHandle(handle -> handle.createQuery(SERIES)
                    .bind("after", from)
                    .bind("age", Sql.micros(age))
                    .bind("most", SOME)
                    .map((row, _) -> Optional.ofNullable(Columns.longOrNull(row, "last")))
                    .one());
        }
    }
}

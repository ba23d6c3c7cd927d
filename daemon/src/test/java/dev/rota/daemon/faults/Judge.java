package dev.rota.daemon.faults;

import dev.rota.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Counts, from the database alone, what a fault did to the work. Reads the tables itself and uses nothing of the
/// product.
record Judge(DatabaseConfig database) {
    /// How the names of schedules begin that fail by their own fault.
    static final String GUILTY = "guilty";

    /// @param settled whether all daemons have stopped, so that no run may be open any more; otherwise one is open
    ///     without right when no living daemon holds it
    Verdict judge(boolean settled) throws SQLException {
        try (Connection connection = connect()) {
            Map<Long, Integer> accounts = accounts(connection);
            return new Verdict(
                    count(connection, """
                        select count(*) from (select 1 from rota.run where status = 'succeeded'
                          group by schedule_id, slot, trigger having count(*) > 1) twice\
                        """),
                    accounts.getOrDefault(0L, 0),
                    accounts.getOrDefault(2L, 0),
                    count(connection, """
                        select count(*) from rota.run a join rota.run b on b.schedule_id = a.schedule_id
                          and b.id > a.id and b.started_at < a.finished_at and a.started_at < b.finished_at
                        where a.status = 'succeeded' and b.status = 'succeeded'\
                        """),
                    count(connection, "select count(*) from rota.run where started_at < slot and status = 'succeeded'"),
                    count(connection, "select count(*) from rota.run where finished_at < started_at"),
                    count(connection, settled ? "select count(*) from rota.run where status = 'running'" : """
                        select count(*) from rota.run r where status = 'running' and not exists (
                          select from rota.schedules s join rota.daemon d on d.id = s.current_daemon
                          where s.current_run = r.id and d.lease_until > clock_timestamp())\
                        """),
                    count(connection, """
                        select count(*) from rota.schedules where (auto_disabled_at is not null or failures > 0)
                          and name not like '%s%%'\
                        """.formatted(GUILTY)),
                    count(connection, "select coalesce(sum((totals ->> 'fenced')::bigint), 0) from rota.daemon"),
                    runs(connection, "abandoned"),
                    runs(connection, "interrupted"),
                    runs(connection, "succeeded"));
        }
    }

    private static long runs(Connection connection, String status) throws SQLException {
        return count(connection, "select count(*) from rota.run where status = '" + status + "'");
    }

    /// How many slots of the timetables are accounted for not at all (0) or more than once (2). Slots that the
    /// schedule has not come to are not looked at.
    private static Map<Long, Integer> accounts(Connection connection) throws SQLException {
        Map<Long, Integer> counts = new HashMap<>();
        for (Row row : rows(connection)) {
            Set<Instant> ran = new TreeSet<>(instants(connection, """
                select distinct slot from rota.run where trigger = 'scheduled' and schedule_id =\
                """ + row.timetable.schedule()));
            List<Instant[]> decided = decisions(connection, row.timetable.schedule());
            for (Instant slot : row.timetable.until(row.before.minusMillis(1))) {
                long times = (ran.contains(slot) ? 1 : 0)
                        + decided.stream()
                                .filter(d -> !slot.isBefore(d[0]) && !slot.isAfter(d[1]))
                                .count();
                if (times != 1) {
                    counts.merge(times == 0 ? 0L : 2L, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    /// @param before the schedule stands here: slots before it are behind it
    private record Row(Timetable timetable, Instant before) {}

    private static List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("""
                    select id, (recurrence ->> 'anchor')::timestamptz, recurrence ->> 'every',
                      coalesce(current_slot, next_slot) from rota.schedules
                    where recurrence ? 'every' and deleted_at is null order by id\
                    """)) {
            while (found.next()) {
                rows.add(new Row(
                        new Timetable(found.getLong(1), instant(found, 2), Duration.parse(found.getString(3))),
                        instant(found, 4)));
            }
        }
        return rows;
    }

    private static List<Instant[]> decisions(Connection connection, long schedule) throws SQLException {
        List<Instant[]> decisions = new ArrayList<>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "select first_slot, last_slot from rota.decision where schedule_id = " + schedule)) {
            while (found.next()) {
                decisions.add(new Instant[] {instant(found, 1), instant(found, 2)});
            }
        }
        return decisions;
    }

    private static List<Instant> instants(Connection connection, String query) throws SQLException {
        List<Instant> instants = new ArrayList<>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            while (found.next()) {
                instants.add(instant(found, 1));
            }
        }
        return instants;
    }

    private static Instant instant(java.sql.ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// The answer to a question for one number.
    long count(String question) throws SQLException {
        try (Connection connection = connect()) {
            return count(connection, question);
        }
    }

    /// What became of each of the guilty, whose names end with the paths they ask for: `/drip timeout, /short
    /// connect`.
    String becameByPath() throws SQLException {
        return text("""
            select string_agg(path || ' ' || became, ', ' order by path) from (
              select substring(schedule_name from '/[a-z0-9-]+$') path,
                string_agg(distinct coalesce(failure_class, status), '+') became
              from rota.run where schedule_name like '%s%%' group by 1) each\
            """.formatted(GUILTY));
    }

    /// The answer to a question for one text.
    String text(String question) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(question)) {
            return found.next() ? String.valueOf(found.getString(1)) : "";
        }
    }

    private static long count(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(question)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}

package dev.rota.store;

import dev.rota.config.DatabaseRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What each role of [DatabaseRole] may do with the tables. Given anew after every migration, for tables and columns
/// come and go with it; a role that is not there is passed over.
///
/// A partition is reached through its table only, and made and dropped by the two functions of the schema.
final class Grants {
    /// Columns of `schedule_progress` that follow the plan: what a person wrote, the daemon must not change.
    private static final Set<String> PLAN = Set.of("schedule_id", "plan_stamp", "live", "lane", "kind");

    /// What a reader of reports must not see: secrets, what jobs remember between runs, and what people were
    /// handed.
    private static final Set<String> HIDDEN_TABLES = Set.of("login_link", "session", "idempotency_key");

    private static final Set<String> HIDDEN_COLUMNS =
            Set.of("token.hash", "run_request.result", "run_request.idempotency_key", "run_request.idempotency_hash");

    private static final List<String> OF_DAEMON = List.of(
            "select on schema_info, flyway_schema_history, schedules, schedule_plan, schedule_progress, job_template,"
                    + " calendar, schedule_tally",
            // It holds a plan while it removes it, which takes the right to change something of it.
            "update (deleted_at), delete on schedule_plan",
            "select, insert, update, delete on run, decision, run_log, sample, series, item, item_change, daemon,"
                    + " run_hour, run_log_mark",
            "select, delete on run_amiss",
            "select, update, delete on run_request",
            "select (created_at), delete on idempotency_key",
            "select (expires_at), delete on session, login_link",
            "execute on function ensure_partition(text, timestamptz), drop_partitions(text, timestamptz),"
                    + " add_up_tally(), recount_tally()");

    private static final List<String> OF_API = List.of(
            "select on schema_info, flyway_schema_history, schedule_words, schedule_term, schedule_tally, run,"
                    + " run_amiss, run_hour, run_log, run_log_mark, sample, series, item, item_change, daemon",
            "select, insert, update, delete on schedules, schedule_plan, schedule_progress, job_template, calendar,"
                    + " run_request, idempotency_key, account, token, session, login_link",
            "select, insert, update on decision",
            // It holds a run while it asks for its end, which takes the right to change something of it.
            "update (progress) on run",
            "usage on all sequences in schema rota",
            "execute on function ensure_partition(text, timestamptz), add_up_tally()");

    private Grants() {}

    /// Gives each role that is there what it may, and takes what it had before.
    static void give(Handle handle) {
        String database = handle.createQuery("select current_database()")
                .mapTo(String.class)
                .one();
        handle.execute("set local search_path = rota, pg_temp");
        List<Column> columns = columns(handle);
        for (DatabaseRole role : DatabaseRole.values()) {
            String name = role.in(database);
            List<String> grants = switch (role) {
                case MIGRATE -> List.of(); // it owns them
                case DAEMON ->
                    with(OF_DAEMON, "update " + written(columns, "schedule_progress") + " on schedule_progress");
                case API -> OF_API;
                case READONLY -> readable(columns);
            };
            if (!grants.isEmpty() && isThere(handle, name)) {
                give(handle, SetupSql.identifier(name), grants);
            }
        }
    }

    private static void give(Handle handle, String role, List<String> grants) {
        handle.execute("grant usage on schema rota to " + role);
        handle.execute("revoke all on all tables in schema rota from " + role);
        grants.forEach(grant -> handle.execute("grant " + grant + " to " + role));
    }

    private record Column(String table, String name) {
        boolean isHidden() {
            return HIDDEN_TABLES.contains(table)
                    || HIDDEN_COLUMNS.contains(table + "." + name)
                    || name.matches(".*(secret|memory|password|cookie|jar).*");
        }
    }

    private static List<Column> columns(Handle handle) {
        return handle.createQuery("""
            select c.relname as table, a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'rota'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
              and a.attnum > 0 and not a.attisdropped
            order by c.relname, a.attnum
            """)
                .map((row, _) -> new Column(row.getString("table"), row.getString("name")))
                .list();
    }

    private static String written(List<Column> columns, String table) {
        return columns.stream()
                .filter(column -> column.table().equals(table) && !PLAN.contains(column.name()))
                .map(column -> SetupSql.identifier(column.name()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static List<String> readable(List<Column> columns) {
        List<String> grants = new ArrayList<>();
        columns.stream()
                .filter(column -> !column.isHidden())
                .collect(Collectors.groupingBy(Column::table))
                .forEach((table, seen) -> grants.add(seen.stream()
                        .map(column -> SetupSql.identifier(column.name()))
                        .collect(Collectors.joining(", ", "select (", ") on " + SetupSql.identifier(table)))));
        return grants;
    }

    private static List<String> with(List<String> grants, String another) {
        List<String> all = new ArrayList<>(grants);
        all.add(another);
        return all;
    }

    private static boolean isThere(Handle handle, String role) {
        return handle.createQuery("select count(*) from pg_roles where rolname = :name")
                        .bind("name", role)
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }
}

package dev.rota.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The tables of the schema as the catalogue knows them, for backup and restore.
final class Tables {
    /// Each table with an identity, and the last number that was given out.
    static final String SEQUENCES = """
        select c.relname as name, coalesce(s.last_value, 0) as last
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
          join pg_depend d on d.refobjid = c.oid and d.refobjsubid = a.attnum and d.deptype = 'i'
          join pg_class q on q.oid = d.objid and q.relkind = 'S'
          join pg_sequences s on s.schemaname = 'rota' and s.sequencename = q.relname
        where c.relnamespace = 'rota'::regnamespace and not c.relispartition
        """;

    private Tables() {}

    /// Those that are kept, each after the ones that it refers to.
    static List<String> inOrder(Statement statement) throws SQLException {
        Set<String> left = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery("""
            select relname from pg_class where relnamespace = 'rota'::regnamespace and relkind in ('r', 'p')
              and not relispartition
            """)) {
            while (rows.next()) {
                left.add(rows.getString(1));
            }
        }
        left.removeAll(Backup.LEFT_OUT);
        if (left.isEmpty()) {
            throw new DatabaseTrouble("The database has no schema of Rota's.");
        }
        Map<String, Set<String>> refersTo = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("""
            select a.relname, b.relname from pg_constraint k join pg_class a on a.oid = k.conrelid
              join pg_class b on b.oid = k.confrelid
            where k.contype = 'f' and a.relnamespace = 'rota'::regnamespace and a.oid <> b.oid
            """)) {
            while (rows.next()) {
                refersTo.computeIfAbsent(rows.getString(1), _ -> new HashSet<>())
                        .add(rows.getString(2));
            }
        }
        List<String> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(table ->
                            refersTo.getOrDefault(table, Set.of()).stream().noneMatch(left::contains))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("These tables refer to each other: " + left));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    /// The columns that are kept: not what the server computes, nor the number of the transaction that wrote a row,
    /// which means nothing in another server.
    static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
            select attname from pg_attribute where attrelid = ('rota.' || %s)::regclass and attnum > 0
              and not attisdropped and attgenerated = '' and atttypid <> 'xid8'::regtype order by attnum
            """.formatted(SetupSql.literal(SetupSql.identifier(table))))) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    static String list(List<String> columns) {
        return columns.stream().map(SetupSql::identifier).collect(Collectors.joining(", "));
    }
}

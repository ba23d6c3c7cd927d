package dev.rota.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Rows for one set-based statement on the engine's hot path, handed over column by column as arrays: a quarter of
/// what [Rows] costs on both sides. Instants travel as microseconds. Where there are many rows, a group of columns
/// that are the same in all of them travels once: mostly nothing failed, and then that is most columns.
///
/// The statement names them `:rows`, a relation whose columns are those given here.
final class ColumnRows {
    /// With fewer rows all columns travel as they are. This, and that it is decided for groups, keeps the number of
    /// statements small that a connection has to plan.
    private static final int MANY = 200;

    private final List<Column> columns;

    enum Type {
        BIGINT("int8"),
        INTEGER("int4"),
        BOOLEAN("bool"),
        TEXT("text"),
        UUID("uuid"),
        TIMESTAMPTZ("timestamptz"),
        JSONB("text");

        private final String sent;

        Type(String sent) {
            this.sent = sent;
        }

        private Array array(Connection connection, List<@Nullable Object> values) throws SQLException {
            return switch (this) {
                case BIGINT -> connection.createArrayOf(sent, values.toArray(new @Nullable Long[0]));
                case INTEGER -> connection.createArrayOf(sent, values.toArray(new @Nullable Integer[0]));
                case BOOLEAN -> connection.createArrayOf(sent, values.toArray(new @Nullable Boolean[0]));
                case TEXT, JSONB -> connection.createArrayOf(sent, values.toArray(new @Nullable String[0]));
                case UUID -> BinaryArray.uuids(connection, values);
                case TIMESTAMPTZ -> BinaryArray.instants(connection, values);
            };
        }

        private String read(String value) {
            return switch (this) {
                case JSONB -> "cast(" + value + " as jsonb)";
                case BIGINT, INTEGER, BOOLEAN, TEXT, UUID, TIMESTAMPTZ -> value;
            };
        }
    }

    /// @param group 0: never travels once
    private record Column(int group, String name, Type type, List<@Nullable Object> values) {
        static Column of(int group, String words) {
            String[] both = words.split("\\s+", 2);
            return new Column(group, both[0], Type.valueOf(both[1].toUpperCase(Locale.ROOT)), new ArrayList<>());
        }

        boolean isAlike() {
            return values.stream().allMatch(value -> Objects.equals(value, values.getFirst()));
        }

        String array() {
            return "cast(:rows_" + name + " as " + type.sent + "[])";
        }

        String read(boolean once) {
            return type.read(once ? "(" + array() + ")[1]" : name) + " as " + name;
        }
    }

    /// @param columns as in a table: `id bigint, slot timestamptz`; behind each semicolon a group that is mostly
    ///     the same in all rows: `id bigint; status text, message text; kind text`
    ColumnRows(String columns) {
        String[] groups = columns.strip().split("\\s*;\\s*", -1);
        this.columns = IntStream.range(0, groups.length)
                .boxed()
                .flatMap(
                        group -> Arrays.stream(groups[group].split("\\s*,\\s*")).map(words -> Column.of(group, words)))
                .toList();
    }

    /// Adds a row, in the order of the columns.
    void add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        for (int i = 0; i < values.length; i++) {
            columns.get(i).values().add(sent(values[i]));
        }
    }

    private static @Nullable Object sent(@Nullable Object value) {
        return switch (value) {
            case Instant at -> Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
            case String text -> text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
            case null, default -> value;
        };
    }

    boolean isEmpty() {
        return columns.getFirst().values().isEmpty();
    }

    /// The statement with its `:rows` in place; what else it needs is bound by the caller.
    String in(String sql) {
        Set<Integer> alike = alike();
        StringJoiner arrays = new StringJoiner(", ");
        StringJoiner names = new StringJoiner(", ");
        StringJoiner read = new StringJoiner(", ");
        for (Column column : columns) {
            boolean once = alike.contains(column.group());
            read.add(column.read(once));
            if (!once) {
                arrays.add(column.array());
                names.add(column.name());
            }
        }
        return sql.replace(":rows", "(select " + read + " from unnest(" + arrays + ") as u(" + names + "))");
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        Set<Integer> alike = alike();
        for (Column column : columns) {
            List<@Nullable Object> values =
                    alike.contains(column.group()) ? column.values().subList(0, 1) : column.values();
            statement.bind(
                    "rows_" + column.name(),
                    (position, prepared, _) ->
                            prepared.setArray(position, column.type().array(prepared.getConnection(), values)));
        }
        return statement;
    }

    /// The groups that travel once.
    private Set<Integer> alike() {
        Set<Integer> alike = new HashSet<>();
        if (columns.getFirst().values().size() >= MANY) {
            columns.forEach(column -> alike.add(column.group()));
            columns.stream().filter(column -> !column.isAlike()).forEach(column -> alike.remove(column.group()));
            alike.remove(0);
        }
        return alike;
    }

    /// Runs a statement that needs nothing else; does nothing when there are no rows.
    int run(Handle handle, String sql) {
        return isEmpty() ? 0 : bind(handle.createUpdate(in(sql))).execute();
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColumnRowsIT {
    private static final String COLUMNS =
            "id bigint; many integer, done boolean;word text ; run uuid, at timestamptz; error jsonb";
    private static final String READ = "select * from :rows r order by id";
    private static final Instant AT = Instant.parse("1969-12-31T23:59:59.123456Z");

    private final EngineFixture rota = new EngineFixture();
    private Database daemons;

    @BeforeAll
    void open() {
        daemons = Database.openForEngine(rota.server.config(), "rota-daemon", 1, TimeLimits.USUAL);
    }

    @AfterAll
    void close() {
        daemons.close();
        rota.close();
    }

    /// How many rows, and how many of them differ from all others.
    static Stream<List<Long>> sizes() {
        return Stream.of(0L, 1L, 3L, 199L, 200L, 1_000L)
                .flatMap(size -> Stream.of(0L, 1L, size).map(others -> List.of(size, Math.min(size, others))));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void whatIsSentIsWhatIsRead(List<Long> sizes) {
        for (boolean none : List.of(false, true)) {
            List<List<@Nullable Object>> rows = LongStream.range(0, sizes.getFirst())
                    .mapToObj(i -> i >= sizes.getFirst() - sizes.getLast() ? row(i, i) : none ? nothing(i) : row(i, 7))
                    .toList();
            ColumnRows sent = new ColumnRows(COLUMNS);
            rows.forEach(row -> sent.add(row.toArray(new @Nullable Object[0])));

            assertThat(read(sent)).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aGroupThatIsTheSameInManyRowsTravelsOnce(List<Long> sizes) {
        ColumnRows sent = new ColumnRows("id bigint, kind text; word text, n bigint; run uuid, missed bigint");
        UUID run = UUID.randomUUID();
        LongStream.range(0, sizes.getFirst()).forEach(i -> sent.add(i, "k", i == 1 ? null : "word", 1L, run, null));

        String travels = sizes.getFirst() >= 200 ? "as u(id, kind, word, n)" : "as u(id, kind, word, n, run, missed)";
        assertThat(sent.in(READ)).contains(travels);
    }

    private static List<@Nullable Object> row(long id, long i) {
        return Arrays.asList(
                id,
                (int) i,
                i % 2 == 0,
                "word, \"" + i + "\" {ä}\\",
                new UUID(i, -i),
                AT.plusSeconds(i),
                "{\"n\": %d}".formatted(i));
    }

    private static List<@Nullable Object> nothing(long id) {
        return Arrays.asList(id, null, null, null, null, null, null);
    }

    private List<List<@Nullable Object>> read(ColumnRows sent) {
        return daemons.inTransaction(handle -> sent.bind(handle.createQuery(sent.in(READ)))
                .map((row, _) -> {
                    Instant at = row.getObject("at") == null ? null : Columns.instant(row, "at");
                    return Arrays.<@Nullable Object>asList(
                            row.getLong("id"),
                            row.getObject("many"),
                            row.getObject("done"),
                            row.getString("word"),
                            row.getObject("run"),
                            at,
                            row.getString("error"));
                })
                .list());
    }
}

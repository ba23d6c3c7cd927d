package dev.rota.daemon.jobs.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunForTests;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a real PostgreSQL.
class SqlSourceIT {
    private static TestDatabase database = PostgresForTests.emptyDatabase();

    private final DatabaseConfig config = database.config();
    private final URI address = URI.create(config.url().substring("jdbc:".length()));
    private final ContextForTests context = new ContextForTests(Map.of("db", config.password(), "wrong", "not it"));
    private final SqlSource source = new SqlSource(new Egress("127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12", List.of()));

    @BeforeAll
    static void makeTable() throws SQLException {
        execute("create table kept (name text, n numeric)");
        execute("insert into kept values ('a', 18446744073709551615), ('b', 'NaN')");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void everyRowIsARowAndEveryDigitIsKept() throws Exception {
        Reading reading =
                read("select name, n, 0.1::float8 as tenth, true as up, null as nothing from kept order by name;");

        assertThat(reading.receivedAt()).isEqualTo(ContextForTests.NOW);
        assertThat(reading.rows()).hasSize(2);
        Row first = reading.rows().getFirst();
        assertThat(Numbers.of(first.at("N"))).get().hasToString("18446744073709551615");
        assertThat(first.at("tenth")).isEqualTo("0.1");
        assertThat(first.at("up")).isEqualTo(true);
        assertThat(first.at("nothing")).isNull();
        assertThat(Numbers.of(reading.rows().get(1).at("n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from kept returning 1",
                "with gone as (delete from kept returning 1) select * from gone",
                "select 1) x; commit; delete from kept; select * from (select 1",
                "select set_config('transaction_read_only', 'off', true), nextval('kept_seq')",
                "commit",
                "drop table kept",
                "",
                "copy kept to program 'true'"
            })
    void nothingThatWritesGetsThrough(String query) throws Exception {
        JobFailed failed = failure("db", query);

        assertThat(failed.failureClass()).isIn(FailureClass.SOURCE, FailureClass.CONFIG);
        assertThat(read("select * from kept").rows()).hasSize(2);
    }

    @Test
    void moreThanTenThousandRowsAreRefused() throws Exception {
        assertThat(failure("db", "select * from generate_series(1, 10001)").failureClass())
                .isEqualTo(FailureClass.TOO_LARGE);
        assertThat(read("select * from generate_series(1, 10000)").rows()).hasSize(10_000);
        // Produced as it is read (a function in FROM would be computed as a whole first): only the cap can end it soon.
        assertThat(failure("db", "select generate_series(1, 1000000000)").failureClass())
                .isEqualTo(FailureClass.TOO_LARGE);
    }

    @Test
    void fewRowsThatAreTooLongAreRefusedBeforeTheyFillTheMemory() throws Exception {
        assertThat(failure("db", "select repeat('x', 100000) as v from generate_series(1, 200)")
                        .failureClass())
                .isEqualTo(FailureClass.TOO_LARGE);
        assertThat(failure("db", "select repeat('x', 50000000) as v").failureClass())
                .isEqualTo(FailureClass.TOO_LARGE);
    }

    @Test
    void anInterruptEndsTheQueryHereAndThere() throws Exception {
        RunForTests<Reading> run =
                new RunForTests<>(() -> read("select pg_sleep(1000), 'marker-of-this-test' as marker"));
        await(1);

        assertThat(run.interrupt().failure(Duration.ofSeconds(10))).isInstanceOf(InterruptedException.class);

        await(0);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
        select nonsense,              SOURCE
        select 1 / 0,                 SOURCE
        select * from nowhere,        SOURCE
        """)
    void aQueryThatFailsSaysWhatTheDatabaseSaid(String query, FailureClass failureClass) {
        JobFailed failed = failure("db", query);

        assertThat(failed.failureClass()).isEqualTo(failureClass);
        assertThat(failed.sentence()).contains("ERROR");
    }

    @Test
    void aForbiddenAddressIsRefusedAndAnOptionInANameIsOnlyAName() {
        SqlSource strict = new SqlSource(new Egress("", List.of()));

        JobFailed refused = catchThrowableOfType(
                JobFailed.class, () -> strict.read(sql("db", "select 1", "127.0.0.1", "postgres"), context));
        assertThat(refused.failureClass()).isEqualTo(FailureClass.REFUSED);

        JobFailed odd = catchThrowableOfType(
                JobFailed.class,
                () -> source.read(
                        sql("db", "select 1", address.getHost(), "x?socketFactory=org.example.Evil&a=/b"), context));
        assertThat(odd.failureClass()).isEqualTo(FailureClass.SOURCE);
        assertThat(odd.sentence()).contains("\"x?socketFactory=org.example.Evil&a=/b\" does not exist");
    }

    private Reading read(String query) throws JobFailed, InterruptedException {
        return source.read(sql("db", query, address.getHost(), address.getPath().substring(1)), context);
    }

    private JobFailed failure(String secret, String query) {
        return catchThrowableOfType(
                JobFailed.class,
                () -> source.read(
                        sql(secret, query, address.getHost(), address.getPath().substring(1)), context));
    }

    private Source.Sql sql(String secret, String query, String host, String name) {
        return new Source.Sql(host, address.getPort(), name, config.user(), secret, query);
    }

    /// Waits until so many queries of this test are running on the server.
    private void await(int running) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            int found = -1;
            while (found != running) {
                try (ResultSet result = statement.executeQuery(
                        "select count(*) from pg_stat_activity where query like '%marker-of-this-test%' and pid <>"
                                + " pg_backend_pid() and state = 'active'")) {
                    result.next();
                    found = result.getInt(1);
                }
            }
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        DatabaseConfig config = database.config();
        return DriverManager.getConnection(config.url(), config.user(), config.password());
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Retention;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A database as `rota setup-db` makes it, with the owner it then has.
class DatabaseSetupIT {
    private static final String NAME =
            "rota_setup_" + UUID.randomUUID().toString().substring(0, 8);
    private static final Map<DatabaseRole, String> PASSWORDS =
            Arrays.stream(DatabaseRole.values()).collect(Collectors.toMap(role -> role, role -> "for " + role));

    private static final TestDatabase SERVER = PostgresForTests.emptyDatabase();
    private static final DatabaseSetup SETUP = new DatabaseSetup(new JdbcAdministrator(SERVER.config()));

    @BeforeAll
    static void setUp() {
        assertThat(SETUP.everything(NAME, PASSWORDS)).isTrue();
        assertThat(Migrations.migrate(as(DatabaseRole.MIGRATE))).isEqualTo(Migrations.NEWEST);
    }

    @AfterAll
    static void leaveNothing() {
        JdbcAdministrator admin = new JdbcAdministrator(SERVER.config());
        admin.tell("postgres", List.of("drop database " + NAME + " with (force)"));
        for (DatabaseRole role : DatabaseRole.values()) {
            admin.tell("postgres", List.of("drop role " + role.in(NAME)));
        }
        SERVER.close();
    }

    @Test
    void againItChangesNothing() {
        assertThat(SETUP.everything(NAME, PASSWORDS)).isFalse();
        assertThat(Migrations.migrate(as(DatabaseRole.MIGRATE))).isZero();
        assertThat(Migrations.state(as(DatabaseRole.DAEMON))).isInstanceOf(Migrations.State.Fits.class);
        assertThat(Migrations.state(as(DatabaseRole.API))).isInstanceOf(Migrations.State.Fits.class);
    }

    @Test
    void theServerNeverLearnsAPassword() {
        assertThat(SetupSql.verifier("open sesame"))
                .startsWith("SCRAM-SHA-256$")
                .doesNotContain("sesame");
    }

    @Test
    void theScriptForAnAdministratorHoldsNoPassword() {
        assertThat(DatabaseSetup.script("other"))
                .contains("create role \"other_daemon\"", "password '***'", "\\gexec")
                .doesNotContain("SCRAM");
    }

    @Test
    void aDatabaseOfSomebodyElseIsLeftAlone() {
        String theirs = SERVER.config().url().replaceFirst(".*/", "");
        assertThatThrownBy(() -> SETUP.everything(theirs, PASSWORDS))
                .isInstanceOf(DatabaseTrouble.class)
                .hasMessageContaining("belongs to")
                .hasMessageContaining("reassign owned by");
        new JdbcAdministrator(SERVER.config())
                .tell(
                        "postgres",
                        Arrays.stream(DatabaseRole.values())
                                .map(role -> "drop role if exists " + role.in(theirs))
                                .toList());
    }

    @Test
    void aScheduleGoesItsWayWithEveryProcessInItsOwnRole() {
        try (Database api = Database.open(as(DatabaseRole.API), "api", 2);
                Database daemon = Database.open(as(DatabaseRole.DAEMON), "daemon", 2)) {
            TokenSecret token = new AccountStore(api).createToken("somebody", "admin");
            assertThat(new AccountStore(api).byToken(token)).isPresent();
            long owner = number(api, "select min(id) from account");
            long id = number(api, """
                insert into schedules (owner_id, name, kind, job, recurrence, zone, next_slot, next_due)
                select %d, 'once', 'scrape', '%s', '{"every": "PT1H", "anchor": "2020-01-01T00:00:00Z"}', 'UTC', t, t
                from (select date_trunc('hour', clock_timestamp()) t) x returning id
                """.formatted(owner, JobSpecJson.write(dev.rota.job.ScrapeJob.example())));

            UUID self = UUID.randomUUID();
            new DaemonStore(daemon)
                    .register(new DaemonStore.Registration(
                            self,
                            "here",
                            1,
                            null,
                            null,
                            null,
                            null,
                            "test",
                            List.of("scrape"),
                            4,
                            Duration.ofMinutes(1)));
            ChoreStore chores = new ChoreStore(daemon);
            chores.ensurePartitions();
            List<Claim> claims = new ClaimStore(daemon).claimDue(self, Map.of(Lane.GENERAL, 9), Duration.ofMillis(100));
            assertThat(claims).hasSize(1);
            Instant now = daemon.withHandle(Sql::clock);
            RunStore.Finish finish = new RunStore(daemon)
                    .finish(List.of(new RunStore.Finished(
                            claims.getFirst(),
                            new Outcome.Failed(dev.rota.run.FailureClass.CONNECT, "Nobody answers.", null),
                            dev.rota.run.Harvest.NONE,
                            now,
                            now,
                            0)));
            assertThat(finish).isNotNull();
            chores.prune(Retention.STANDARD);
            int _ = chores.expireRequests();
            new DaemonStore(daemon).stopped(self);

            assertThat(number(api, "select count(*) from run where schedule_id = " + id + " and status = 'failed'"))
                    .isEqualTo(1);
            assertThat(new ScheduleStore(api).delete(id, null)).isInstanceOf(ScheduleStore.Written.Done.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DAEMON   | create table rota.mine (a int)
        DAEMON   | create table public.mine (a int)
        DAEMON   | alter table rota.schedules add column mine int
        DAEMON   | drop table rota.run
        DAEMON   | truncate rota.run
        DAEMON   | update rota.schedules set name = 'mine'
        DAEMON   | update rota.schedules set job = '{}'
        DAEMON   | insert into rota.schedules default values
        DAEMON   | select * from rota.token
        DAEMON   | select hash from rota.session
        DAEMON   | update rota.account set role = 'admin'
        DAEMON   | update rota.schema_info set min_daemon = 99
        API      | create table rota.mine (a int)
        API      | update rota.run set status = 'succeeded'
        API      | delete from rota.run
        API      | insert into rota.sample (series_id, at) values (1, now())
        API      | select drop_partitions('run', now())
        API      | update rota.flyway_schema_history set success = true
        READONLY | select hash from rota.token
        READONLY | select * from rota.session
        READONLY | select * from rota.login_link
        READONLY | select result from rota.run_request
        READONLY | select rota.ensure_partition('run', now())
        """)
    void aRoleMayNot(DatabaseRole role, String statement) {
        assertThatThrownBy(() -> run(role, "set search_path = rota; " + statement))
                .isInstanceOf(JdbiException.class)
                .satisfies(refused -> assertThat(Partitions.sqlState((RuntimeException) refused))
                        .isEqualTo("42501"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedules", "run", "decision", "sample", "series", "item", "daemon", "calendar"})
    void aReaderSeesWhatIsNoSecret(String table) {
        run(DatabaseRole.READONLY, "select * from " + table + " limit 1");
    }

    @Test
    void aReaderWritesNothingAndIsHeldToHisLimits() {
        assertThatThrownBy(() -> run(DatabaseRole.READONLY, "delete from schedules"))
                .isInstanceOf(JdbiException.class)
                .satisfies(refused -> assertThat(Partitions.sqlState((RuntimeException) refused))
                        .isIn("42501", "25006"));
        assertThat(setting(DatabaseRole.READONLY, "statement_timeout")).isEqualTo("1min");
        assertThat(setting(DatabaseRole.DAEMON, "statement_timeout")).isEqualTo("8s");
        assertThat(setting(DatabaseRole.API, "idle_in_transaction_session_timeout"))
                .isEqualTo("15s");
    }

    /// Whoever adds a table decides in [Grants] who may see it.
    @Test
    void everyTableIsOfUseToDaemonOrApi() {
        List<String> unseen = admin().withHandle(handle -> handle.createQuery("""
            select relname from pg_class c where relnamespace = 'rota'::regnamespace and relkind in ('r', 'p')
              and not relispartition and not exists (select from unnest(array[:daemon, :api]) as r(name)
                where has_any_column_privilege(r.name, c.oid, 'select'))
            """)
                .bind("daemon", DatabaseRole.DAEMON.in(NAME))
                .bind("api", DatabaseRole.API.in(NAME))
                .mapTo(String.class)
                .list());
        assertThat(unseen).isEmpty();
    }

    private static DatabaseConfig as(DatabaseRole role) {
        String url = SERVER.config().url().replaceFirst("[^/]+$", NAME);
        return new DatabaseConfig(url, role.in(NAME), PASSWORDS.getOrDefault(role, ""), false);
    }

    private static Jdbi admin() {
        String url = SERVER.config().url().replaceFirst("[^/]+$", NAME);
        return Jdbi.create(url, SERVER.config().user(), SERVER.config().password());
    }

    private static void run(DatabaseRole role, String sql) {
        DatabaseConfig config = as(role);
        Jdbi.create(config.url(), config.user(), config.password()).useHandle(handle -> handle.execute(sql));
    }

    private static String setting(DatabaseRole role, String name) {
        DatabaseConfig config = as(role);
        return Jdbi.create(config.url(), config.user(), config.password())
                .withHandle(handle ->
                        handle.createQuery("show " + name).mapTo(String.class).one());
    }

    private static long number(Database database, String sql) {
        return database.inTransaction(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}

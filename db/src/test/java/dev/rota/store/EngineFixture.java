package dev.rota.store;

import dev.rota.config.DatabaseRole;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database with an account and a daemon in it, and short words for what the engine's tests do with them.
final class EngineFixture implements AutoCloseable {
    static final Map<Lane, Integer> SLOTS = Map.of(Lane.GENERAL, 100, Lane.SCRAPE, 100, Lane.COMMAND, 4);
    static final Duration LEASE = Duration.ofMinutes(1);

    final TestDatabase server;
    final Database database;
    /// With no more rights than an installed daemon has.
    private final Database daemonsOwn;
    final ClaimStore claims;
    final RunStore runs;
    final DaemonStore daemons;
    final UUID daemon;

    EngineFixture() {
        this(PostgresForTests.freshDatabase(), true);
    }

    private EngineFixture(TestDatabase server, boolean restricted) {
        this.server = server;
        database = Database.open(server.config(), "rota-test", 8);
        daemonsOwn = restricted
                ? Database.openForEngine(server.as(DatabaseRole.DAEMON), "rota-daemon", 8, TimeLimits.USUAL)
                : database;
        claims = new ClaimStore(daemonsOwn);
        runs = new RunStore(daemonsOwn);
        daemons = new DaemonStore(daemonsOwn);
        daemon = daemon();
        sql("insert into account (name, role) values ('admin', 'admin')");
    }

    /// One whose time stands still until it is moved.
    static EngineFixture standingAt(Instant at) {
        return new EngineFixture(MovedClock.in(PostgresForTests.freshDatabase(), at), false);
    }

    /// Only in one that stands still.
    void moveTo(Instant at) {
        sql("update moved.clock set at = '" + at + "'");
    }

    UUID daemon() {
        UUID id = UUID.randomUUID();
        daemons.register(new DaemonStore.Registration(
                id, "here", 1, null, null, null, null, "test", List.of("collect", "scrape", "command"), 16, LEASE));
        return id;
    }

    /// A schedule that runs every `every`, first due `ago` before now.
    long schedule(String name, Duration every, Duration ago) {
        Instant anchor = clock().minus(ago);
        return insert(name, "{\"every\": \"" + every + "\", \"anchor\": \"" + anchor + "\"}", anchor);
    }

    private long insert(String name, String recurrence, Instant slot) {
        return database.withHandle(handle -> handle.createQuery("""
            insert into schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            values (1, :name, 'scrape', 'general', cast(:job as jsonb), cast(:recurrence as jsonb),
              'Europe/Rome', :slot, :slot) returning id
            """)
                .bind("name", name)
                .bind("job", JobSpecJson.write(dev.rota.job.ScrapeJob.example()))
                .bind("recurrence", recurrence)
                .bind("slot", Sql.time(slot))
                .mapTo(Long.class)
                .one());
    }

    List<Claim> claim() {
        return claim(daemon);
    }

    List<Claim> claim(UUID by) {
        return claims.claimDue(by, SLOTS, Duration.ofMillis(100));
    }

    /// What a daemon on this host that knows all kinds sees.
    PollStore.Look look() {
        return new PollStore(database)
                .look(new PollStore.Question(
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        List.of("collect", "scrape", "command"),
                        Duration.ofMinutes(2),
                        "here"));
    }

    RunStore.Finish finish(Claim claim, Outcome outcome) {
        return finish(claim, outcome, Harvest.NONE);
    }

    RunStore.Finish finish(Claim claim, Outcome outcome, Harvest harvest) {
        return runs.finish(List.of(new RunStore.Finished(claim, outcome, harvest, clock(), clock(), 0)));
    }

    static Outcome failure() {
        return new Outcome.Failed(FailureClass.CONNECT, "Nobody answers.", null);
    }

    /// Makes the schedule due now, as if its time had come.
    void makeDue(long id) {
        sql("""
            with now as (select clock_timestamp() as at)
            update schedules set next_slot = now.at, next_due = now.at, recurrence = jsonb_set(recurrence, '{anchor}',
              to_jsonb(to_char(now.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
            from now where id = %d\
            """.formatted(id));
    }

    Instant clock() {
        return database.withHandle(Sql::clock);
    }

    void sql(String statement) {
        database.withHandle(handle -> handle.execute(statement));
    }

    long number(String query) {
        return database.withHandle(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    @Nullable
    String text(String query) {
        List<String> rows = database.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public void close() {
        daemonsOwn.close();
        database.close();
        server.close();
    }
}

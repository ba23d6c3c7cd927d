package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Secrets;
import dev.rota.daemon.DaemonApp;
import dev.rota.daemon.DaemonConfig;
import dev.rota.daemon.Observer;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.time.Gate;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// What a fault test needs, and the words for it: a database, a target, daemons, and a judge.
final class World implements AutoCloseable {
    final TestDatabase server;
    final Target target;
    final Fleet fleet;
    final Observer observer;
    final Judge judge;
    final Path directory;
    private final List<DaemonApp> apps = new ArrayList<>();

    World() throws IOException {
        this(PostgresForTests.freshDatabase());
    }

    World(TestDatabase server) throws IOException {
        this.server = server;
        this.directory = Ground.open("rota-faults-");
        this.target = new Target();
        this.fleet = new Fleet(directory, target);
        this.observer = new Observer(server.config());
        this.judge = new Judge(server.config());
    }

    DatabaseConfig database() {
        return server.config();
    }

    /// Enters schedules that turn to the target, all of them due now.
    ///
    /// @param every an ISO-8601 duration of whole seconds
    /// @param path  one of the target's
    void schedules(int count, String every, String path) throws SQLException {
        enter("job", count, every, target.url(path), "PT60S");
    }

    /// Enters schedules that turn to something that will not work: what becomes of them is no mistake.
    void guilty(int count, String every, String url, String timeout) throws SQLException {
        enter(Judge.GUILTY, count, every, url, timeout);
    }

    /// Enters a program that does harm, due now.
    ///
    /// @param script what `/bin/sh` is to run; without double quotes and backslashes
    void command(String every, String script, String timeout) throws SQLException {
        observer.execute("""
            insert into rota.account (name, role) values ('admin', 'admin') on conflict do nothing;
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select (select min(id) from rota.account), '%1$s-' || gen_random_uuid(), 'command', 'command',
              jsonb_build_object('argv', jsonb_build_array('/bin/sh', '-c', $script$%2$s$script$), 'timeout', '%3$s'),
              jsonb_build_object('every', '%4$s',
                'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome', t, t
            from date_trunc('second', clock_timestamp()) t
            """.formatted(Judge.GUILTY, script, timeout, every));
    }

    /// Enters a schedule in Rome's time that turns to the target; slots that are missed are not made up for.
    ///
    /// @param since how long ago its first slot was, in SQL
    void cron(String name, String cron, String since) throws SQLException {
        observer.execute("""
            insert into rota.account (name, role) values ('admin', 'admin') on conflict do nothing;
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, missed, next_slot,
              next_due)
            select (select min(id) from rota.account), '%1$s', 'collect', 'general',
              '{"source": {"type": "http", "url": "%2$s", "method": "POST"}, "metrics": [{"name": "value"}],
                "timeout": "PT60S"}', '{"cron": "%3$s"}', 'Europe/Rome', 'none', t, t
            from (select date_trunc('second', clock_timestamp()) - interval '%4$s') clock(t)
            """.formatted(name, target.url(Target.WORK), cron, since));
    }

    private void enter(String name, int count, String every, String url, String timeout) throws SQLException {
        observer.execute("""
            insert into rota.account (name, role) values ('admin', 'admin') on conflict do nothing;
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select (select min(id) from rota.account), '%1$s-' || n || '-' || extract(epoch from t)::bigint || '%2$s', 'collect', 'general',
              '{"source": {"type": "http", "url": "%2$s", "method": "POST"},
                "metrics": [{"name": "value"}], "timeout": "%3$s"}',
              jsonb_build_object('every', '%4$s',
                'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome', t, t
            from generate_series(1, %5$d) n, date_trunc('second', clock_timestamp()) t
            """.formatted(name, url, timeout, every, count));
    }

    /// Starts a daemon inside this process, in the fleet's timing; its name is `inside`.
    DaemonApp inside(DatabaseConfig reachedThrough) {
        return inside(reachedThrough, Duration.parse(Fleet.LEASE), 16);
    }

    /// Starts a daemon inside this process that nothing happens to: its lease outlives every pause of the machine.
    DaemonApp steady() {
        return inside(server.config(), Duration.ofMinutes(2), 16);
    }

    /// Starts one that looks once an hour, unless it is woken.
    DaemonApp seldom(DatabaseConfig reachedThrough) {
        return inside(reachedThrough, Duration.ofHours(1), Duration.ofMinutes(2), 16);
    }

    /// @param slots how many runs at once, a quarter of them programs
    DaemonApp inside(DatabaseConfig reachedThrough, Duration lease, int slots) {
        return inside(reachedThrough, Duration.ofSeconds(1), lease, slots);
    }

    private DaemonApp inside(DatabaseConfig reachedThrough, Duration poll, Duration lease, int slots) {
        DaemonApp app = new DaemonApp(new DaemonConfig(
                reachedThrough,
                poll,
                new Slots(slots, slots / 4),
                lease,
                Duration.ofSeconds(5),
                new JobLimits(target.endpoint().replace(":", "/32:"), false, List.of(), List.of(), "inside", null),
                Secrets.none()));
        apps.add(app);
        app.start();
        return app;
    }

    void until(String question) throws Exception {
        observer.until(question);
    }

    /// Asks until the answer is yes; the test's own time limit is the deadline.
    static void until(Callable<Boolean> happened) throws Exception {
        Gate never = new Gate();
        while (!happened.call()) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
    }

    /// Lets the real time pass that a fault lasts.
    static void pass(Duration time) throws InterruptedException {
        boolean _ = new Gate().await(time);
    }

    /// Two daemons and twenty schedules that work every second, seen to work.
    void twoAtWork() throws Exception {
        schedules(20, "PT1S", Target.WORK);
        fleet.start("one", database());
        fleet.start("two", database());
        worksAgain();
    }

    /// That work goes on from here: every schedule has a success that began after now.
    void worksAgain() throws Exception {
        observer.execute("create table if not exists public.mark (at timestamptz);"
                + " delete from public.mark; insert into public.mark values (clock_timestamp())");
        until("""
            select not exists (select from rota.schedules s where s.recurrence ->> 'every' = 'PT1S'
              and s.name not like '%s%%' and not exists (select from rota.run r, public.mark m where r.schedule_id = s.id
                and r.status = 'succeeded' and r.started_at > m.at))\
            """.formatted(Judge.GUILTY));
    }

    /// As [#worksAgain()], where the database may be away at any moment of it.
    boolean worksSoon() throws Exception {
        try {
            worksAgain();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /// Stops every daemon and counts.
    Verdict verdict() throws Exception {
        apps.forEach(DaemonApp::stop);
        fleet.stopAll();
        return judge.judge(true);
    }

    /// Stops every daemon and judges.
    Verdict settle() throws Exception {
        Verdict verdict = verdict();
        System.out.println("Verdict: " + verdict);
        assertThat(verdict.wrong()).isEmpty();
        return verdict;
    }

    @Override
    public void close() throws IOException {
        apps.forEach(DaemonApp::stop);
        fleet.close();
        target.close();
        server.close();
        Ground.close(directory);
    }
}

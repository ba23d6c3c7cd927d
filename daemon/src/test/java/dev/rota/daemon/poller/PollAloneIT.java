package dev.rota.daemon.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Secrets;
import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.Observer;
import dev.rota.daemon.executor.Deadlines;
import dev.rota.daemon.executor.EgressWatch;
import dev.rota.daemon.executor.Launcher;
import dev.rota.daemon.executor.Recorder;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.executor.Totals;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Gate;
import dev.rota.daemon.time.Wakeup;
import dev.rota.job.JobKinds;
import dev.rota.run.Outcome;
import dev.rota.store.ClaimStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.Database;
import dev.rota.store.MovedClock;
import dev.rota.store.PollStore;
import dev.rota.store.PostgresForTests;
import dev.rota.store.RunLogStore;
import dev.rota.store.RunStore;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.SystemdNotify;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The poll is the guarantee: without the database's hints and without the timer, a daemon that only looks once a
/// poll runs whatever is due, at most a poll late. Time is moved by hand.
@Timeout(180)
class PollAloneIT {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration POLL = Duration.ofSeconds(60);

    private final TestDatabase server = MovedClock.in(PostgresForTests.freshDatabase(), START);
    private final Observer observer = new Observer(server.config());
    private final Database database = Database.open(server.config(), "rota-test", 4);
    private final AtomicLong nanos = new AtomicLong();
    private final DatabaseClock clock = new DatabaseClock(() -> START, nanos::get);
    private final StatusBoard status = new StatusBoard(SystemdNotify.fromEnvironment(Map.of()), nanos::get);
    private final Gate mayEnd = new Gate();
    private final FakeWakeup nobody = new FakeWakeup(_ -> false);
    private final RunningRuns runs = new RunningRuns(new Slots(8, 4), nobody);
    private final Totals totals = new Totals();
    private final Recorder recorder = new Recorder(
            new Recorder.Stores(new RunStore(database), new RunLogStore(database), clock),
            runs,
            status,
            totals,
            Wakeup.create());
    private final Thread recording =
            Thread.ofPlatform().daemon().name("recording").start(recorder);
    private final Poller poller = new Poller(
            new Poller.Stores(new PollStore(database), new ClaimStore(database)),
            new Launcher(
                    (_, _) -> {
                        mayEnd.await();
                        return Outcome.Succeeded.of("done");
                    },
                    runs,
                    new Deadlines(runs, clock, nobody),
                    recorder,
                    new Launcher.Scope(clock, Secrets.none(), new EgressWatch(clock))),
            runs,
            clock,
            new Poller.Rhythm(POLL, JobKinds.all().keySet(), "here", totals, _ -> {}));

    @AfterEach
    void close() throws Exception {
        mayEnd.open();
        observer.until("select not exists (select from rota.run where status = 'running')");
        recorder.stop();
        recording.join();
        database.close();
        server.close();
    }

    @Test
    void whatIsDueRunsAtMostAPollLateWithoutAnyHint() throws Exception {
        daemon();
        mayEnd.open();
        observer.schedule("each 30 s", "PT30S", "true");
        observer.schedule("each 100 s", "PT100S", "true");
        observer.execute("update rota.schedules set grace = '10 minutes'");

        for (int poll = 0; poll < 10; poll++) {
            Duration wait = poller.runOnce(); // its answer, the timer's, is not heeded
            assertThat(wait).isLessThanOrEqualTo(POLL);
            observer.until("select not exists (select from rota.run where status = 'running')");
            move(POLL.plusMillis(1));
        }

        assertThat(observer.truth("select max(started_at - slot) <= interval '60.1 s' and min(started_at - slot) >= '0'"
                        + " from rota.run"))
                .as("none early, none later than a poll")
                .isTrue();
        assertThat(observer.truth("select count(*) filter (where schedule_name = 'each 30 s') = 10"
                        + " and count(*) filter (where schedule_name = 'each 100 s') = 6 from rota.run"))
                .as("every look takes what is due, in one run for each schedule")
                .isTrue();
        assertThat(observer.truth("select (select count(*) from rota.run where schedule_name = 'each 30 s')"
                        + " + (select sum(count) from rota.decision) = 19"))
                .as("every slot is in the ledger, once")
                .isTrue();
    }

    @Test
    void aBacklogIsTakenOldestFirstAndNeverMoreThanThereAreSlots() throws Exception {
        daemon();
        for (int i = 0; i < 40; i++) {
            observer.schedule("no. " + i, "PT1H", "true");
        }
        observer.execute(
                "update rota.schedules set grace = '10 minutes', next_due = next_due - (id * interval '1 second'),"
                        + " next_slot = next_slot - (id * interval '1 second')");

        poller.runOnce();

        assertThat(observer.truth("select count(*) = 4 and min(schedule_id) = 37 from rota.run"))
                .as("the four slots of the lane are taken, by those that have waited longest")
                .isTrue();
        assertThat(observer.truth("select count(*) = 36 from rota.schedules where current_run is null"))
                .isTrue();
    }

    private void daemon() {
        UUID daemon = UUID.randomUUID();
        new DaemonStore(database)
                .register(new DaemonStore.Registration(
                        daemon, "here", 1, null, null, null, null, "test", List.of("command"), 8, Duration.ofDays(1)));
        runs.lease(new RunningRuns.Lease(daemon, Duration.ofDays(1).toNanos()));
    }

    private void move(Duration by) throws Exception {
        nanos.addAndGet(by.toNanos());
        observer.execute("update moved.clock set at = at + interval '" + by.toMillis() + " ms'");
    }
}

package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Secrets;
import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.Observer;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Gate;
import dev.rota.job.Lane;
import dev.rota.run.Outcome;
import dev.rota.store.ClaimStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.RunLogStore;
import dev.rota.store.RunStore;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.SystemdNotify;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Jobs that do not end when they are interrupted (F-40). Time is moved by hand.
@Timeout(180)
class LostThreadsIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final Database database = Database.open(server.config(), "rota-test", 2);
    private final AtomicLong nanos = new AtomicLong();
    private final DatabaseClock clock = new DatabaseClock(Instant::now, nanos::get);
    private final StatusBoard status = new StatusBoard(SystemdNotify.fromEnvironment(Map.of()), nanos::get);
    private final RunningRuns runs = new RunningRuns(new Slots(8, 1), new FakeWakeup(_ -> false));
    private final Deadlines deadlines = new Deadlines(runs, clock, new FakeWakeup(_ -> false));
    private final Recorder recorder = new Recorder(
            new Recorder.Stores(new RunStore(database), new RunLogStore(database), clock),
            runs,
            status,
            new Totals(),
            new FakeWakeup(_ -> false));
    private final Semaphore atWork = new Semaphore(0);
    private final Queue<Gate> ends = new ConcurrentLinkedQueue<>();
    private final UUID daemon = UUID.randomUUID();
    private final Launcher launcher = new Launcher(
            (_, _) -> deaf(),
            runs,
            deadlines,
            recorder,
            new Launcher.Scope(clock, Secrets.none(), new EgressWatch(clock)));
    private final AtomicInteger tooMany = new AtomicInteger();

    @BeforeEach
    void jobsThatAreDeaf() throws Exception {
        new DaemonStore(database)
                .register(new DaemonStore.Registration(
                        daemon,
                        "here",
                        1,
                        null,
                        null,
                        null,
                        null,
                        "test",
                        List.of("collect"),
                        8,
                        Duration.ofMinutes(9)));
        launcher.onTooManyLost(tooMany::incrementAndGet);
        pass(Duration.ofSeconds(30)); // beyond the start of all of them
        launch(Launcher.MOST_LOST);
    }

    private static Outcome deafUntil(Gate end) {
        Thread own = Thread.currentThread();
        while (!end.isOpen()) {
            try {
                end.await();
            } catch (InterruptedException e) {
                assertThat(own.isAlive()).isTrue(); // and so what
            }
        }
        return Outcome.Succeeded.of("at last");
    }

    private Outcome deaf() {
        Gate end = new Gate();
        ends.add(end);
        atWork.release();
        return deafUntil(end);
    }

    private void launch(int many) throws Exception {
        for (int n = 0; n < many; n++) {
            observer.schedule("deaf-" + n, "PT1H", "true");
        }
        observer.execute("""
            update rota.schedules set kind = 'collect', lane = 'general', job =
              '{"source": {"type": "http", "url": "http://127.0.0.1/"}, "metrics": [{"name": "n"}]}'\
            """);
        launcher.launch(new ClaimStore(database).claimDue(daemon, Map.of(Lane.GENERAL, 8), Duration.ofMillis(100)));
        assertThat(atWork.tryAcquire(many, 30, TimeUnit.SECONDS)).isTrue();
    }

    private void end(int many) throws InterruptedException {
        int left = runs.taken() - many;
        for (int n = 0; n < many; n++) {
            ends.remove().open();
        }
        Gate never = new Gate();
        while (runs.taken() > left) {
            assertThat(never.await(Duration.ofMillis(20))).isFalse();
        }
    }

    @AfterEach
    void close() {
        ends.forEach(Gate::open);
        database.close();
        server.close();
    }

    @Test
    @DisplayName("F-40: a job that ignores its interrupt is recorded, its slot stays taken, and four end the daemon")
    void aDeafJobIsRecordedWithoutItsThread() throws Exception {
        pass(Duration.ofSeconds(30));
        assertThat(deadlines.enforce()).as("interrupted").isEqualTo(Deadlines.PATIENCE);
        recorder.turn();
        assertThat(observer.truth("select bool_and(status = 'running') from rota.run"))
                .isTrue();

        pass(Deadlines.PATIENCE);
        deadlines.enforce();
        recorder.turn();
        assertThat(observer.truth("select count(*) = 4 and bool_and(status = 'failed' and failure_class = 'timeout')"
                        + " from rota.run"))
                .isTrue();
        assertThat(observer.truth("select bool_and(current_run is null and failures = 1) from rota.schedules"))
                .isTrue();
        assertThat(runs.taken()).as("slots are taken by threads").isEqualTo(4);
        assertThat(runs.isEmpty()).as("nothing is left to record").isTrue();
        assertThat(tooMany).hasValue(1);

        end(4);
        recorder.turn();
        assertThat(observer.truth("select count(*) = 4 and bool_and(status = 'failed') from rota.run"))
                .as("told once")
                .isTrue();
    }

    @Test
    @DisplayName("F-40: jobs that are deaf when the lease is lost are given up too, and their slots handed back")
    void aDeafJobWithoutItsLeaseIsGivenUp() throws Exception {
        runs.stopAll(StopReason.LEASE_LOST);
        assertThat(deadlines.enforce()).isEqualTo(Deadlines.PATIENCE);

        pass(Deadlines.PATIENCE);
        deadlines.enforce();
        recorder.turn();

        assertThat(observer.truth("select count(*) = 4 and bool_and(status = 'interrupted') from rota.run"))
                .as("no outcome of theirs")
                .isTrue();
        assertThat(observer.truth("select bool_and(current_run is null and failures = 0"
                        + " and next_due < clock_timestamp()) from rota.schedules"))
                .as("the slots run again")
                .isTrue();
        assertThat(runs.taken()).as("slots are taken by threads").isEqualTo(4);
        assertThat(runs.isEmpty()).isTrue();
        assertThat(tooMany).hasValue(1);
    }

    @Test
    void thatTooManyAreLostIsToldOnceForTheSecondTimeMeansHurry() throws Exception {
        giveUp();
        assertThat(tooMany).hasValue(1);

        end(1);
        launch(1);
        giveUp();

        assertThat(runs.taken()).isEqualTo(4);
        assertThat(tooMany).hasValue(1);
    }

    private void giveUp() {
        pass(Duration.ofSeconds(30));
        deadlines.enforce();
        pass(Deadlines.PATIENCE);
        deadlines.enforce();
        recorder.turn();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

package dev.rota.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.Observer;
import dev.rota.daemon.executor.LiveRuns;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.executor.StopReason;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.store.ClaimStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.RunStore;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.SystemdNotify;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each turn is one heartbeat; the monotonic clock is moved by hand, the database's is its own.
class LeaseKeeperIT {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final Database database = Database.open(server.config(), "rota-test", 2);
    private final DaemonStore daemons = new DaemonStore(database);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger registered = new AtomicInteger();
    private final DatabaseClock clock = new DatabaseClock(() -> Instant.EPOCH, nanos::get);
    private final StatusBoard status = new StatusBoard(SystemdNotify.fromEnvironment(Map.of()), nanos::get);
    private final RunningRuns runs = new RunningRuns(new Slots(8, 4), new FakeWakeup(_ -> false));
    private final LeaseKeeper keeper = new LeaseKeeper(
            new LeaseKeeper.Stores(daemons, new RunStore(database)),
            runs,
            clock,
            status,
            new LeaseKeeper.Terms(
                    LEASE,
                    id -> new DaemonStore.Registration(
                            id, "here", 1, null, null, null, null, "test", List.of("command"), 8, LEASE),
                    () -> new DaemonStore.Pulse("ready", 0, null, 0, 0, null, "{}", "{\"fenced\":7}"),
                    new FakeWakeup(_ -> false),
                    registered::incrementAndGet));

    @BeforeEach
    void register() {
        keeper.turn();
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void theFirstTurnEntersTheDaemonAndTheOthersRenewItsLeaseAtAThird() throws Exception {
        assertThat(registered).hasValue(1);
        assertThat(lease().ends())
                .as("a sixth is left to let go of the runs in")
                .isEqualTo(seconds(50));

        nanos.addAndGet(seconds(20));
        assertThat(keeper.turn()).isEqualTo(Duration.ofSeconds(20));

        assertThat(lease().ends()).isEqualTo(seconds(70));
        assertThat(observer.truth("select count(*) = 1 and bool_and(state = 'ready') from rota.daemon"))
                .isTrue();
    }

    @Test
    void aClaimWhoseAnswerWasLostIsHandedBack() throws Exception {
        Claim lost = claim();

        keeper.turn();

        assertThat(observer.truth("select current_run is null and next_slot is not null from rota.schedules"))
                .isTrue();
        assertThat(observer.truth("select status = 'interrupted' from rota.run where id = '" + lost.runId() + "'"))
                .isTrue();
    }

    @Test
    void aTestWhoseClaimsAnswerWasLostWaitsAgain() throws Exception {
        observer.execute("insert into rota.run_request (kind, job_kind, job)"
                + " values ('test', 'command', '{\"argv\": [\"/bin/true\"]}')");
        assertThat(new ClaimStore(database).claimDue(lease().daemon(), Map.of(Lane.COMMAND, 1), Duration.ofMillis(100)))
                .hasSize(1);

        keeper.turn();

        assertThat(observer.truth("select status = 'waiting' and claimed_by is null from rota.run_request"))
                .isTrue();
    }

    @Test
    void whileAClaimIsUnderWayNothingOfItIsHandedBack() throws Exception {
        runs.claimBegins();
        claim();
        keeper.turn();
        assertThat(observer.truth("select current_run is not null from rota.schedules"))
                .as("the database was only ahead of us")
                .isTrue();

        runs.claimEnds();
        keeper.turn();
        assertThat(observer.truth("select current_run is null from rota.schedules"))
                .isTrue();
    }

    @Test
    void aRunThatIsNotOursAnyMoreIsInterrupted() {
        UUID taken = LiveRuns.add(runs, clock);

        keeper.turn();

        assertThat(LiveRuns.stopped(runs, taken)).isEqualTo(StopReason.LEASE_LOST);
    }

    @Test
    void aCancelledRunIsInterruptedAndOthersAreNot() throws Exception {
        UUID cancelled = LiveRuns.add(runs, clock);
        observer.execute("insert into rota.run_request (kind, run_id, run_slot) values ('cancel', '" + cancelled
                + "', clock_timestamp())");

        keeper.turn();

        assertThat(LiveRuns.stopped(runs, cancelled)).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void aDaemonThatWasTakenForDeadEndsEverythingAndStartsAnew() {
        UUID before = lease().daemon();
        UUID run = LiveRuns.add(runs, clock);
        daemons.declareDead(before, true);

        keeper.turn();

        assertThat(LiveRuns.stopped(runs, run)).isEqualTo(StopReason.LEASE_LOST);
        assertThat(lease().daemon()).isNotEqualTo(before);
        assertThat(registered).hasValue(2);
    }

    @Test
    void whatADaemonCountedIsNotCountedTwiceWhenItStartsAnew() throws Exception {
        String seven = "select sum((totals ->> 'fenced')::int) = 7 from rota.daemon";
        keeper.turn();
        assertThat(observer.truth(seven)).isTrue();
        daemons.declareDead(lease().daemon(), true);

        keeper.turn();
        assertThat(observer.truth(seven)).as("at once").isTrue();
        keeper.turn();
        assertThat(observer.truth(seven)).as("with the next heartbeat").isTrue();
        assertThat(observer.truth("select count(*) = 2 from rota.daemon")).isTrue();
    }

    @Test
    void withoutTheDatabaseTheLeaseIsNotLengthenedAndIsTriedForSoon() throws Exception {
        long ends = lease().ends();
        observer.execute("alter table rota.daemon rename to gone");
        nanos.addAndGet(seconds(20));

        assertThat(keeper.turn()).isEqualTo(Duration.ofSeconds(1));
        assertThat(lease().ends()).isEqualTo(ends);
        assertThat(status.isDegraded()).isTrue();

        nanos.addAndGet(seconds(30));
        assertThat(runs.claimer(nanos.get())).as("nothing is claimed any more").isNull();

        observer.execute("alter table rota.gone rename to daemon");
        keeper.turn();
        assertThat(lease().ends()).isEqualTo(seconds(100));
        assertThat(status.isDegraded()).isFalse();
    }

    private Claim claim() throws Exception {
        observer.schedule("lost", "PT1H", "true");
        return new ClaimStore(database)
                .claimDue(lease().daemon(), Map.of(Lane.COMMAND, 1), Duration.ofMillis(100))
                .getFirst();
    }

    private RunningRuns.Lease lease() {
        return Objects.requireNonNull(runs.lease());
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}

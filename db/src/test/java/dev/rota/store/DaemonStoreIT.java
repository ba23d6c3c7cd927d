package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.config.Retention;
import dev.rota.run.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaemonStoreIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final DaemonStore.Pulse PULSE = new DaemonStore.Pulse("ready", 0, null, 0, 0, null, "{}", "{}");

    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void aDaemonThatWasTakenForDeadClaimsNothing() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        rota.daemons.declareDead(rota.daemon, true);

        assertThat(rota.claim()).as("nobody would ever hand such a run back").isEmpty();
        assertThat(rota.claim(rota.daemon())).hasSize(1);
    }

    @Test
    void aHeartbeatTellsSinceWhenTheWayOutIsSuspectedAndThatItIsOver() {
        DaemonReadStore reads = new DaemonReadStore(rota.database);
        Instant since = Instant.parse("2027-01-01T00:00:00Z");
        rota.daemons.heartbeat(
                rota.daemon, new DaemonStore.Pulse("ready", 0, null, 0, 0, since, "{}", "{}"), EngineFixture.LEASE);
        assertThat(reads.recent().getFirst().egressSuspectSince()).isEqualTo(since);

        rota.daemons.heartbeat(rota.daemon, PULSE, EngineFixture.LEASE);

        assertThat(reads.recent().getFirst().egressSuspectSince()).isNull();
    }

    @Test
    void aDaemonThatIsNotEnteredClaimsNothing() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));

        assertThat(rota.claim(UUID.randomUUID())).isEmpty();
        assertThat(rota.number("select count(*) from run")).isZero();
    }

    @Test
    void aClaimUnderWayLetsHeartbeatsPassButNoDeath() {
        try (Database elsewhere = Database.open(rota.server.config(), "rota-test-other", 2)) {
            DaemonStore others = new DaemonStore(elsewhere);
            rota.database.inTransaction(claim -> {
                claim.execute("select from daemon where id = ? for key share", rota.daemon);

                assertThat(others.heartbeat(rota.daemon, PULSE, EngineFixture.LEASE)
                                .held())
                        .isTrue();
                assertThatThrownBy(() -> others.declareDead(rota.daemon, true))
                        .as("it waits for the end of the claim, here longer than it may wait for a lock")
                        .rootCause()
                        .hasMessageContaining("lock timeout");
                return 0;
            });
        }
    }

    @Test
    void aLookSeesAnEndedLeaseAndWhoElseIsOnThisHost() {
        UUID other = rota.daemon();
        assertThat(rota.look().signs().leases()).isFalse();
        assertThat(rota.look().signs().neighbours())
                .extracting(DaemonStore.Other::id)
                .containsExactlyInAnyOrder(rota.daemon, other);

        rota.sql("update daemon set lease_until = clock_timestamp() - interval '1 s' where id = '" + other + "'");
        assertThat(rota.look().signs().leases()).isTrue();

        rota.daemons.reap();
        assertThat(rota.look().signs().leases()).isFalse();
        assertThat(rota.look().signs().neighbours())
                .extracting(DaemonStore.Other::id)
                .containsExactly(rota.daemon);
    }

    @Test
    void aLookSeesSlotsOfAnUnknownKindAndRequestsThatWaitedTooLong() {
        long id = rota.schedule("strange", HOUR, Duration.ofMinutes(5));
        assertThat(rota.look().signs().kinds()).as("a known kind that is late").isFalse();
        rota.sql("update schedules set kind = 'weather' where id = " + id);
        assertThat(rota.look().signs().kinds()).isTrue();

        assertThat(rota.look().signs().requests()).isFalse();
        rota.sql("insert into run_request (kind, job_kind, job, expires_at)"
                + " values ('test', 'scrape', '{}', clock_timestamp() - interval '1 s')");
        assertThat(rota.look().signs().requests()).isTrue();

        ChoreStore chores = new ChoreStore(rota.database);
        chores.decideUnknownKinds(List.of("scrape"), Duration.ofMinutes(2));
        chores.expireRequests();
        assertThat(rota.look().signs().kinds()).isFalse();
        assertThat(rota.look().signs().requests()).isFalse();
    }

    @Test
    void totalsOutliveTheDaemonsThatCountedThem() {
        UUID first = ended("{\"runs\":{\"scrape\":{\"failed\":1,\"succeeded\":3}},\"fenced\":1,\"peak_queued\":9}");
        UUID second = ended("{\"runs\":{\"scrape\":{\"succeeded\":4},\"collect\":{\"succeeded\":2}},\"fenced\":2}");
        ChoreStore chores = new ChoreStore(rota.database);
        chores.prune(Retention.STANDARD);
        chores.prune(Retention.STANDARD);

        assertThat(rota.number("select count(*) from daemon where id in ('%s', '%s')".formatted(first, second)))
                .as("only one of them is remembered")
                .isEqualTo(1);
        assertThat(total("{runs,scrape,succeeded}")).isEqualTo(7);
        assertThat(total("{runs,scrape,failed}")).isEqualTo(1);
        assertThat(total("{runs,collect,succeeded}")).isEqualTo(2);
        assertThat(total("{fenced}")).isEqualTo(3);
        assertThat(total("{peak_queued}")).isEqualTo(9);
    }

    @Test
    void aLogWrittenTwiceIsThereOnce() {
        RunLogStore logs = new RunLogStore(rota.database);
        Instant now = rota.clock();
        UUID run = UUID.randomUUID();
        var hello = new RunLogStore.Entry(run, now, null, new LogLine(0, now, "INFO", "hello"));
        var again = new RunLogStore.Entry(run, now, null, new LogLine(6, now, "INFO", "hello"));

        logs.append(List.of(hello), false);
        logs.append(List.of(hello, again), true);

        assertThat(rota.number("select count(*) from run_log")).isEqualTo(2);
        assertThat(rota.number("select count(distinct byte_offset) from run_log"))
                .isEqualTo(2);
    }

    private UUID ended(String totals) {
        UUID id = rota.daemon();
        rota.sql("update daemon set totals = '%s' where id = '%s'".formatted(totals, id));
        rota.daemons.stopped(id);
        rota.sql("update daemon set stopped_at = stopped_at - interval '8 days' where id = '%s'".formatted(id));
        return id;
    }

    private long total(String path) {
        return rota.number("select sum((totals #>> '%s')::bigint) from daemon".formatted(path));
    }

    @Test
    void oneDaemonThatCannotBeDeclaredDeadKeepsNoOtherFromIt() {
        UUID held = UUID.fromString("00000000-0000-0000-0000-000000000001"); // the first of all
        rota.daemons.register(new DaemonStore.Registration(
                held, "here", 1, null, null, null, null, "test", List.of("scrape"), 16, EngineFixture.LEASE));
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        rota.claim();
        rota.sql("update daemon set lease_until = clock_timestamp() - interval '1 s'");
        try (Database elsewhere = Database.open(rota.server.config(), "rota-test-other", 2)) {
            rota.database.inTransaction(holder -> {
                holder.execute("select from daemon where id = ? for update", held);
                assertThatThrownBy(() -> new DaemonStore(elsewhere).reap())
                        .rootCause()
                        .hasMessageContaining("lock timeout");
                return holder;
            });
        }

        assertThat(rota.number("select count(*) from schedules where current_run is null"))
                .isEqualTo(1);
        assertThat(rota.text("select state from daemon where id = '" + held + "'"))
                .isEqualTo("starting");
        rota.daemons.reap();
        assertThat(rota.text("select state from daemon where id = '" + held + "'"))
                .isEqualTo("dead");
    }

    @Test
    void aLeaseFromBeforeTheClockWasSetBackEndsOneLeaseFromNow() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        rota.claim();
        rota.sql("update daemon set heartbeat_at = heartbeat_at + interval '1 day',"
                + " lease_until = lease_until + interval '1 day'");
        assertThat(rota.look().signs().leases()).isTrue();

        assertThat(rota.daemons.reap()).as("it may live, and then renews it").isZero();
        assertThat(rota.number("select count(*) from daemon where lease_until between clock_timestamp()"
                        + " and clock_timestamp() + interval '1 minute' and heartbeat_at <= clock_timestamp()"))
                .isEqualTo(1);
        assertThat(rota.look().signs().leases()).isFalse();

        rota.sql("update daemon set heartbeat_at = heartbeat_at - interval '1 minute',"
                + " lease_until = lease_until - interval '1 minute'"); // a minute later
        assertThat(rota.look().signs().leases()).isTrue();
        assertThat(rota.daemons.reap()).isEqualTo(1);
    }
}

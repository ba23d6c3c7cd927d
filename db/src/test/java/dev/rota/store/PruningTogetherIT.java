package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.config.Retention;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two daemons that tidy up at one moment. Whoever waits here does not wait in vain, however slow the machine is:
/// the limits are minutes then.
class PruningTogetherIT {
    private static final TimeLimits PATIENT =
            new TimeLimits(Duration.ofMinutes(5), Duration.ofMinutes(6), Duration.ofMinutes(4), Duration.ofMinutes(10));
    private static final String OLD_WEEKS =
            "select count(*) from pg_inherits where inhparent = 'rota.decision'::regclass"
                    + " and inhrelid::regclass::text ~ '2020w'";

    private final EngineFixture rota = new EngineFixture();
    private final Database daemons =
            Database.openForEngine(rota.server.as(DatabaseRole.DAEMON), "rota-daemon", 3, TimeLimits.USUAL);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
        threads.close();
        daemons.close();
        rota.close();
    }

    private static int drop(Handle handle) {
        return handle.createQuery("select drop_partitions('decision', timestamptz '2021-01-01 00:00Z')")
                .mapTo(Integer.class)
                .one();
    }

    @Test
    void theSecondLeavesTheWeeksToTheFirstThatDropsThem() {
        rota.sql("select ensure_partition('decision', at) from generate_series(timestamptz '2020-05-04',"
                + " timestamptz '2020-05-18', interval '7 days') at");

        int dropped = rota.database.inTransaction(first -> {
            int all = drop(first);
            new ChoreStore(daemons).prune(Retention.STANDARD);
            assertThat(daemons.withHandle(PruningTogetherIT::drop))
                    .as("the first has not committed yet")
                    .isZero();
            return all;
        });

        assertThat(dropped).isEqualTo(3);
        assertThat(rota.number(OLD_WEEKS)).isZero();
    }

    @Test
    void theSecondFindsTheWeekThatTheFirstMakes() throws Exception {
        rota.sql("alter function ensure_partition(text, timestamptz) set lock_timeout = '5min'");
        try (Database patient = Database.openForEngine(rota.server.config(), "patient", 2, PATIENT)) {
            Future<Boolean> second = patient.inTransaction(first -> {
                assertThat(make(first)).isTrue();
                Future<Boolean> same = threads.submit(() -> patient.withHandle(PruningTogetherIT::make));
                while (!same.isDone() && rota.number("select count(*) from pg_locks where not granted") == 0) {
                    Thread.onSpinWait();
                }
                return same;
            });
            assertThat(second.get()).isFalse();
        }
        assertThat(rota.number(OLD_WEEKS)).isEqualTo(1);
    }

    private static boolean make(Handle handle) {
        return handle.createQuery("select ensure_partition('decision', timestamptz '2020-05-04 00:00Z')")
                .mapTo(Boolean.class)
                .one();
    }
}

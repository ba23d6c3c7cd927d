package dev.rota.daemon.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.Observer;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.store.Wakeups;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class HintsIT {
    /// Each connection is cut as soon as it listens.
    @Test
    void aConnectionThatWasThereIsTriedForAtOnceHoweverOftenItIsLost() {
        try (TestDatabase server = PostgresForTests.freshDatabase()) {
            Observer observer = new Observer(server.config());
            Wakeups wakeups = new Wakeups(server.config(), Duration.ofHours(1), () -> cut(observer));
            List<Hints> hints = new ArrayList<>();
            List<Duration> waits = new ArrayList<>();
            hints.add(new Hints(wakeups, new FakeWakeup(wait -> {
                waits.add(wait);
                if (waits.size() == 4) {
                    hints.getFirst().stop();
                }
                return false;
            })));

            hints.getFirst().run();

            assertThat(waits).hasSize(4).allSatisfy(wait -> assertThat(wait).isEqualTo(Duration.ofSeconds(1)));
        }
    }

    private static void cut(Observer observer) {
        try {
            observer.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'rota-wake' and datname = current_database()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

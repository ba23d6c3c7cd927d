package dev.rota.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Retention;
import dev.rota.daemon.Observer;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.store.ChoreStore;
import dev.rota.store.Database;
import dev.rota.store.PollStore.Signs;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrunerIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final Database database = Database.open(server.config(), "rota-test", 1);
    private final Pruner pruner = new Pruner(
            new ChoreStore(database),
            new DatabaseClock(() -> Instant.EPOCH, () -> 0),
            Retention.STANDARD,
            List.of("command"),
            Duration.ofMinutes(2));

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void whatWasDeletedGoesWhenAPollHasSeenIt() throws Exception {
        observer.schedule("deleted", "PT1H", "true");
        observer.execute("update rota.schedules set deleted_at = clock_timestamp()");
        String there = "select count(*) = 1 from rota.schedule_plan";

        assertThat(pruner.settle(new Signs(false, false, false, false, List.of())))
                .isZero();
        assertThat(observer.truth(there)).isTrue();

        assertThat(pruner.settle(new Signs(false, false, false, true, List.of())))
                .as("nothing to claim came of it")
                .isZero();
        assertThat(observer.truth(there)).isFalse();
    }
}

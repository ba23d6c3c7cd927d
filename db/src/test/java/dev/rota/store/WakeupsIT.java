package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeupsIT {
    @Test
    void whoBeginsToListenLooksOnceForWhatWasSaidBefore() throws Exception {
        CountDownLatch woken = new CountDownLatch(1);
        try (TestDatabase server = PostgresForTests.freshDatabase()) {
            Thread listening;
            try (Wakeups wakeups = new Wakeups(server.config(), Duration.ofHours(1), woken::countDown)) {
                listening = Thread.ofPlatform().daemon().start(() -> wakeups.listen(() -> {}));
                assertThat(woken.await(1, TimeUnit.MINUTES)).isTrue();
            }
            listening.join();
        }
    }
}

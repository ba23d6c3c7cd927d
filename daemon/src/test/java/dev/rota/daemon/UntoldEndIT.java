package dev.rota.daemon;

import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A job that breaks even the code that tells how jobs end.
@Timeout(180)
class UntoldEndIT {
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final DaemonApp daemon = new DaemonApp(DaemonProcess.config(server.config()), Map.of(), _ -> (_, _) -> {
        throw new Unspeakable();
    });

    private static final class Unspeakable extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new StackOverflowError("of this test");
        }
    }

    @AfterEach
    void close() {
        daemon.stop();
        server.close();
    }

    @Test
    void isRecordedAllTheSameAndGivesItsSlotBack() throws Exception {
        observer.schedule("unspeakable", "PT1S", "true");
        daemon.start();
        // Five in a row: each had a slot, and the last of them was recorded as well.
        observer.until("select auto_disabled_at is not null and current_run is null from rota.schedules");
        observer.until("select count(*) = 5 and bool_and(failure_class = 'internal') from rota.run");
    }
}

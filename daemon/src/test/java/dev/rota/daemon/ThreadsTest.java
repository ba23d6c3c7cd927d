package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.time.Gate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private final Threads threads = new Threads();
    private final Gate died = new Gate();

    @Test
    void anErrorThatEndsAThreadIsTold() throws InterruptedException {
        threads.onDeath(died::open);
        threads.start("rota-test", () -> {
            throw new NoClassDefFoundError("of this test");
        });
        died.await();
    }

    @Test
    void aThreadThatEndsByItselfIsNoDeath() throws InterruptedException {
        AtomicInteger deaths = new AtomicInteger();
        threads.onDeath(deaths::incrementAndGet);
        threads.start("rota-test", () -> {});
        threads.join("rota-test", Duration.ofMinutes(5));
        assertThat(deaths).hasValue(0);
    }
}

package dev.rota.daemon.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WakeupTest {
    private final Wakeup wakeup = Wakeup.create();

    @Test
    void aWakeThatNobodyWaitedForEndsTheNextWait() throws InterruptedException {
        wakeup.wake();
        wakeup.wake();

        assertThat(wakeup.await(Duration.ofHours(1))).isTrue();
        assertThat(wakeup.await(Duration.ZERO)).isFalse();
    }

    @Test
    void aWakeEndsAWaitThatGoesOn() throws InterruptedException {
        Thread waker = Thread.ofVirtual().start(wakeup::wake);

        assertThat(wakeup.await(Duration.ofMinutes(5))).isTrue();
        waker.join();
    }

    @Test
    void anEndlessWaitDoesNotOverflow() throws InterruptedException {
        wakeup.wake();

        assertThat(wakeup.await(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }
}

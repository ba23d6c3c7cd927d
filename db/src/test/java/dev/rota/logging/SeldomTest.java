package dev.rota.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Seldom seldom = new Seldom(nanos::get);

    @Test
    void oneLineInTenSecondsIsDue() {
        assertThat(seldom.isDue()).isTrue();
        pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(seldom.isDue()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(seldom.isDue()).isTrue();
        assertThat(seldom.isDue()).isFalse();
    }

    @Test
    void whatComesAfterItWasOverIsDueAtOnce() {
        assertThat(seldom.isDue()).isTrue();
        seldom.isOver();
        assertThat(seldom.isDue()).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

package dev.rota.bin.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndSignalTest {
    private final EndSignal ending = new EndSignal(Thread.currentThread());

    @Test
    void askingInterruptsWhoeverStartsAndWaits() {
        ending.ask();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void nothingThatIsAskedBeforeOrAfterItBeganInterruptsTheEnd() {
        ending.ask();
        ending.begin();
        ending.ask();
        assertThat(Thread.interrupted()).isFalse();
    }
}

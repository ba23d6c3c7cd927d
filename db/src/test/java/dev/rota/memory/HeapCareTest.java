package dev.rota.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapCareTest {
    private static final long MIB = 1L << 20;

    private final AtomicLong size = new AtomicLong(32 * MIB);
    private final AtomicLong used = new AtomicLong(20 * MIB);
    private final AtomicInteger collections = new AtomicInteger();
    private final HeapCare care = new HeapCare(size::get, () -> {
        collections.incrementAndGet();
        size.set(used.get());
    });

    @Test
    void aSmallHeapIsLeftAlone() {
        assertThat(care.look()).isFalse();
        size.set(HeapCare.ENOUGH - 1);
        assertThat(care.look()).isFalse();
        assertThat(collections).hasValue(0);
    }

    @Test
    void itIsCollectedWhenItHasGrownToTwiceWhatItWas() {
        size.set(HeapCare.ENOUGH);
        used.set(50 * MIB);
        assertThat(care.look()).isTrue();

        size.set(100 * MIB - 1);
        assertThat(care.look()).isFalse();
        size.set(100 * MIB);
        assertThat(care.look()).isTrue();
        assertThat(collections).hasValue(2);
    }

    @Test
    void whatShrankByItselfMayNotGrowToWhatItWasTwiceOver() {
        size.set(300 * MIB);
        used.set(200 * MIB);
        assertThat(care.look()).isTrue();

        size.set(40 * MIB);
        assertThat(care.look()).isFalse();
        size.set(80 * MIB);
        assertThat(care.look()).isTrue();
    }

    @Test
    void whatIsReallyUsedIsNotLookedAtAgainAndAgain() {
        size.set(300 * MIB);
        used.set(300 * MIB);
        assertThat(care.look()).isTrue();
        assertThat(care.look()).isFalse();
        assertThat(collections).hasValue(1);
    }

    @Test
    void theRealHeapIsCollectedOnceItHasGrown() {
        HeapCare real = new HeapCare();
        List<byte[]> kept = new ArrayList<>();
        while (!real.look() && kept.size() < 1_024) {
            kept.add(new byte[1 << 20]);
        }

        assertThat(kept.size()).as("MiB until it was collected").isLessThan(1_024);
        assertThat(real.look()).as("again at once").isFalse();
    }
}

package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"PT5S", "PT6S", "PT6.001S", "PT7S", "PT30S", "PT33S", "PT1M", "PT1H"})
    void theServerGivesUpBeforeTheDriverAndTheDriverWithinAThirdOfTheLease(Duration lease) {
        TimeLimits limits = TimeLimits.forLease(lease);

        assertThat(limits.lock()).isPositive().isLessThan(limits.statement());
        assertThat(limits.statement()).isLessThan(limits.socket());
        assertThat(limits.socket().multipliedBy(3)).isLessThan(lease);
        assertThat(limits.socket().toNanosPart())
                .as("the driver counts seconds")
                .isZero();
        assertThat(limits.idleInTransaction()).isPositive().isLessThan(lease);
    }

    @Test
    void theUsualLeaseHasTheUsualLimits() {
        assertThat(TimeLimits.forLease(Duration.ofMinutes(1)))
                .isEqualTo(new TimeLimits(
                        Duration.ofSeconds(8), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(15)));
    }

    @Test
    void limitsThatAreNotNestedAreNone() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new TimeLimits(second, second, Duration.ofMillis(1), second))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetLintTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    private static FleetLint.Starts starts(String name, String... at) {
        return new FleetLint.Starts(
                name, List.of(at).stream().map(Instant::parse).toList());
    }

    @Test
    void theFullestMinuteIsNamedWithItsSchedulesInLocalTime() {
        List<FleetLint.Starts> fleet = List.of(
                starts("a", "2027-01-01T00:00:00Z", "2027-01-01T01:00:59Z"),
                starts("b", "2027-01-01T00:00:30Z", "2027-01-01T01:00:00Z"),
                starts("c", "2027-01-01T01:00:10Z"));

        assertThat(FleetLint.of(fleet, 1, ROME)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("crowded_minute");
            assertThat(finding.severity()).isEqualTo(Lint.Severity.WARNING);
            assertThat(finding.message())
                    .startsWith("3 schedules start within the minute of 2027-01-01 02:00 (a, b, c); 2 minutes in");
        });
    }

    @Test
    void asManyAsAreAllowedAreNoFinding() {
        assertThat(FleetLint.of(
                        IntStream.range(0, 10)
                                .mapToObj(i -> starts("s" + i, "2027-01-01T00:00:00Z"))
                                .toList(),
                        10,
                        ROME))
                .isEmpty();
    }

    @Test
    void oneScheduleThatStartsOftenInAMinuteIsOne() {
        assertThat(FleetLint.of(List.of(starts("a", "2027-01-01T00:00:00Z", "2027-01-01T00:00:30Z")), 1, ROME))
                .isEmpty();
    }
}

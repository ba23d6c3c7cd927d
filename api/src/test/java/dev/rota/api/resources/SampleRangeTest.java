package dev.rota.api.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.api.errors.ApiProblem;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRangeTest {
    private static final Instant NOW = Instant.parse("2027-03-28T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"30m,RAW", "6h,RAW", "7h,HOURLY", "7d,HOURLY", "8d,DAILY", "90d,DAILY", "2w,DAILY", "60s,RAW"})
    void theResolutionFollowsTheRange(String range, Resolution expected) {
        SampleRange read = SampleRange.of(range, null, null, "auto", NOW);
        assertThat(read.resolution()).isEqualTo(expected);
        assertThat(read.to()).isEqualTo(NOW);
    }

    @Test
    void whoAsksForAResolutionGetsIt() {
        assertThat(SampleRange.of("90d", null, null, "raw", NOW).resolution()).isEqualTo(Resolution.RAW);
    }

    @Test
    void nothingSaidMeansTheLastSixHours() {
        SampleRange read = SampleRange.of(null, null, null, null, NOW);
        assertThat(Duration.between(read.from(), read.to())).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void aPlusThatBecameABlankIsAPlusAgain() {
        SampleRange read = SampleRange.of(null, "2027-03-28T12:00:00 02:00", "2027-03-28T12:00:00+01:00", null, NOW);
        assertThat(read.from()).isEqualTo("2027-03-28T10:00:00Z");
        assertThat(read.to()).isEqualTo("2027-03-28T11:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "range,6",
        "range,-6h",
        "range,0h",
        "range,999999999w",
        "from,yesterday",
        "to,2027-13-01T00:00:00Z",
        "resolution,weekly",
        "from,2027-03-28T12:00:00Z"
    })
    void whatCannotBeReadIsNamed(String parameter, String text) {
        assertThatThrownBy(() -> SampleRange.of(
                        parameter.equals("range") ? text : null,
                        parameter.equals("from") ? text : null,
                        parameter.equals("to") ? text : null,
                        parameter.equals("resolution") ? text : null,
                        NOW))
                .isInstanceOf(ApiProblem.class)
                .hasMessageContaining("'" + parameter + "'");
    }

    @Test
    void rangeAndFromTogetherAreRefused() {
        assertThatThrownBy(() -> SampleRange.of("6h", "2027-03-28T10:00:00Z", null, null, NOW))
                .isInstanceOf(ApiProblem.class);
    }
}

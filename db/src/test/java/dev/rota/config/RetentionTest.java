package dev.rota.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.config.Retention.History;
import dev.rota.config.Retention.Limit;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    private static Retention read(Map<String, String> environment) throws ConfigException {
        return Settings.load(environment, null).read(Retention::from);
    }

    @Test
    void whatIsNotNamedIsKeptAsUsual() throws Exception {
        Retention read = read(Map.of(
                "ROTA_KEEP_AGE",
                "samples=P30D",
                "ROTA_KEEP_BYTES",
                "runs=50GB, logs=500MB",
                "ROTA_KEEP_ROWS",
                "runs=7"));

        Duration usual = Duration.ofDays(90);
        assertThat(read.of(History.SAMPLES)).isEqualTo(new Limit(Duration.ofDays(30), Long.MAX_VALUE, Long.MAX_VALUE));
        assertThat(read.of(History.RUNS)).isEqualTo(new Limit(usual, 50L << 30, 7));
        assertThat(read.of(History.LOGS)).isEqualTo(new Limit(usual, 500L << 20, Long.MAX_VALUE));
        assertThat(read.of(History.DECISIONS)).isEqualTo(new Limit(usual, Long.MAX_VALUE, Long.MAX_VALUE));
        assertThat(read(Map.of()).of(History.LOGS)).isEqualTo(new Limit(usual, 5L << 30, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROTA_KEEP_AGE|runs=90",
                "ROTA_KEEP_AGE|runs=PT1H",
                "ROTA_KEEP_AGE|P90D",
                "ROTA_KEEP_AGE|runs=P90D,runs=P91D",
                "ROTA_KEEP_AGE|runs=P1000000000000D",
                "ROTA_KEEP_BYTES|run=5GB",
                "ROTA_KEEP_BYTES|runs=5",
                "ROTA_KEEP_BYTES|runs=0GB",
                "ROTA_KEEP_BYTES|runs=99999999999TB",
                "ROTA_KEEP_ROWS|runs=-1"
            })
    void aListThatCannotBeReadIsRefusedWithAnExample(String key, String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(key, text)))
                .withMessageContaining(key)
                .withMessageContaining("is no list like runs=");
    }
}

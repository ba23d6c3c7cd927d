package dev.rota.daemon.jobs.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @Test
    void unsigned64BitKeepsEveryDigit() {
        assertThat(Numbers.of("18446744073709551615")).contains(new BigDecimal("18446744073709551615"));
        assertThat(Numbers.of(new BigInteger("18446744073709551615"))).contains(new BigDecimal("18446744073709551615"));
        assertThat(Numbers.of(" -1.50e3 ")).contains(new BigDecimal("-1.50e3"));
        assertThat(Numbers.of(true)).contains(BigDecimal.ONE);
        assertThat(Numbers.of("0e99999")).contains(BigDecimal.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Inf",
                "+Inf",
                "",
                " ",
                "1,5",
                "0x10",
                "12 MB",
                "1e999999999",
                "1e309",
                "1e-5000",
                "--1",
                "1_000"
            })
    void whatIsNoNumberIsNone(String text) {
        assertThat(Numbers.of(text)).isEmpty();
    }

    @Test
    void aDoubleThatIsNoNumberIsNone() {
        assertThat(Numbers.of(Double.NaN)).isEmpty();
        assertThat(Numbers.of(Double.NEGATIVE_INFINITY)).isEmpty();
        assertThat(Numbers.of((Object) null)).isEmpty();
    }
}

package dev.rota.daemon.jobs.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            1234.5          | . | 1234.5
            1,234.5         | . | 1234.5
            1.234,5         | , | 1234.5
            1 234 567,89 €  | , | 1234567.89
            1'234.50        | . | 1234.50
            $ 12            | . | 12
            −5,5            | , | -5.5
            ,5              | , | 0.5
            007             | . | 7
            1,23            | . |
            1.23            | , |
            1,234,56        | . |
            1.234.567       | . |
            12,34.5         | . |
            1 234,567.8     | . |
            5 of 10         | . |
            n/a             | . |
            1e5             | . |
            1.              | . |
            """)
    void aNumberIsReadAsItIsWrittenThereOrNotAtAll(String text, char mark, BigDecimal number) {
        if (number == null) {
            assertThat(Decimals.decimal(text, mark)).isEmpty();
        } else {
            assertThat(Decimals.decimal(text, mark)).contains(number);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1,234                | . | 1234
            1.234                | , | 1234
            1.234                | . |
            9223372036854775807  | . | 9223372036854775807
            9223372036854775808  | . |
            """)
    void aWholeNumberHasNoFractionAndFits64Bits(String text, char mark, Long number) {
        if (number == null) {
            assertThat(Decimals.whole(text, mark)).isEmpty();
        } else {
            assertThat(Decimals.whole(text, mark)).contains(number);
        }
    }
}

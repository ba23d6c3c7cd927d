package dev.rota.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://my_host:9100/metrics", "http://bücher.example/"})
    void anAddressThatARunCanReachMayBeWritten(String address) {
        assertThat(SyntaxCheck.complaint("url", address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://2130706433/", "http://0x7f.1/", "http://a.example:0/", "http://a..example/"})
    void anAddressThatARunWouldRefuseIsRefusedWhenItIsWritten(String address) {
        assertThat(SyntaxCheck.complaint("url", address)).isNotNull();
    }

    @Test
    void aJsonPathThatARunWouldRefuseIsRefusedWhenItIsWritten() {
        assertThat(SyntaxCheck.complaint("jsonpath", "$.a[?(@.b =~ /x.*/)]")).contains("=~");
        assertThat(SyntaxCheck.complaint("place", "$.a..")).isNotNull();
        assertThat(SyntaxCheck.complaint("place", "load average")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"css,:not(", "jsonpath,$[?((", "regex,(", "jsonpath,$..[?(!"})
    void whatIsNestedWithoutEndIsAComplaintAndNoOverflow(String syntax, String piece) {
        for (int times : List.of(1, 100, 20_000)) {
            assertThat(SyntaxCheck.complaint(syntax, piece.repeat(times))).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$[",
                "$.",
                "$..",
                "$[?(",
                "$['",
                "$[1:",
                "$.a[?(@",
                "$.length(",
                "$[?(@.a in",
                "$[?(@.a==",
                "$.sum($",
                "@",
                "$[*",
                "$[-",
                "$[999999999999]",
                "$[?(@.a nin [)]",
                "$[?(@.a == 1e999999)]",
                "$.a.concat(",
                "$\\",
                "$[?(/a/)]",
                "$[?()]"
            })
    void aBrokenJsonPathIsAComplaintAndNoException(String path) {
        // Whatever it says: it must say it without throwing.
        assertThat(SyntaxCheck.complaint("jsonpath", path))
                .satisfiesAnyOf(
                        complaint -> assertThat(complaint).isNull(),
                        complaint -> assertThat(complaint).isNotBlank());
    }
}

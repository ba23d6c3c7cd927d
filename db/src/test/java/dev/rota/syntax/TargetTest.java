package dev.rota.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
        http://a.example,                     http://a.example/
        HTTP://A.Example:80/x?y=1#frag,       http://a.example/x?y=1
        https://a.example:443/,               https://a.example/
        https://a.example:8443/,              https://a.example:8443/
        http://my_host:9100/metrics,          http://my_host:9100/metrics
        http://bücher.example/straße,         http://xn--bcher-kva.example/stra%C3%9Fe
        http://a.example/a b|c?q=100%,        http://a.example/a%20b%7Cc?q=100%25
        http://[::1]:8080/x,                  http://[0:0:0:0:0:0:0:1]:8080/x
        http://10.0.0.1/,                     http://10.0.0.1/
        """)
    void anAddressIsReadOnceAndWrittenInOneWay(String written, String url) {
        assertThat(Target.parse(written).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "a.example",
                "//a.example/",
                "",
                "http://",
                "http:///x",
                "http://user:pw@a.example/",
                "http://a.example@b.example/",
                "http://a.example\\@b.example/",
                "http:\\\\a.example",
                "http://a.example/\u0000",
                "http://a.example/\r\nX: y",
                "http://2130706433/",
                "http://0x7f.0.0.1/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.1.:80x/",
                "http://a..example/",
                "http://-a.example/",
                "http://a.example:0/",
                "http://a.example:65536/",
                "http://[::1/",
                "http://[nonsense]/",
                "http://a%2eexample/"
            })
    void anAddressThatReadersCouldDisagreeAboutIsRefused(String written) {
        assertThatThrownBy(() -> Target.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ?page=2,               http://a.example/list/all?page=2
        next,                  http://a.example/list/next
        /top,                  http://a.example/top
        //b.example/x,         http://b.example/x
        ../up,                 http://a.example/up
        https://c.example,     https://c.example/
        """)
    void aReferenceIsResolvedAgainstThePage(String reference, String url) {
        assertThat(Target.parse("http://a.example/list/all?page=1")
                        .resolve(reference)
                        .url())
                .isEqualTo(url);
    }

    @Test
    void aMessageNeverShowsTheQueryNorAPassword() {
        assertThat(Target.parse("http://a.example/x?token=geheim").shown()).isEqualTo("http://a.example/x?…");
        assertThatThrownBy(() -> Target.parse("http://user:geheim@a.example/"))
                .hasMessageNotContaining("geheim")
                .hasMessageContaining("auth");
    }
}

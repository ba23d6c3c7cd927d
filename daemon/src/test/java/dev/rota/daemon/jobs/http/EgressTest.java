package dev.rota.daemon.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            8.8.8.8,          true,  true
            2606:4700::1111,  true,  true
            10.1.2.3,         false, true
            fd12::1,          false, true
            100.64.1.1,       false, true
            127.0.0.1,        false, false
            ::1,              false, false
            0.0.0.0,          false, false
            169.254.169.254,  false, false
            fe80::1,          false, false
            203.0.113.7,      false, false
            224.0.0.1,        false, false
            64:ff9b::a01:203, false, true
            """)
    void eachProfileReachesItsOwn(String address, boolean scrape, boolean collect) {
        Egress egress = new Egress("", List.of());
        InetAddress literal = InetAddress.ofLiteral(address);

        assertThat(egress.refusal(literal, 80, Egress.Profile.SCRAPE).isEmpty()).isEqualTo(scrape);
        assertThat(egress.refusal(literal, 80, Egress.Profile.COLLECT).isEmpty())
                .isEqualTo(collect);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            127.0.0.0/8,            127.1.2.3,       80,   true
            127.0.0.1,              127.0.0.1,       80,   true
            127.0.0.1,              127.0.0.2,       80,   false
            127.0.0.1:9100,         127.0.0.1,       9100, true
            127.0.0.1:9100,         127.0.0.1,       9101, false
            127.0.0.1:9100,         ::ffff:7f00:1,   9100, true
            ::1/128,                ::1,             80,   true
            [::1]:9100,             ::1,             9100, true
            [::1]:9100,             ::1,             9101, false
            10.0.0.0/9,             10.127.255.255,  80,   true
            10.0.0.0/9,             10.128.0.0,      80,   false
            0.0.0.0/0,              169.254.169.254, 80,   false
            169.254.169.254:80,     169.254.169.254, 80,   false
            ::/0,                   fe80::1,         80,   false
            """)
    void anAdministratorOpensRangesAndPortsButNeverMetadata(String allow, String address, int port, boolean open) {
        Egress egress = new Egress(allow, List.of());

        assertThat(egress.refusal(InetAddress.ofLiteral(address), port, Egress.Profile.SCRAPE)
                        .isEmpty())
                .isEqualTo(open);
    }

    @Test
    void rotaItselfAndItsDatabaseAreOpenedOnlyByAnEntryThatNamesThePort() {
        List<String> own = List.of("127.0.0.1:8470", "10.9.9.9:5432");
        InetAddress here = InetAddress.getLoopbackAddress();
        InetAddress database = InetAddress.ofLiteral("10.9.9.9");

        Egress range = new Egress("127.0.0.0/8,10.0.0.0/8", own);
        assertThat(range.refusal(here, 8470, Egress.Profile.COLLECT))
                .get()
                .asString()
                .contains("Rota itself or its database");
        assertThat(range.refusal(InetAddress.ofLiteral("127.8.8.8"), 8470, Egress.Profile.COLLECT))
                .isPresent();
        assertThat(range.refusal(database, 5432, Egress.Profile.COLLECT)).isPresent();
        assertThat(range.refusal(database, 5433, Egress.Profile.COLLECT)).isEmpty();

        Egress named = new Egress("127.0.0.1:8470,10.9.9.9:5432", own);
        assertThat(named.refusal(here, 8470, Egress.Profile.COLLECT)).isEmpty();
        assertThat(named.refusal(database, 5432, Egress.Profile.COLLECT)).isEmpty();
    }

    @Test
    void aNameIsRefusedIfAnyOfItsAddressesIs() {
        Egress egress = new Egress(
                "",
                List.of(),
                _ -> List.of(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("169.254.169.254")));

        assertThatThrownBy(() -> egress.resolve("both.example", 80, Egress.Profile.COLLECT))
                .isInstanceOf(EgressRefused.class)
                .hasMessageContaining("both.example (169.254.169.254)")
                .hasMessageContaining("no setting opens");
    }

    @Test
    void theAddressesThatWereJudgedAreTheOnesToConnectTo() throws UnknownHostException {
        InetAddress address = InetAddress.ofLiteral("93.184.216.34");
        Egress egress = new Egress("", List.of(), _ -> List.of(address));

        assertThat(egress.resolve("a.example", 443, Egress.Profile.SCRAPE))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getAddress()).isEqualTo(address);
                    assertThat(found.getPort()).isEqualTo(443);
                });
    }

    @Test
    void everyEntryThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> new Egress("10.0.0.0/33, ,localhost,10.0.0.1:0,[::1]80", List.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/33")
                .hasMessageContaining("localhost")
                .hasMessageContaining("10.0.0.1:0")
                .hasMessageContaining("[::1]80")
                .hasMessageContaining("nowhere");
    }
}

package dev.rota.daemon.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReachTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.0.0.0,          0.255.255.255,    LOOPBACK
            1.0.0.0,          9.255.255.255,    PUBLIC
            10.0.0.0,         10.255.255.255,   PRIVATE
            11.0.0.0,         100.63.255.255,   PUBLIC
            100.64.0.0,       100.127.255.255,  PRIVATE
            100.100.100.200,  100.100.100.200,  NEVER
            100.128.0.0,      126.255.255.255,  PUBLIC
            127.0.0.0,        127.255.255.255,  LOOPBACK
            168.63.129.16,    168.63.129.16,    NEVER
            169.253.255.255,  169.253.255.255,  PUBLIC
            169.254.0.0,      169.254.255.255,  NEVER
            172.15.255.255,   172.15.255.255,   PUBLIC
            172.16.0.0,       172.31.255.255,   PRIVATE
            172.32.0.0,       172.32.0.0,       PUBLIC
            192.0.0.0,        192.0.0.255,      SPECIAL
            192.0.0.192,      192.0.0.192,      NEVER
            192.0.2.0,        192.0.2.255,      SPECIAL
            192.88.99.0,      192.88.99.255,    SPECIAL
            192.168.0.0,      192.168.255.255,  PRIVATE
            198.17.255.255,   198.17.255.255,   PUBLIC
            198.18.0.0,       198.19.255.255,   SPECIAL
            198.20.0.0,       198.20.0.0,       PUBLIC
            198.51.100.0,     198.51.100.255,   SPECIAL
            203.0.113.0,      203.0.113.255,    SPECIAL
            223.255.255.255,  223.255.255.255,  PUBLIC
            224.0.0.0,        239.255.255.255,  SPECIAL
            240.0.0.0,        255.255.255.255,  SPECIAL
            """)
    void everyRangeOfIpv4IsKnownByItsFirstAndLastAddressInEveryEmbedding(String first, String last, Reach reach)
            throws UnknownHostException {
        for (String address : List.of(first, last)) {
            for (InetAddress form : forms(address)) {
                assertThat(Reach.of(form))
                        .as(address + " as " + form.getHostAddress())
                        .isEqualTo(reach);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ::,                   LOOPBACK
            ::1,                  LOOPBACK
            64:ff9b:1::,          SPECIAL
            100::,                SPECIAL
            2001::1,              SPECIAL
            2001:1ff:ffff::,      SPECIAL
            2001:200::,           PUBLIC
            2001:db8::1,          SPECIAL
            2606:4700::1111,      PUBLIC
            3fff::,               SPECIAL
            3fff:fff:ffff::,      SPECIAL
            3fff:1000::,          PUBLIC
            4000::,               SPECIAL
            5f00::1,              SPECIAL
            fbff::,               SPECIAL
            fc00::,               PRIVATE
            fdff:ffff::1,         PRIVATE
            fd00:ec2::254,        NEVER
            fe80::,               NEVER
            febf:ffff::1,         NEVER
            fec0::,               SPECIAL
            feff::1,              SPECIAL
            ff00::,               SPECIAL
            ff02::1,              SPECIAL
            """)
    void everyRangeOfIpv6IsKnown(String address, Reach reach) {
        assertThat(Reach.of(InetAddress.ofLiteral(address))).isEqualTo(reach);
    }

    static Stream<String> writtenAsMapped() {
        return Stream.of(
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "::ffff:0:127.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("writtenAsMapped")
    void loopbackIsLoopbackHoweverItIsWritten(String text) {
        assertThat(Reach.of(InetAddress.ofLiteral(text))).isEqualTo(Reach.LOOPBACK);
    }

    /// The address itself, and inside mapped, compatible, translated, NAT64 and 6to4 addresses.
    private static List<InetAddress> forms(String address) throws UnknownHostException {
        InetAddress plain = InetAddress.ofLiteral(address);
        byte[] b = plain.getAddress();
        List<InetAddress> forms = new ArrayList<>(List.of(plain));
        forms.add(embedded(b, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff));
        forms.add(embedded(b, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0));
        forms.add(embedded(b, 12, 0, 0x64, 0xff, 0x9b));
        forms.add(embedded(b, 2, 0x20, 0x02));
        if (b[0] != 0) {
            forms.add(embedded(b, 12));
        }
        return forms;
    }

    private static InetAddress embedded(byte[] v4, int at, int... prefix) throws UnknownHostException {
        byte[] v6 = new byte[16];
        for (int i = 0; i < prefix.length; i++) {
            v6[i] = (byte) prefix[i];
        }
        System.arraycopy(v4, 0, v6, at, 4);
        return InetAddress.getByAddress(v6);
    }
}

package dev.rota.daemon.jobs.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// What kind of place an address is, by a table of our own: the JDK's predicates miss shared address space (CGNAT),
/// unique local addresses, and every way of writing an IPv4 address inside an IPv6 one.
enum Reach {
    PUBLIC("a public address"),
    PRIVATE("a private address"),
    LOOPBACK("this machine itself"),
    /// Multicast, reserved, documentation and the like: nothing a job could mean.
    SPECIAL("not an address of a single host"),
    /// Where clouds hand out credentials, and link-local: no setting opens these.
    NEVER("link-local or a cloud's metadata service");

    private final String words;

    Reach(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    private record Row(Cidr range, Reach reach) {}

    private static final List<Row> TABLE = List.of(
            row("0.0.0.0/0", PUBLIC),
            row("0.0.0.0/8", LOOPBACK),
            row("10.0.0.0/8", PRIVATE),
            row("100.64.0.0/10", PRIVATE),
            row("100.100.100.200/32", NEVER),
            row("127.0.0.0/8", LOOPBACK),
            row("168.63.129.16/32", NEVER),
            row("169.254.0.0/16", NEVER),
            row("172.16.0.0/12", PRIVATE),
            row("192.0.0.0/24", SPECIAL),
            row("192.0.0.192/32", NEVER),
            row("192.0.2.0/24", SPECIAL),
            row("192.88.99.0/24", SPECIAL),
            row("192.168.0.0/16", PRIVATE),
            row("198.18.0.0/15", SPECIAL),
            row("198.51.100.0/24", SPECIAL),
            row("203.0.113.0/24", SPECIAL),
            row("224.0.0.0/4", SPECIAL),
            row("240.0.0.0/4", SPECIAL),
            row("::/0", SPECIAL),
            row("::/128", LOOPBACK),
            row("::1/128", LOOPBACK),
            row("64:ff9b:1::/48", SPECIAL),
            row("2000::/3", PUBLIC),
            row("2001::/23", SPECIAL),
            row("2001:db8::/32", SPECIAL),
            row("3fff::/20", SPECIAL),
            row("fc00::/7", PRIVATE),
            row("fd00:ec2::/32", NEVER),
            row("fd20:ce::254/128", NEVER),
            row("fe80::/10", NEVER),
            row("fec0::/10", SPECIAL),
            row("ff00::/8", SPECIAL));

    /// The kind of place, seen through mapped, compatible, NAT64 and 6to4 forms.
    static Reach of(InetAddress address) {
        InetAddress plain = unwrap(address);
        Reach found = SPECIAL;
        int bits = -1;
        for (Row row : TABLE) {
            if (row.range.bits() > bits && row.range.contains(plain)) {
                found = row.reach;
                bits = row.range.bits();
            }
        }
        return found;
    }

    /// The IPv4 address inside an IPv6 one, where there is one; else the address itself. (To the JDK a mapped
    /// address, `::ffff:…`, is an IPv4 one from the start, but not one that was put together from bytes with a
    /// scope.)
    static InetAddress unwrap(InetAddress address) {
        byte[] b = address.getAddress();
        if (b.length != 16) {
            return address;
        }
        if (startsWith(b, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)
                || startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)
                || startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0)) {
            return v4(b, 12);
        }
        if (startsWith(b, 0x20, 0x02)) {
            return v4(b, 2);
        }
        boolean compatible = startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean tiny = compatible && b[12] == 0 && b[13] == 0 && b[14] == 0 && (b[15] == 0 || b[15] == 1);
        return compatible && !tiny ? v4(b, 12) : address;
    }

    private static Row row(String range, Reach reach) {
        return new Row(Cidr.parse(range), reach);
    }

    private static boolean startsWith(byte[] bytes, int... first) {
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xff) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}

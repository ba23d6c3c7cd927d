package dev.rota.daemon.jobs.http;

import java.net.InetAddress;

/// A range of addresses: all that share the first `bits` bits of `network`. IPv4 and IPv6 never mix.
record Cidr(InetAddress network, int bits) {

    /// @param text `address` or `address/bits`; an IPv6 address without brackets
    /// @throws IllegalArgumentException with a sentence when it is neither
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
        int width = address.getAddress().length * 8;
        int bits = width;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
        }
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a range of addresses: write address/bits, bits 0 to " + width);
        }
        return new Cidr(address, bits);
    }

    boolean contains(InetAddress address) {
        byte[] here = network.getAddress();
        byte[] there = address.getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((here[bit / 8] ^ there[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: write it in numbers", e);
        }
    }
}

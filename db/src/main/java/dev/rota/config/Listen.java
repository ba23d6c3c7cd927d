package dev.rota.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a process listens.
///
/// @param host a name or an address; IPv6 without brackets
/// @param port 0 for any free one
public record Listen(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[^:\\[\\]\\s]+)):(?<port>\\d{1,5})");

    /// Reads `host:port` or `[address]:port`; empty when it is neither.
    public static Optional<Listen> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > 65535) {
            return Optional.empty();
        }
        String host = matcher.group("six") == null ? matcher.group("host") : matcher.group("six");
        return Optional.of(new Listen(host, Integer.parseInt(matcher.group("port"))));
    }

    /// As it is written: an IPv6 address stands in brackets.
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

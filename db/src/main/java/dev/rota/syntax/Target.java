package dev.rota.syntax;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a request goes: an address that was read once and is used as it was read. Two readers that disagree about
/// an address (the judge's and the client's) are how such checks are usually got around.
///
/// @param host lower case, in ASCII; an IPv6 address without brackets
/// @param path path and query, as sent
public record Target(String scheme, String host, int port, String path) {

    /// @throws IllegalArgumentException with a sentence saying what is wrong with the address
    public static Target parse(String url) {
        return of(url, null);
    }

    /// An address as it stands in a page or in a Location header, relative to this one.
    ///
    /// @throws IllegalArgumentException with a sentence saying what is wrong with the address
    public Target resolve(String reference) {
        return of(reference, this);
    }

    /// The address as text; the default port is left out.
    public String url() {
        return origin() + path;
    }

    public String origin() {
        boolean standard = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + (standard ? "" : ":" + port);
    }

    public boolean sameOrigin(Target other) {
        return origin().equals(other.origin());
    }

    /// The address without its query, which may hold secrets: for messages.
    public String shown() {
        int query = path.indexOf('?');
        return origin() + (query < 0 ? path : path.substring(0, query) + "?…");
    }

    @Override
    public String toString() {
        return shown();
    }

    private static Target of(String written, @Nullable Target base) {
        String text = written.strip();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || Character.isISOControl(c)) {
                throw wrong(text, "has a backslash or a control character in it");
            }
        }
        if (text.length() > 8192) {
            throw wrong(text.substring(0, 80) + "…", "is longer than 8192 characters");
        }
        try {
            URI uri = new URI(escaped(text));
            if (base != null) {
                uri = resolved(URI.create(base.url()), uri);
            }
            return of(uri, text);
        } catch (URISyntaxException e) {
            throw wrong(text, "cannot be read: " + e.getReason() + " at character " + e.getIndex());
        }
    }

    private static URI resolved(URI base, URI reference) {
        // java.net.URI resolves "?page=2" against the directory instead of the page (RFC 2396); RFC 3986 keeps the
        // page.
        boolean onlyQuery = reference.getScheme() == null
                && reference.getRawAuthority() == null
                && reference.getRawPath().isEmpty()
                && reference.getRawQuery() != null;
        return onlyQuery
                ? base.resolve(URI.create(base.getRawPath() + "?" + reference.getRawQuery()))
                : base.resolve(reference);
    }

    private static Target of(URI uri, String text) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw wrong(text, "must begin with http:// or https://");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw wrong(text, "names no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw wrong(
                    text.replaceFirst("//[^/]*@", "//…@"),
                    "must not hold a user name or password; use the job's auth instead");
        }
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end <= 0 ? authority : authority.substring(0, end);
        String port = authority.substring(host.length());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery();
        return new Target(
                scheme, host(host, text), port(scheme, port, text), query == null ? path : path + "?" + query);
    }

    private static String host(String written, String text) {
        if (written.startsWith("[")) {
            try {
                return InetAddress.ofLiteral(written.substring(1, written.length() - 1))
                        .getHostAddress();
            } catch (IllegalArgumentException e) {
                throw wrong(text, "has no valid IPv6 address in its brackets");
            }
        }
        String host = written.toLowerCase(Locale.ROOT);
        if (!host.matches("[a-z0-9]([a-z0-9._-]*[a-z0-9_])?\\.?") || host.contains("..")) {
            throw wrong(text, "has no valid host name");
        }
        // What ends in a number is an address. Forms such as 2130706433, 127.1 or 0x7f.0.0.1 mean different places to
        // different readers, so only the plain form is taken.
        String last = host.replaceFirst("\\.$", "").replaceFirst(".*\\.", "");
        if (last.matches("[0-9]+|0x[0-9a-f]*") && !host.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw wrong(text, "writes its address in an unusual way; write it as four decimal numbers");
        }
        return host;
    }

    private static int port(String scheme, String text, String url) {
        if (text.isEmpty() || text.equals(":")) {
            return scheme.equals("https") ? 443 : 80;
        }
        int port = text.matches(":[0-9]{1,5}") ? Integer.parseInt(text.substring(1)) : 0;
        if (port < 1 || port > 65535) {
            throw wrong(url, "has no valid port");
        }
        return port;
    }

    /// People write, and pages hold, characters that an address may not: they are escaped as browsers do. A host in
    /// other letters becomes its ASCII form.
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int start = hostEnd(text);
        String head = text.substring(0, start);
        if (head.chars().anyMatch(c -> c > 127)) {
            int slashes = head.indexOf("//") + 2;
            try {
                head = head.substring(0, slashes) + IDN.toASCII(head.substring(slashes), IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException e) {
                throw wrong(text, "has no valid host name");
            }
        }
        out.append(head);
        text.substring(start).codePoints().forEach(c -> {
            if (c > 127 || " \"<>^`{|}[]".indexOf(c) >= 0) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    /// Where the part after the host begins; 0 when the text names no host.
    private static int hostEnd(String text) {
        int slashes = text.indexOf("//");
        if (slashes < 0 || !text.substring(0, slashes).matches("([A-Za-z][A-Za-z0-9+.-]*:)?")) {
            return 0;
        }
        for (int i = slashes + 2; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static IllegalArgumentException wrong(String url, String what) {
        return new IllegalArgumentException("The address " + url + " " + what + ".");
    }
}

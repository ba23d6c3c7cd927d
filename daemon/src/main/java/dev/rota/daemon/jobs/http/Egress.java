package dev.rota.daemon.jobs.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a job may connect to.
///
/// Rota runs addresses that users write, inside somebody's network: without this, a user of the page could read what
/// only this machine may read. A name is refused if any of its addresses is. See spec "Egress".
public final class Egress {

    /// What a job is for decides what it may reach.
    public enum Profile {
        /// Web pages: public addresses only.
        SCRAPE,
        /// Devices and services inside a network: private addresses too.
        COLLECT
    }

    /// An opening made by an administrator.
    ///
    /// @param port 0: any port, except those of Rota itself and its database, which must be named
    private record Opening(Cidr range, int port) {}

    private record Endpoint(String host, int port) {}

    private final List<Opening> openings;
    private final List<Endpoint> own;
    private final NameLookup names;

    /// @param allow `cidr[:port],…` (an IPv6 range with a port in brackets: `[fd00::/8]:443`); empty: nothing
    ///     more
    /// @param own   `host:port` of Rota's listeners and its database
    /// @throws IllegalArgumentException with a sentence naming every entry that cannot be read
    public Egress(String allow, List<String> own) {
        this(allow, own, NameLookup.SYSTEM);
    }

    Egress(String allow, List<String> own, NameLookup names) {
        List<String> wrong = new ArrayList<>();
        this.openings = openings(allow, wrong);
        this.own = own.stream().map(entry -> endpoint(entry, wrong)).toList();
        this.names = names;
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /// The addresses of a host, all of them judged; connect to these and to no others.
    ///
    /// @param host a name, or an address in numbers (IPv6 with or without brackets)
    /// @throws EgressRefused        when the host may not be connected to
    /// @throws UnknownHostException when it has no address, or the name server does not answer
    public List<InetSocketAddress> resolve(String host, int port, Profile profile) throws UnknownHostException {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        List<InetSocketAddress> targets = new ArrayList<>();
        for (InetAddress address : names.lookUp(bare)) {
            Optional<String> refusal = refusal(address, port, profile);
            if (refusal.isPresent()) {
                String which =
                        bare.equals(address.getHostAddress()) ? bare : bare + " (" + address.getHostAddress() + ")";
                throw new EgressRefused(which + " may not be connected to: " + refusal.get());
            }
            targets.add(new InetSocketAddress(address, port));
        }
        return targets;
    }

    /// Why an address may not be connected to, as the second half of a sentence; empty: it may.
    Optional<String> refusal(InetAddress address, int port, Profile profile) {
        InetAddress plain = Reach.unwrap(address);
        Reach reach = Reach.of(plain);
        if (reach == Reach.NEVER) {
            return Optional.of("it is " + reach.words() + "; no setting opens these.");
        }
        if (own.stream().anyMatch(endpoint -> endpoint.port == port && isAt(endpoint, plain))) {
            return opened(plain, port, true)
                    ? Optional.empty()
                    : Optional.of(
                            "port " + port + " there is Rota itself or its database. An administrator can open it with"
                                    + " ROTA_EGRESS_ALLOW=" + plain.getHostAddress() + ":" + port + ".");
        }
        boolean allowed = switch (reach) {
            case PUBLIC -> true;
            case PRIVATE -> profile == Profile.COLLECT;
            case LOOPBACK, SPECIAL, NEVER -> false;
        };
        return allowed || opened(plain, port, false)
                ? Optional.empty()
                : Optional.of(
                        "it is " + reach.words() + ", which " + profile.name().toLowerCase(Locale.ROOT)
                                + " jobs may not reach. An administrator can open it with ROTA_EGRESS_ALLOW="
                                + plain.getHostAddress() + ":" + port + ".");
    }

    private boolean opened(InetAddress address, int port, boolean named) {
        return openings.stream()
                .anyMatch(opening ->
                        (opening.port == port || (opening.port == 0 && !named)) && opening.range.contains(address));
    }

    /// Whether an endpoint of ours is reached at an address: an endpoint on loopback or on every interface is
    /// reached at any address of this machine.
    private boolean isAt(Endpoint endpoint, InetAddress address) {
        try {
            for (InetAddress ours : InetAddress.getAllByName(endpoint.host)) {
                if (Reach.unwrap(ours).equals(address) || (Reach.of(ours) == Reach.LOOPBACK && isLocal(address))) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return Reach.of(address) == Reach.LOOPBACK || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    private static List<Opening> openings(String allow, List<String> wrong) {
        List<Opening> found = new ArrayList<>();
        for (String entry : Arrays.stream(allow.split(",", -1))
                .map(String::strip)
                .filter(e -> !e.isEmpty())
                .toList()) {
            try {
                found.add(opening(entry));
            } catch (IllegalArgumentException e) {
                wrong.add("ROTA_EGRESS_ALLOW: " + e.getMessage());
            }
        }
        return List.copyOf(found);
    }

    private static Opening opening(String entry) {
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            String rest = end < 0 ? "?" : entry.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw new IllegalArgumentException("'" + entry + "': write [range]:port");
            }
            return new Opening(
                    Cidr.parse(entry.substring(1, end)), rest.isEmpty() ? 0 : port(entry, rest.substring(1)));
        }
        int colon = entry.indexOf(':');
        boolean withPort = colon >= 0 && colon == entry.lastIndexOf(':');
        return new Opening(
                Cidr.parse(withPort ? entry.substring(0, colon) : entry),
                withPort ? port(entry, entry.substring(colon + 1)) : 0);
    }

    private static Endpoint endpoint(String entry, List<String> wrong) {
        int colon = entry.lastIndexOf(':');
        try {
            String host = entry.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
            return new Endpoint(
                    host.isEmpty() || host.equals("*") ? "0.0.0.0" : host, port(entry, entry.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            wrong.add("own endpoint " + e.getMessage());
            return new Endpoint("", 0);
        }
    }

    private static int port(String entry, String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + entry + "': the port must be a number from 1 to 65535");
        }
        return port;
    }
}

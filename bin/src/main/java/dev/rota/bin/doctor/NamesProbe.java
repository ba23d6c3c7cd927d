package dev.rota.bin.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether names are found: that of the database, and what jobs asked for lately.
final class NamesProbe {
    private static final int PATIENCE_S = 5;

    private NamesProbe() {}

    /// @param hosts names or addresses
    static List<Finding> look(List<String> hosts) {
        List<Finding> findings = new ArrayList<>();
        for (String host : hosts) {
            findings.add(find(host));
        }
        return findings;
    }

    private static Finding find(String host) {
        try {
            String found = CompletableFuture.supplyAsync(() -> address(host))
                    .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                    .join();
            return Finding.ok(host + " is " + found + ".");
        } catch (CompletionException e) {
            boolean late = e.getCause() instanceof TimeoutException;
            return Finding.fail(
                    "The name " + host + (late ? " was not answered within " + PATIENCE_S + " s." : " is not known."),
                    "See /etc/resolv.conf and whether its name server answers: getent hosts " + host + ".");
        }
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    /// @param failures runs of the last day that failed because a name was not found
    static List<Finding> ofTargets(long failures) {
        return List.of(
                failures == 0
                        ? Finding.ok("No run of the last day failed because a name was not found.")
                        : Finding.warn(
                                failures + " runs of the last day failed because a name was not found.",
                                "`rota runs list` shows them; see /etc/resolv.conf if many targets are concerned."));
    }
}

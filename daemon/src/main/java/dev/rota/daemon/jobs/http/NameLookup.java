package dev.rota.daemon.jobs.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Turns a name into addresses.
interface NameLookup {
    /// How long a name server may take. The C library would wait half a minute and more.
    int SECONDS = 10;

    /// @throws UnknownHostException when there is none, or no answer; the thread's interrupt flag is left set if it
    /// was
    ///                              interrupted while waiting
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /// The machine's own. The C library's lookup cannot be interrupted and holds on to its thread, so it gets one
    /// of its own, which is left behind when nobody waits for it any longer.
    NameLookup SYSTEM = host -> {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notNumbers) {
            return byName(host);
        }
    };

    private static List<InetAddress> byName(String host) throws UnknownHostException {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
        Thread.ofPlatform().daemon().name("rota-dns").start(lookup);
        try {
            return lookup.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw caused(host, "the lookup was interrupted", e);
        } catch (TimeoutException e) {
            throw caused(host, "the name server did not answer within " + SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw caused(host, "the name is not known", e);
        }
    }

    private static UnknownHostException caused(String host, String what, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(host + ": " + what);
        unknown.initCause(cause);
        return unknown;
    }
}

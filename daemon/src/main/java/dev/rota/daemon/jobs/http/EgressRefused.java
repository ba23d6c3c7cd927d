package dev.rota.daemon.jobs.http;

import java.net.UnknownHostException;

/// A host may not be connected to. The message says which, why, and how an administrator opens it.
///
/// It is an [UnknownHostException] because that is all a resolver of the HTTP client may throw.
public final class EgressRefused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    EgressRefused(String sentence) {
        super(sentence);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

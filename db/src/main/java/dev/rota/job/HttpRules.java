package dev.rota.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a job may say about an HTTP request: asked when it is written, and again before it is sent.
public final class HttpRules {
    /// Headers that say how the message is sent: the client's business, and a way to smuggle a second request.
    private static final Set<String> NOT_SETTABLE = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding",
            "proxy-authorization",
            "proxy-connection");

    private HttpRules() {}

    /// What is wrong with the method, and with a body that goes with it.
    public static List<Problem> method(String method, @Nullable String body) {
        String verb = method.toUpperCase(Locale.ROOT);
        if (!verb.equals("GET") && !verb.equals("POST")) {
            return List.of(new Problem("/method", "enum", "The method must be GET or POST, not '" + method + "'."));
        }
        return body != null && verb.equals("GET")
                ? List.of(new Problem("/body", "unused", "A GET has no body: make it a POST, or leave the body out."))
                : List.of();
    }

    /// What is wrong with the headers; the pointers begin with `/headers`.
    public static List<Problem> headers(Map<String, String> headers) {
        List<Problem> problems = new ArrayList<>();
        headers.forEach((name, value) -> {
            String at = "/headers/" + name.replace("~", "~0").replace("/", "~1");
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                problems.add(new Problem(at, "header", "'" + name + "' is not the name of a header."));
            } else if (NOT_SETTABLE.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(new Problem(at, "header", "The header " + name + " is set by Rota itself; leave it out."));
            } else if (value.chars().anyMatch(c -> (c < 32 && c != '\t') || c == 127)) {
                problems.add(new Problem(
                        at,
                        "header",
                        "The value of the header " + name + " has a line break or a control character in it."));
            }
        });
        return problems;
    }
}

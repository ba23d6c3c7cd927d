package dev.rota.daemon.jobs.http;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.job.HttpRules;
import dev.rota.job.Problem;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing to fetch.
///
/// @param headers       the job's own; they may hold credentials (API keys), so they never cross origins
/// @param body          of a POST, or null
/// @param authorization the value of the header of that name, or null
public record Request(
        Target target,
        String method,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String authorization) {

    public Request {
        headers = Map.copyOf(headers);
    }

    /// A request as a job spells it.
    ///
    /// @throws JobFailed class `config` when the address, the method or a header cannot be used, or a secret
    ///                   is missing
    public static Request of(
            String url,
            String method,
            Map<String, String> headers,
            @Nullable String body,
            Source.@Nullable Auth auth,
            RunContext context)
            throws JobFailed {
        List<Problem> problems = new ArrayList<>(HttpRules.method(method, body));
        problems.addAll(HttpRules.headers(headers));
        if (!problems.isEmpty()) {
            throw config(problems.getFirst().message());
        }
        String verb = method.toUpperCase(Locale.ROOT);
        try {
            return new Request(
                    Target.parse(url), verb, headers, body, auth == null ? null : authorization(auth, context));
        } catch (IllegalArgumentException e) {
            throw config(String.valueOf(e.getMessage()));
        }
    }

    /// The same request for another address of the same site.
    public Request at(Target other) {
        return new Request(other, method, headers, body, authorization);
    }

    /// A plain GET of an address of another site: nothing that could be a credential goes along.
    Request barelyAt(Target other) {
        return new Request(other, "GET", Map.of(), null, null);
    }

    Request asGetAt(Target other) {
        return new Request(other, "GET", headers, null, authorization);
    }

    private static String authorization(Source.Auth auth, RunContext context) throws JobFailed {
        String secret = context.secret(auth.secret()).strip();
        if (secret.chars().anyMatch(c -> c < 32 || c == 127)) {
            throw config("The secret " + auth.secret() + " has a line break or a control character in it.");
        }
        return auth.user() == null
                ? "Bearer " + secret
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((auth.user() + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static JobFailed config(String sentence) {
        return new JobFailed(FailureClass.CONFIG, sentence);
    }
}

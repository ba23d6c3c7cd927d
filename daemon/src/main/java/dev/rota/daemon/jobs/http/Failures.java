package dev.rota.daemon.jobs.http;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;

/// What went wrong, in a class for programs and a sentence for people.
final class Failures {
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private Failures() {}

    static JobFailed of(Target target, Exception e) {
        String where = target.shown();
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return switch (e) {
            case EgressRefused refused -> failed(FailureClass.REFUSED, where + ": " + refused.sentence(), e);
            case UnknownHostException _ ->
                failed(
                        FailureClass.DNS,
                        where + ": no address was found for the host (" + why
                                + "). Check the name and the name server.",
                        e);
            case Body.TooLarge _ -> failed(FailureClass.TOO_LARGE, where + ": " + why, e);
            case Body.UnknownCoding _ -> failed(FailureClass.PARSE, where + ": " + why, e);
            case MessageConstraintException _ ->
                failed(FailureClass.TOO_LARGE, where + ": the head of the answer is too long (" + why + ").", e);
            case SSLException _ -> failed(FailureClass.TLS, where + ": no secure connection: " + tls(why), e);
            case ConnectTimeoutException _ ->
                failed(
                        FailureClass.CONNECT,
                        where + ": no connection within " + Fetcher.CONNECT.toSeconds()
                                + " s. Is the host up, and is a firewall in between?",
                        e);
            case SocketTimeoutException _ ->
                failed(FailureClass.TIMEOUT, where + ": nothing was sent for " + Fetcher.IDLE.toSeconds() + " s.", e);
            case ConnectException _, NoRouteToHostException _ ->
                failed(
                        FailureClass.CONNECT,
                        where + ": no connection (" + why + "). Is the service running on that port?",
                        e);
            case NoHttpResponseException _ ->
                failed(FailureClass.CONNECT, where + ": the connection was closed without an HTTP answer.", e);
            case MalformedChunkCodingException _, UnsupportedHttpVersionException _ ->
                failed(FailureClass.PARSE, where + ": the answer is not proper HTTP (" + why + ").", e);
            case ConnectionClosedException _, EOFException _ ->
                failed(
                        FailureClass.CONNECT,
                        where + ": the connection broke before the whole answer had come (" + why + ").",
                        e);
            case ZipException _ ->
                failed(FailureClass.PARSE, where + ": the answer is not properly packed (" + why + ").", e);
            case SocketException _
            when why.contains("Too many open files") ->
                failed(
                        FailureClass.RESOURCE,
                        "This machine has no file descriptors left (" + why + "). Raise LimitNOFILE.",
                        e);
            case SocketException _ -> failed(FailureClass.CONNECT, where + ": the connection broke (" + why + ").", e);
            case IOException io
            when io.getCause() instanceof HttpException cause ->
                failed(FailureClass.PARSE, where + ": the answer is not proper HTTP (" + cause.getMessage() + ").", e);
            default -> failed(FailureClass.CONNECT, where + ": " + why, e);
        };
    }

    /// A failure by the status of an answer.
    ///
    /// @throws TargetBusy for 429 and 503 that say when to come back
    static JobFailed byStatus(Target target, HttpResponse response, String excerpt, RunContext context)
            throws TargetBusy {
        int status = response.getCode();
        String where = target.shown();
        String said = status + (response.getReasonPhrase() == null ? "" : " " + response.getReasonPhrase());
        Optional<Instant> until = retryAfter(response, context.now());
        if ((status == 429 || status == 503) && until.isPresent()) {
            throw new TargetBusy(
                    until.get(),
                    where + " answered " + said + " and asked to be left alone until " + until.get() + ".");
        }
        FailureClass failureClass = switch (status) {
            case 401, 403, 407 -> FailureClass.AUTH;
            case 429 -> FailureClass.HTTP_429;
            default -> status >= 500 ? FailureClass.HTTP_5XX : FailureClass.HTTP_4XX;
        };
        String advice = switch (status) {
            case 401 -> " Check the job's auth and its secret.";
            case 403 -> " The target knows the request but does not allow it.";
            case 404, 410 -> " Check the address.";
            case 429 -> " It is asked too often: run the schedule less often.";
            default -> "";
        };
        return new JobFailed(
                failureClass, where + " answered " + said + "." + advice, excerpt.isBlank() ? null : excerpt, null);
    }

    private static Optional<Instant> retryAfter(HttpResponse response, Instant now) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null || header.getValue() == null) {
            return Optional.empty();
        }
        String value = header.getValue().strip();
        Instant latest = now.plus(LONGEST_WAIT);
        Instant until;
        if (value.matches("[0-9]{1,18}")) {
            until = now.plusSeconds(Math.min(Long.parseLong(value), LONGEST_WAIT.toSeconds()));
        } else {
            until = DateUtils.parseStandardDate(value);
        }
        if (until == null) {
            return Optional.empty();
        }
        return Optional.of(until.isBefore(now) ? now : until.isAfter(latest) ? latest : until);
    }

    private static String tls(String why) {
        if (why.contains("PKIX path") || why.contains("unable to find valid certification path")) {
            return "its certificate is not signed by an authority this machine trusts (" + why + ").";
        }
        return why.contains("plaintext connection") || why.contains("Unsupported or unrecognized")
                ? "the port does not speak TLS; is it http?"
                : why;
    }

    private static JobFailed failed(FailureClass failureClass, String sentence, Exception cause) {
        return new JobFailed(failureClass, sentence, null, cause);
    }
}

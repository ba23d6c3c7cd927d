package dev.rota.daemon.jobs.http;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Fetches one document, whatever the other side does.
///
/// There is no time limit on the whole here: that is the interrupt of the run's virtual thread, which closes the
/// socket. Nothing is shared between fetches but idle connections: no cookies, no credentials. Each profile has its
/// own client, so that a connection opened for one is never used by the other.
public final class Fetcher implements AutoCloseable {
    static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration IDLE = Duration.ofSeconds(30);
    static final int MAX_REDIRECTS = 5;

    private final Egress egress;
    private final String userAgent;
    /// Made when a job first needs one: reading the trusted certificates is a good part of a daemon's start.
    private final Map<Egress.Profile, CloseableHttpClient> clients = new ConcurrentHashMap<>();

    public Fetcher(Egress egress, String userAgent) {
        this.egress = egress;
        this.userAgent = userAgent;
    }

    /// @throws JobFailed            with the class that says what went wrong
    /// @throws TargetBusy           when the target asked to be left alone until some time
    /// @throws InterruptedException when the run was cut off; the connection is closed by then
    public Answer fetch(Request request, Egress.Profile profile, RunContext context)
            throws JobFailed, TargetBusy, InterruptedException {
        Request hop = request;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Step step = step(hop, profile, context);
            if (step.next() == null) {
                return step.answer();
            }
            hop = step.next();
        }
        throw new JobFailed(
                FailureClass.REDIRECT,
                request.target().shown() + " redirects more than " + MAX_REDIRECTS + " times, last to "
                        + hop.target().shown() + ".");
    }

    @Override
    public void close() {
        clients.values().forEach(client -> client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE));
    }

    /// Either the answer or the next hop.
    private record Step(@Nullable Answer found, @Nullable Request next) {
        Answer answer() {
            return java.util.Objects.requireNonNull(found);
        }
    }

    private Step step(Request hop, Egress.Profile profile, RunContext context)
            throws JobFailed, TargetBusy, InterruptedException {
        try {
            try {
                return exchange(hop, profile, context);
            } catch (NoHttpResponseException e) {
                // An idle connection that the server had closed meanwhile: once more, where that does no harm.
                if (!hop.method().equals("GET") || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                return exchange(hop, profile, context);
            }
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // A virtual thread's interrupt closes the socket, which the client reports as an I/O error of some kind.
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw Failures.of(hop.target(), e);
        }
    }

    private Step exchange(Request hop, Egress.Profile profile, RunContext context)
            throws IOException, JobFailed, TargetBusy, InterruptedException {
        Target target = hop.target();
        context.turnsTo(target.host());
        // The client asks its resolver only when it opens a connection; a connection that is already open was judged
        // for
        // the same host and port, but perhaps under another name server's answer: cheap enough to judge each time.
        egress.resolve(target.host(), target.port(), profile);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HttpUriRequestBase message = message(hop);
        HttpHost host = new HttpHost(target.scheme(), target.host(), target.port());
        try (ClassicHttpResponse response = client(profile).executeOpen(host, message, null)) {
            boolean whole = false;
            try {
                Step step = read(hop, response, context.now(), context);
                whole = true;
                return step;
            } finally {
                if (!whole) {
                    // Without this, closing would first read the rest of a body that may never end.
                    message.cancel();
                }
            }
        }
    }

    private Step read(Request hop, ClassicHttpResponse response, Instant receivedAt, RunContext context)
            throws IOException, JobFailed, TargetBusy {
        int status = response.getCode();
        Header location = response.getFirstHeader("Location");
        if (status >= 300 && status < 400 && location != null) {
            return new Step(null, Redirects.follow(hop, status, String.valueOf(location.getValue())));
        }
        HttpEntity entity = response.getEntity();
        if (status < 200 || status >= 300) {
            throw Failures.byStatus(hop.target(), response, excerpt(entity), context);
        }
        byte[] body = new byte[0];
        if (entity != null) {
            InputStream wire = entity.getContent();
            body = Body.read(wire, entity.getContentLength(), entity.getContentEncoding());
            wire.close();
        }
        String type = entity == null ? null : entity.getContentType();
        return new Step(new Answer(hop.target(), status, type, body, receivedAt), null);
    }

    /// What the first bytes of a failed answer say, as far as they come at once.
    private static String excerpt(@Nullable HttpEntity entity) throws IOException {
        if (entity == null || entity.getContentEncoding() != null) {
            return "";
        }
        return Answer.excerpt(new String(entity.getContent().readNBytes(2000), StandardCharsets.UTF_8));
    }

    private static HttpUriRequestBase message(Request hop) {
        HttpUriRequestBase message =
                new HttpUriRequestBase(hop.method(), URI.create(hop.target().url()));
        hop.headers().forEach(message::setHeader);
        message.setHeader("Accept-Encoding", "gzip, deflate");
        if (hop.authorization() != null) {
            message.setHeader("Authorization", hop.authorization());
        }
        if (hop.body() != null) {
            message.setEntity(new StringEntity(
                    hop.body(), org.apache.hc.core5.http.ContentType.create("text/plain", StandardCharsets.UTF_8)));
        }
        return message;
    }

    private CloseableHttpClient client(Egress.Profile profile) {
        return clients.computeIfAbsent(profile, this::newClient);
    }

    private CloseableHttpClient newClient(Egress.Profile profile) {
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(64 * 1024)
                .setMaxHeaderCount(200)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new JudgedResolver(egress, profile))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(MachineTrust.context()))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .build())
                .setMaxConnTotal(1000)
                .setMaxConnPerRoute(100)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(IDLE))
                        .setIdleTimeout(Timeout.ofSeconds(5))
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setUserAgent(userAgent)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(IDLE))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    private static InterruptedException interrupted(Exception cause) {
        InterruptedException interrupted = new InterruptedException("the fetch was cut off");
        interrupted.initCause(cause);
        return interrupted;
    }

    /// The client connects to what this returns, and to nothing else.
    private record JudgedResolver(Egress egress, Egress.Profile profile) implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            return egress.resolve(host, port, profile);
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host + ": a host is judged together with its port");
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}

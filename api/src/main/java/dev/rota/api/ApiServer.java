package dev.rota.api;

import dev.rota.api.errors.ProblemView;
import dev.rota.api.errors.RequestIdFilter;
import dev.rota.syntax.Json;
import jakarta.ws.rs.core.Application;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.jetty.JettyHttpContainer;
import org.glassfish.jersey.jetty.JettyHttpContainerProvider;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/// The HTTP server: Jetty's core handler in front of Jersey. The only file that knows either.
///
/// Jetty's few platform threads only move bytes; every request is answered on a virtual thread of its own, so a
/// request that waits (for the database, for the result of a test) holds nothing that another one needs.
final class ApiServer {
    private static final long IDLE_MILLIS = 60_000;
    private static final long DRAIN_MILLIS = 5_000;

    /// Warns of every resource that is handed over as an instance ("no provider"), which is how ours are made. Held
    /// here because the logging of the JDK forgets the level of a logger that nobody holds.
    private static final Logger CHECKS = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private final Server server;
    private final ServerConnector connector;

    /// @param host       the address to listen on
    /// @param port       the port, 0 for any free one
    /// @param components resources, filters and providers, see [RotaApplication]
    /// @param answered   is told of every answer, once it is sent
    ApiServer(String host, int port, List<Object> components, Answered answered) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        // Keys of items are parts of paths, and may be addresses themselves: /api/schedules/1/items/https%3A%2F%2F…
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "item-keys", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING));
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        Handler resources =
                new JettyHttpContainerProvider().createContainer(JettyHttpContainer.class, jersey(components));
        server.setHandler(new Timed(new GracefulHandler(new ReadableQuery(resources)), answered));
        server.setErrorHandler(ApiServer::refuseEarly);
        server.setStopTimeout(DRAIN_MILLIS);
    }

    /// Starts to listen.
    ///
    /// @throws IllegalStateException when the address cannot be listened on
    void start() {
        try {
            server.start();
        } catch (Exception e) {
            stop();
            Throwable why = e.getCause() instanceof BindException bound ? bound : e;
            throw new IllegalStateException(
                    "cannot listen on " + connector.getHost() + ":" + connector.getPort() + ": " + why.getMessage()
                            + "; ROTA_LISTEN (or --listen) names another address",
                    e);
        }
    }

    /// The port it listens on.
    int port() {
        return connector.getLocalPort();
    }

    /// Stops to accept, lets requests finish for a few seconds, then ends.
    void stop() {
        try {
            server.stop();
        } catch (TimeoutException _) {
            // Somebody's connection outlived the patience: Jetty has cut it, and stopped all the same.
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop cleanly", e);
        }
    }

    private static Application jersey(List<Object> components) {
        CHECKS.setLevel(Level.SEVERE);
        return new ResourceConfig()
                .setApplicationName("rota")
                .registerInstances(components.toArray())
                .addProperties(Map.of(
                        // Images and XML: nobody sends or asks for them here, and their classes may not be there.
                        CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL",
                        ServerProperties.WADL_FEATURE_DISABLE, true,
                        ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true));
    }

    /// What Jetty refuses by itself (a request line it cannot parse, headers that are too long) as a problem
    /// document.
    private static boolean refuseEarly(Request request, Response response, Callback callback) {
        String id = RequestIdFilter.sane(request.getHeaders().get(RequestIdFilter.HEADER));
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        String path = request.getHttpURI() == null
                ? "/"
                : String.valueOf(request.getHttpURI().getPath());
        byte[] body = Json.write(ProblemView.early(status, path, id)).getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemView.MEDIA_TYPE);
        response.getHeaders().put(RequestIdFilter.HEADER, id);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /// Takes note of an answer.
    @FunctionalInterface
    interface Answered {
        void by(String method, int status, Duration took);
    }

    /// Measures from the request's head to the last byte of the answer.
    private static final class Timed extends Handler.Wrapper {
        private final Answered answered;

        Timed(Handler next, Answered answered) {
            super(next);
            this.answered = answered;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Request.addCompletionListener(
                    request,
                    _ -> answered.by(
                            request.getMethod(),
                            response.getStatus(),
                            Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime())));
            return super.handle(request, response, callback);
        }
    }

    /// Refuses a query that is no part of an address (`?q=100%`), at which Jersey's container would stumble before
    /// any of our mappers sees it, and one with a NUL, which no parameter means and PostgreSQL cannot compare with.
    private static final class ReadableQuery extends Handler.Wrapper {
        private static final Pattern UNREADABLE = Pattern.compile("%(?![0-9A-Fa-f]{2})|%00|[\"<>]");

        ReadableQuery(Handler next) {
            super(next);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String query = request.getHttpURI().getQuery();
            if (query != null && UNREADABLE.matcher(query).find()) {
                Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
                return true;
            }
            return super.handle(request, response, callback);
        }
    }
}

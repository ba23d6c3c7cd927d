package dev.rota.api;

import dev.rota.api.resources.Pause;
import dev.rota.api.resources.RequestTotals;
import dev.rota.store.Database;
import dev.rota.store.ServerLimits;
import dev.rota.store.TimeLimits;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API, put together: the pool of connections, the route table, the HTTP server.
///
/// It starts without a database too, and then answers 503 until there is one.
public final class ApiApp {
    private static final Logger LOG = LoggerFactory.getLogger(ApiApp.class);
    private static final int CONNECTIONS = 8;
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final ApiConfig config;
    private final Database database;
    private final Pause pause = new Pause();
    private final ApiServer server;

    public ApiApp(ApiConfig config) {
        this.config = config;
        this.database = Database.openForReaders(config.database(), "rota-api", CONNECTIONS);
        RequestTotals requests = new RequestTotals();
        this.server = new ApiServer(
                config.listen().host(),
                config.listen().port(),
                RotaApplication.components(config, database, pause, requests),
                requests::add);
    }

    /// Starts to listen.
    ///
    /// @throws IllegalStateException when the address cannot be listened on
    public void start() {
        try {
            server.start();
        } catch (IllegalStateException e) {
            database.close();
            throw e;
        }
        LOG.info("listening on {}:{}", config.listen().host(), port());
        Thread.ofPlatform().name("rota-limits").daemon().start(this::tellOddLimits);
    }

    /// Once the database answers, which may be long after this.
    private void tellOddLimits() {
        boolean told = ServerLimits.tell(database, TimeLimits.USUAL);
        while (!told && pause.goesOn(AGAIN)) {
            told = ServerLimits.tell(database, TimeLimits.USUAL);
        }
    }

    /// The port it listens on, which the configuration may have left open.
    public int port() {
        return server.port();
    }

    /// Ends what waits, lets requests finish for a few seconds, and closes the connections.
    public void stop() {
        pause.end();
        try {
            server.stop();
        } finally {
            database.close();
        }
        LOG.info("stopped");
    }
}

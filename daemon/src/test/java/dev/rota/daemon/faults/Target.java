package dev.rota.daemon.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rota.daemon.time.Gate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What jobs turn to: one path for each behaviour, and the effect log, which is the truth about what was really done
/// and how often, kept outside the database.
final class Target implements AutoCloseable {
    /// `{"value": 1}`, after a moment.
    static final String WORK = "/work";
    /// Answers when it is told to, one request for each time.
    static final String HELD = "/held";

    private static final Duration MOMENT = Duration.ofMillis(100);

    static {
        // Otherwise it hangs up on whoever was served by the two hundredth idle connection, or comes back after 30 s:
        // a POST that meets this is not sent again, and rightly counts as failed.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Effect> effects = new ConcurrentLinkedQueue<>();
    private final Semaphore letGo = new Semaphore(0);

    /// One request that came, in the order of coming.
    ///
    /// @param key      of the slot, the same for every run at it
    /// @param agent    the daemon that asked
    /// @param began    on the monotonic clock of this process
    /// @param ended    when it was answered, or null if nobody was there for the answer
    /// @param held     whether it waited to be told; whoever asked may have hung up long before
    record Effect(
            String key, String agent, long began, @Nullable Long ended, boolean held) {
        String schedule() {
            return key.substring(0, key.indexOf('@'));
        }
    }

    Target() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext(WORK, exchange -> answer(exchange, false));
        server.createContext(HELD, exchange -> answer(exchange, true));
        server.start();
    }

    String url(String path) {
        return "http://" + endpoint() + path;
    }

    String endpoint() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Answers that many requests at [#HELD], now or when they come.
    void letGo(int requests) {
        letGo.release(requests);
    }

    /// Answers at [#HELD] wait again from now on.
    void hold() {
        letGo.drainPermits();
    }

    /// How many requests of a daemon wait at [#HELD] or are being answered.
    long waiting(String agent) {
        return effects.stream()
                .filter(effect -> effect.ended() == null && effect.agent().equals(agent))
                .count();
    }

    /// How many of them wait to be told.
    long held(String agent) {
        return heldOnes().filter(effect -> effect.agent().equals(agent)).count();
    }

    /// The same, of all daemons.
    long held() {
        return heldOnes().count();
    }

    private Stream<Effect> heldOnes() {
        return effects.stream().filter(effect -> effect.ended() == null && effect.held());
    }

    /// How often a schedule was answered while it was being answered already.
    long overlaps() {
        Map<String, List<Effect>> each = effects.stream()
                .filter(effect -> effect.ended() != null && !effect.held())
                .collect(Collectors.groupingBy(Effect::schedule));
        long overlaps = 0;
        for (List<Effect> of : each.values()) {
            of.sort(Comparator.comparingLong(Effect::began));
            for (int i = 1; i < of.size(); i++) {
                Long ended = of.get(i - 1).ended();
                overlaps += ended != null && of.get(i).began() < ended ? 1 : 0;
            }
        }
        return overlaps;
    }

    List<Effect> effects() {
        return new ArrayList<>(effects);
    }

    int requests() {
        return effects.size();
    }

    private void answer(HttpExchange exchange, boolean held) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        Effect begun = new Effect(key == null ? "?@?" : key, agent == null ? "" : agent, System.nanoTime(), null, held);
        effects.add(begun);
        try (exchange) {
            if (held) {
                letGo.acquire();
            } else {
                boolean _ = new Gate().await(MOMENT);
            }
            byte[] body = "{\"value\": 1}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            effects.remove(begun);
            effects.add(new Effect(begun.key(), begun.agent(), begun.began(), System.nanoTime(), held));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.rota.daemon.faults;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.time.Gate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A network with faults between a daemon and PostgreSQL.
final class FaultProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);

    private final DatabaseConfig behind;
    private final InetSocketAddress server;
    private final ServerSocket door;
    private final Set<Flow> flows = ConcurrentHashMap.newKeySet();
    private final List<Point> points = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicLong swallowed = new AtomicLong();
    private volatile Duration latency = Duration.ZERO;
    private volatile int bytesPerSecond;
    private volatile Gate open = new Gate();

    FaultProxy(DatabaseConfig behind) throws IOException {
        this.behind = behind;
        String[] endpoint = behind.endpoints().getFirst().split(":", -1);
        server = new InetSocketAddress(endpoint[0], Integer.parseInt(endpoint[1]));
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.open();
        Thread.ofVirtual().start(this::accept);
    }

    /// The database as it is reached through here.
    DatabaseConfig config() {
        String url = behind.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + door.getLocalPort() + "/");
        return new DatabaseConfig(
                url + (url.contains("?") ? "&" : "?") + "sslmode=disable",
                behind.user(),
                behind.password(),
                behind.transactionPooler());
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket there = new Socket();
        try {
            connections.incrementAndGet();
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            there.connect(server, 2_000);
            Flow flow = new Flow(this, client, there);
            flows.add(flow);
            flow.start();
        } catch (IOException e) {
            shut(client);
            shut(there);
        }
    }

    static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("It is as closed as can be", e);
        }
    }

    /// Every piece of the conversation takes this much longer, each way.
    void latency(Duration each) {
        latency = each;
    }

    /// The conversation drips; 0: no limit.
    void drip(int bytesASecond) {
        bytesPerSecond = bytesASecond;
    }

    /// Nothing passes, on no connection, old or new, until [#clear()].
    void blackHole() {
        open = new Gate();
    }

    void clear() {
        latency = Duration.ZERO;
        bytesPerSecond = 0;
        open.open();
    }

    /// The connections that exist die without a word; new ones work.
    ///
    /// @return how many
    int silenceExisting() {
        List<Flow> now = List.copyOf(flows);
        now.forEach(Flow::silence);
        cut.addAndGet(now.size());
        return now.size();
    }

    /// @return how many connections were reset
    int resetAll() {
        List<Flow> now = List.copyOf(flows);
        now.forEach(Flow::reset);
        cut.addAndGet(now.size());
        return now.size();
    }

    /// Tells every client that the server says nothing more.
    int halfCloseAll() throws IOException {
        List<Flow> now = List.copyOf(flows);
        for (Flow flow : now) {
            flow.halfClose();
        }
        cut.addAndGet(now.size());
        return now.size();
    }

    /// Something happens when somebody is about to say something.
    Point at(Predicate<Said> when, Point.Effect effect, int times) {
        Point point = new Point(when, effect, times);
        points.add(point);
        return point;
    }

    List<Point> points() {
        return points;
    }

    void delay(int bytes) throws InterruptedException {
        open.await();
        Gate never = new Gate();
        if (latency.isPositive()) {
            boolean _ = never.await(latency);
        }
        int rate = bytesPerSecond;
        if (rate > 0) {
            boolean _ = never.await(Duration.ofMillis(1_000L * bytes / rate));
        }
    }

    void swallowed(int bytes) {
        swallowed.addAndGet(bytes);
    }

    void gone(Flow flow) {
        flows.remove(flow);
    }

    int connections() {
        return connections.get();
    }

    /// How many connections were cut, silenced or half closed.
    int cut() {
        return cut.get();
    }

    /// How many bytes did not arrive.
    long swallowed() {
        return swallowed.get();
    }

    /// Ends every connection; what is held at a point never reaches the server.
    void hangUp() {
        points.forEach(Point::drop);
        open.open();
        List.copyOf(flows).forEach(Flow::close);
    }

    @Override
    public void close() throws IOException {
        door.close();
        hangUp();
    }
}

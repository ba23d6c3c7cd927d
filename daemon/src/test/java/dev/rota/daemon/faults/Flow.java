package dev.rota.daemon.faults;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One connection through a [FaultProxy]. What the client says is read message by message, so that a point in it
/// can be named; what the server says is passed on as it comes.
final class Flow {
    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Map<String, String> prepared = new HashMap<>();
    private final List<String> transaction = new ArrayList<>();

    /// Nothing passes any more, and nobody is told.
    private volatile boolean silent;
    /// The server's answers do not pass any more.
    private volatile boolean muted;

    Flow(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() {
        Thread.ofVirtual().start(() -> pump(this::up));
        Thread.ofVirtual().start(() -> pump(this::down));
    }

    private interface Direction {
        void pass() throws IOException, InterruptedException;
    }

    private void pump(Direction direction) {
        try {
            direction.pass();
        } catch (IOException | InterruptedException e) {
            // One end has gone; so does the other.
        } finally {
            close();
        }
    }

    private void up() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream(), 64 * 1024));
        byte[] startup = in.readNBytes(in.readInt() - 4);
        proxy.delay(startup.length);
        out.writeInt(startup.length + 4);
        out.write(startup);
        out.flush();
        while (true) {
            int type = in.read();
            if (type < 0) {
                return;
            }
            byte[] body = in.readNBytes(in.readInt() - 4);
            if (!passes(type, body)) {
                return;
            }
            proxy.delay(body.length);
            if (!silent) {
                out.writeByte(type);
                out.writeInt(body.length + 4);
                out.write(body);
                if (in.available() == 0) {
                    out.flush();
                }
            } else {
                proxy.swallowed(body.length);
            }
        }
    }

    /// @return whether the flow goes on
    private boolean passes(int type, byte[] body) throws InterruptedException {
        ByteBuffer message = ByteBuffer.wrap(body);
        if (type == 'P') {
            prepared.put(text(message), text(message));
            return true;
        }
        String statement;
        if (type == 'Q') {
            statement = text(message);
        } else if (type == 'B') {
            String _ = text(message); // the portal
            statement = prepared.getOrDefault(text(message), "");
        } else {
            return true;
        }
        boolean goesOn = happens(new Said(List.copyOf(transaction), statement));
        remember(statement.strip().toLowerCase(Locale.ROOT), statement);
        return goesOn;
    }

    private void remember(String word, String statement) {
        if (word.startsWith("begin") || word.startsWith("commit") || word.startsWith("rollback")) {
            transaction.clear();
        } else {
            transaction.add(statement);
        }
    }

    private boolean happens(Said said) throws InterruptedException {
        for (Point point : proxy.points()) {
            if (!silent && point.bites(said)) {
                switch (point.effect) {
                    case HOLD -> {
                        if (!point.awaitRelease()) {
                            return false;
                        }
                    }
                    case EAT_ANSWER -> muted = true;
                    case RESET -> {
                        reset();
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static String text(ByteBuffer message) {
        int start = message.position();
        int end = start;
        while (message.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        message.get(text);
        message.position(end + 1);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void down() throws IOException, InterruptedException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] some = new byte[16 * 1024];
        while (true) {
            int n = in.read(some);
            if (n < 0) {
                return;
            }
            proxy.delay(n);
            if (silent || muted) {
                proxy.swallowed(n);
            } else {
                out.write(some, 0, n);
            }
        }
    }

    /// From now on nothing passes in either direction, and neither end is told.
    void silence() {
        silent = true;
    }

    /// The client is told that the server says nothing more; it may go on speaking.
    void halfClose() throws IOException {
        muted = true;
        client.shutdownOutput();
    }

    /// Both ends get a reset.
    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException e) {
            silent = true; // one end has gone already, and the other hears no more
        }
        close();
    }

    void close() {
        proxy.gone(this);
        FaultProxy.shut(client);
        FaultProxy.shut(server);
    }
}

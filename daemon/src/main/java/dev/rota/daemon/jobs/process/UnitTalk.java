package dev.rota.daemon.jobs.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The conversation with the unit of one program, on a thread of its own from the connection to its end, which comes
/// when nothing of the unit is left. Ends of runs come as interrupts, and an interrupt would close the channel: so
/// the run's thread never touches it.
final class UnitTalk implements Runnable {
    private final SocketChannel channel;
    private final List<UnitFrame> request;
    private final Streams streams;
    private final Consumer<String> warn;
    private boolean greeted;
    private boolean cancelled;
    private volatile boolean over;

    private @Nullable String ended;
    private @Nullable String refused;
    private @Nullable String shut;
    private @Nullable String result;
    private @Nullable String broken;

    private UnitTalk(SocketChannel channel, List<UnitFrame> request, Streams streams, Consumer<String> warn) {
        this.channel = channel;
        this.request = request;
        this.streams = streams;
        this.warn = warn;
    }

    /// Connects, and goes on by itself from there.
    ///
    /// @param warn takes sentences for the run's log; called by the talk's thread
    static UnitTalk begin(Path socket, List<UnitFrame> request, Streams streams, Consumer<String> warn)
            throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        UnitTalk talk = new UnitTalk(channel, request, streams, warn);
        Thread.ofPlatform().daemon().name("rota-unit").start(talk);
        return talk;
    }

    @Override
    public void run() {
        try (channel) {
            for (UnitFrame frame = UnitFrame.read(channel); frame != null; frame = UnitFrame.read(channel)) {
                take(frame);
            }
        } catch (UnitFrame.CutOff e) {
            result = e.swallowed('U');
            broken = String.valueOf(e.getMessage());
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
        } finally {
            streams.output().end();
            streams.errors().end();
            over = true;
            streams.wake();
        }
    }

    private void take(UnitFrame frame) throws IOException {
        switch (frame.letter()) {
            case 'H' -> greet(frame.text());
            case 'O' -> take(streams.output(), frame);
            case 'E' -> take(streams.errors(), frame);
            case 'N' -> warn.accept(frame.text());
            case 'F' -> refused = frame.text();
            case 'W' -> shut = frame.text();
            case 'X' -> ended = ending(frame.text());
            case 'U' -> result = result == null || result.equals("success") ? frame.text() : result;
            default -> throw new IOException("a frame of the kind " + (int) frame.letter());
        }
    }

    private static void take(Capture capture, UnitFrame frame) {
        byte[] bytes = frame.bytes();
        capture.take(bytes, bytes.length);
    }

    private static String ending(String text) throws IOException {
        if (!text.matches("(exit|signal) \\d{1,3}")) {
            throw new IOException("an end that is neither an exit nor a signal");
        }
        return text;
    }

    private synchronized void greet(String version) throws IOException {
        if (!version.equals("1")) {
            throw new IOException("version " + version + " of what it speaks, not 1");
        }
        greeted = true;
        if (cancelled) {
            channel.close();
            return;
        }
        for (UnitFrame frame : request) {
            send(frame);
        }
    }

    /// Has the program and all it started ended; that it is over is told when it is. Before the program was
    /// started, it never is.
    void cancel() {
        Thread.ofPlatform().daemon().name("rota-unit-end").start(this::sendCancel);
    }

    private synchronized void sendCancel() {
        cancelled = true;
        try {
            if (greeted) {
                send(UnitFrame.of('C', ""));
            } else {
                channel.close();
            }
        } catch (IOException e) {
            // It is over, which its reader sees, too.
        }
    }

    private void send(UnitFrame frame) throws IOException {
        ByteBuffer bytes = frame.encoded();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Whether the connection has ended; only then the following is known.
    boolean over() {
        return over;
    }

    /// `exit 3` or `signal 9`; null when nobody lived to tell.
    @Nullable
    String ended() {
        return ended;
    }

    /// The number of the error and its text, when the program could not be started.
    @Nullable
    String refused() {
        return refused;
    }

    /// The number of the error and its text, when the working directory could not be entered.
    @Nullable
    String shut() {
        return shut;
    }

    /// How the unit ended, in its manager's word: `success`, `oom-kill`, `timeout`.
    @Nullable
    String result() {
        return result;
    }

    /// What could not be understood.
    @Nullable
    String broken() {
        return broken;
    }
}

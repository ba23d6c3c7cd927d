package dev.rota.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The service manager's end: a real unix datagram socket that was bound to the given name.
public final class NotifySocket implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final long PATIENCE_SECONDS = 5;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final Bind BIND =
            Libc.bind(Bind.class, "bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
    private static final SetSockOpt SETSOCKOPT = Libc.bind(
            SetSockOpt.class, "setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS, INT));
    private static final Recv RECV =
            Libc.bind(Recv.class, "recv", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT));

    @FunctionalInterface
    public interface Bind {
        int call(MemorySegment errno, int socket, MemorySegment address, int length);
    }

    @FunctionalInterface
    public interface SetSockOpt {
        int call(MemorySegment errno, int socket, int level, int option, MemorySegment value, int length);
    }

    @FunctionalInterface
    public interface Recv {
        long call(MemorySegment errno, int socket, MemorySegment buffer, long length, int flags);
    }

    private final Arena arena = Arena.ofConfined();
    private final int descriptor;

    public NotifySocket(String name) throws IOException {
        MemorySegment address = new UnixAddress(name).toNative(arena);
        descriptor = Libc.datagramSocket(arena);
        Libc.checked(arena, "bind", errno -> BIND.call(errno, descriptor, address, (int) address.byteSize()));
        MemorySegment timeval = arena.allocateFrom(LONG, PATIENCE_SECONDS, 0);
        Libc.checked(
                arena, "setsockopt", errno -> SETSOCKOPT.call(errno, descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval, 16));
    }

    /// The lines of the next message; fails when none comes.
    public List<String> next() throws IOException {
        MemorySegment buffer = arena.allocate(4096);
        long length = Libc.checked(arena, "recv", errno -> RECV.call(errno, descriptor, buffer, buffer.byteSize(), 0));
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    /// The next message that has this line, however long that takes: the socket's patience is shorter than a
    /// test's. Fails when the process that is to send it has ended, or the test was interrupted.
    ///
    /// @return all its lines
    public List<String> until(Process sender, String line) {
        while (true) {
            assertThat(sender.isAlive()).isTrue();
            assertThat(Thread.interrupted()).as("out of time, without " + line).isFalse();
            try {
                List<String> message = next();
                if (message.contains(line)) {
                    return message;
                }
            } catch (IOException nothingYet) {
                // asked again
            }
        }
    }

    @Override
    public void close() throws IOException {
        Libc.close(arena, descriptor);
        arena.close();
    }
}

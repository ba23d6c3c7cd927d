package dev.rota.systemd;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.VarHandle;
import java.util.function.ToLongFunction;

/// The few functions of the C library that sd_notify needs, with Linux's constants. Loading this class binds those
/// that every start needs.
final class Libc {

    static final int AF_UNIX = 1;

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int CLOCK_MONOTONIC = 1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final Socket SOCKET = bind(Socket.class, "socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final SendTo SEND_TO =
            bind(SendTo.class, "sendto", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT, POINTER, INT));

    /// The functions: each takes first the place where `errno` is kept before the JVM can overwrite it. Public, for
    /// only then can they be made of method handles.
    @FunctionalInterface
    public interface Socket {
        int call(MemorySegment errno, int domain, int type, int protocol);
    }

    @FunctionalInterface
    public interface SendTo {
        long call(
                MemorySegment errno,
                int socket,
                MemorySegment bytes,
                long length,
                int flags,
                MemorySegment address,
                int addressLength);
    }

    @FunctionalInterface
    public interface Close {
        int call(MemorySegment errno, int descriptor);
    }

    @FunctionalInterface
    public interface ClockGetTime {
        int call(MemorySegment errno, int clock, MemorySegment timespec);
    }

    /// What no start needs: every binding costs one some hundredths of a second.
    private static final class Seldom {
        static final Close CLOSE = bind(Close.class, "close", FunctionDescriptor.of(INT, INT));
        static final ClockGetTime CLOCK_GETTIME =
                bind(ClockGetTime.class, "clock_gettime", FunctionDescriptor.of(INT, INT, POINTER));
    }

    private Libc() {}

    @SuppressWarnings("restricted") // Foreign functions are the point of this class; the launcher allows native access.
    static <F> F bind(Class<F> type, String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return MethodHandleProxies.asInterfaceInstance(
                type,
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno")));
    }

    static int datagramSocket(Arena arena) throws IOException {
        return Math.toIntExact(
                checked(arena, "socket", errno -> SOCKET.call(errno, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
    }

    static void send(Arena arena, int socket, byte[] message, MemorySegment address) throws IOException {
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
        int length = Math.toIntExact(address.byteSize());
        checked(
                arena,
                "sendto",
                errno -> SEND_TO.call(errno, socket, bytes, message.length, MSG_NOSIGNAL, address, length));
    }

    static void close(Arena arena, int descriptor) throws IOException {
        checked(arena, "close", errno -> Seldom.CLOSE.call(errno, descriptor));
    }

    /// Microseconds on the clock that systemd means by `MONOTONIC_USEC`.
    static long monotonicMicros(Arena arena) throws IOException {
        MemorySegment timespec = arena.allocate(LONG, 2);
        checked(arena, "clock_gettime", errno -> Seldom.CLOCK_GETTIME.call(errno, CLOCK_MONOTONIC, timespec));
        return timespec.getAtIndex(LONG, 0) * 1_000_000 + timespec.getAtIndex(LONG, 1) / 1_000;
    }

    /// Calls a function that answers -1 and sets `errno` when it fails.
    static long checked(Arena arena, String name, ToLongFunction<MemorySegment> function) throws IOException {
        MemorySegment errno = arena.allocate(CAPTURED);
        long answer = function.applyAsLong(errno);
        if (answer < 0) {
            throw new IOException(name + " failed, errno " + (int) ERRNO.get(errno, 0L));
        }
        return answer;
    }
}

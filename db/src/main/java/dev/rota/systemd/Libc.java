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
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The few functions of the C library that sd_notify needs, with Linux's constants. Loading this class binds them.
final class Libc {

    static final int AF_UNIX = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int CLOCK_MONOTONIC = 1;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = bind("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle SENDTO =
            bind("sendto", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT, POINTER, INT));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle CLOCK_GETTIME = bind("clock_gettime", FunctionDescriptor.of(INT, INT, POINTER));

    private Libc() {}

    @SuppressWarnings("restricted") // Foreign functions are the point of this class; the launcher allows native access.
    static MethodHandle bind(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
    }

    static int datagramSocket(Arena arena) throws IOException {
        return Math.toIntExact(call(arena, "socket", SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    }

    static void send(Arena arena, int socket, byte[] message, MemorySegment address) throws IOException {
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
        int length = Math.toIntExact(address.byteSize());
        call(arena, "sendto", SENDTO, socket, bytes, (long) message.length, MSG_NOSIGNAL, address, length);
    }

    static void close(Arena arena, int socket) throws IOException {
        call(arena, "close", CLOSE, socket);
    }

    /// Microseconds on the clock that systemd means by `MONOTONIC_USEC`.
    static long monotonicMicros(Arena arena) throws IOException {
        MemorySegment timespec = arena.allocate(LONG, 2);
        call(arena, "clock_gettime", CLOCK_GETTIME, CLOCK_MONOTONIC, timespec);
        return timespec.getAtIndex(LONG, 0) * 1_000_000 + timespec.getAtIndex(LONG, 1) / 1_000;
    }

    /// Calls a function that answers -1 and sets `errno` when it fails.
    static long call(Arena arena, String name, MethodHandle function, Object... arguments) throws IOException {
        MemorySegment captured = arena.allocate(CAPTURED);
        Object[] all = new Object[arguments.length + 1];
        all[0] = captured;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        long answer;
        try {
            answer = ((Number) function.invokeWithArguments(all)).longValue();
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) { // A downcall declares Throwable and throws nothing checked.
            throw new IllegalStateException(impossible);
        }
        if (answer < 0) {
            throw new IOException(name + " failed, errno " + (int) ERRNO.get(captured, 0L));
        }
        return answer;
    }
}

package dev.rota.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Notify] over the socket that systemd gave. Safe for use by several threads.
public final class SystemdNotify implements Notify {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);

    private final UnixAddress socket;
    private final @Nullable Duration watchdogLimit;
    private final AtomicBoolean failing = new AtomicBoolean();
    private int descriptor = -1;

    private SystemdNotify(UnixAddress socket, @Nullable Duration watchdogLimit) {
        this.socket = socket;
        this.watchdogLimit = watchdogLimit;
    }

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`. Without a socket, or with one of a kind that
    /// cannot be reached from here (vsock), every call does nothing.
    public static Notify fromEnvironment(Map<String, String> environment) {
        String name = environment.get("NOTIFY_SOCKET");
        if (name == null || name.isEmpty()) {
            return NobodyListens.INSTANCE;
        }
        try {
            return new SystemdNotify(new UnixAddress(name), limit(environment));
        } catch (IllegalArgumentException unusable) {
            LOG.warn("The service manager will hear nothing: NOTIFY_SOCKET: {}", unusable.getMessage());
            return NobodyListens.INSTANCE;
        }
    }

    @Override
    public void ready(String status) {
        send("READY=1\nSTATUS=" + oneLine(status));
    }

    @Override
    public void status(String status) {
        send("STATUS=" + oneLine(status));
    }

    @Override
    public void watchdog() {
        if (watchdogLimit != null) {
            send("WATCHDOG=1");
        }
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    @Override
    public void reloading() {
        try (Arena arena = Arena.ofConfined()) {
            send("RELOADING=1\nMONOTONIC_USEC=" + Libc.monotonicMicros(arena));
        } catch (IOException noClock) {
            unheard(noClock);
        }
    }

    @Override
    public void extend(Duration by) {
        send("EXTEND_TIMEOUT_USEC=" + by.toNanos() / 1_000);
    }

    @Override
    public @Nullable Duration watchdogLimit() {
        return watchdogLimit;
    }

    /// One socket for all messages, which ends with the process.
    private void send(String message) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = socket.toNative(arena);
            Libc.send(arena, descriptor(arena), message.getBytes(StandardCharsets.UTF_8), address);
            failing.set(false);
        } catch (IOException lost) {
            unheard(lost);
        }
    }

    private synchronized int descriptor(Arena arena) throws IOException {
        if (descriptor < 0) {
            descriptor = Libc.datagramSocket(arena);
        }
        return descriptor;
    }

    /// Said once for each stretch of failures: the watchdog would repeat it for ever.
    private void unheard(IOException reason) {
        if (!failing.getAndSet(true)) {
            LOG.warn("The service manager at {} does not hear: {}", socket.name(), reason.getMessage());
        }
    }

    /// A line break would begin a second assignment.
    private static String oneLine(String text) {
        return text.replaceAll("\\R|\\p{Cntrl}", " ").strip();
    }

    private static @Nullable Duration limit(Map<String, String> environment) {
        String micros = environment.get("WATCHDOG_USEC");
        String pid = environment.get("WATCHDOG_PID");
        boolean ours =
                pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        if (micros == null || !ours || !micros.matches("[1-9][0-9]{0,17}")) {
            return null;
        }
        return Duration.ofNanos(Math.multiplyExact(Math.min(Long.parseLong(micros), Long.MAX_VALUE / 1_000), 1_000L));
    }
}

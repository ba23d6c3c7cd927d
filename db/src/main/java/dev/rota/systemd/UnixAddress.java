package dev.rota.systemd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The address of a unix socket as `NOTIFY_SOCKET` writes it: a path, or a name in the abstract namespace after `@`.
///
/// @param name begins with `/` or `@`, at most 107 bytes
record UnixAddress(String name) {

    private static final int LONGEST = 107; // sun_path has 108 bytes and a path ends with a zero byte.

    UnixAddress {
        if (!name.startsWith("/") && !name.startsWith("@")) {
            throw new IllegalArgumentException("a socket's name begins with / or @, not: " + name);
        }
        if (name.length() < 2 || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("a socket's name has 2 to " + LONGEST + " bytes: " + name);
        }
    }

    /// The `struct sockaddr_un`, exactly as long as the kernel must be told: an abstract name has no end mark, and
    /// a byte too many would be part of it.
    MemorySegment toNative(Arena arena) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = bytes[0] == '@';
        if (isAbstract) {
            bytes[0] = 0;
        }
        MemorySegment address = arena.allocate(Short.BYTES + bytes.length + (isAbstract ? 0 : 1), Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, bytes.length);
        return address;
    }
}

package dev.rota.systemd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The journal's own door (systemd's "native journal protocol"): an entry of named fields instead of a line. Safe
/// for use by several threads.
public final class JournalSocket {
    public static final String USUAL = "/run/systemd/journal/socket";

    private final UnixAddress address;
    private final int descriptor;

    private JournalSocket(UnixAddress address, int descriptor) {
        this.address = address;
        this.descriptor = descriptor;
    }

    /// The socket of that name; empty when there is none, or when it cannot be used from here.
    public static Optional<JournalSocket> open(String name) {
        if (!Files.exists(Path.of(name))) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            return Optional.of(new JournalSocket(new UnixAddress(name), Libc.datagramSocket(arena)));
        } catch (IOException | IllegalArgumentException notHere) {
            return Optional.empty();
        }
    }

    /// @param fields by name: capitals, digits and `_`, not first; `MESSAGE` is the line that people see
    /// @throws IOException when the journal does not take it, for instance because it is larger than a datagram
    public void send(Map<String, String> fields) throws IOException {
        byte[] entry = entry(fields);
        try (Arena arena = Arena.ofConfined()) {
            Libc.send(arena, descriptor, entry, address.toNative(arena));
        }
    }

    /// A value with a line break has its length before it, so that it cannot forge a field.
    static byte[] entry(Map<String, String> fields) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            byte[] value = field.getValue().getBytes(StandardCharsets.UTF_8);
            entry.write(field.getKey().getBytes(StandardCharsets.US_ASCII));
            if (field.getValue().indexOf('\n') < 0) {
                entry.write('=');
            } else {
                entry.write('\n');
                entry.write(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value.length)
                        .array());
            }
            entry.write(value);
            entry.write('\n');
        }
        return entry.toByteArray();
    }
}

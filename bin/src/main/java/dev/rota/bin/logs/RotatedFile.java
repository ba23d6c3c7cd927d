package dev.rota.bin.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log file that is written while it is read, and rotated: renamed (`rota.log` to `rota.log.1`, that to
/// `rota.log.2`, …) and made anew, or cut to nothing. Reads a buffer at a time, whatever the size.
final class RotatedFile implements AutoCloseable {
    /// A longer line is given in parts.
    static final int LONGEST = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int MOST_OLDER = 99;

    private final Path path;
    private final Consumer<String> lines;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private byte[] begun = new byte[BUFFER];
    private int length;
    private @Nullable FileChannel open;
    private @Nullable Object identity;

    RotatedFile(Path path, Consumer<String> lines) {
        this.path = path;
        this.lines = lines;
    }

    /// Begins with the newest `count` lines.
    void beginWithNewest(int count) throws IOException {
        if (open(path)) {
            FileChannel file = opened();
            file.position(beginOfNewest(file, count));
        }
    }

    /// Begins with the oldest line of the oldest file that is left.
    void beginWithOldest() throws IOException {
        for (Path older : older().reversed()) {
            if (open(older)) {
                drain();
                end();
            }
        }
        open(path);
    }

    /// Gives what is there, also of files that were rotated away since the last time.
    void read() throws IOException {
        if (open == null && !open(path)) {
            return;
        }
        drain();
        Object now = identity(path);
        if (now != null && now.equals(identity)) {
            if (opened().size() < opened().position()) {
                opened().position(0); // cut to nothing
                length = 0;
                drain();
            }
            return;
        }
        if (now == null) {
            return; // between its renaming and its making
        }
        drain(); // what was written between the last read and the renaming
        Object left = identity;
        end();
        List<Path> missed = new ArrayList<>();
        for (Path older : older()) {
            if (left != null && left.equals(identity(older))) {
                break;
            }
            missed.add(older);
        }
        // Where the one that was read is gone altogether, nothing says which of these were never read.
        boolean known = missed.size() < older().size();
        for (Path older : known ? missed.reversed() : List.<Path>of()) {
            if (open(older)) {
                drain();
                end();
            }
        }
        if (open(path)) {
            drain();
        }
    }

    /// Gives a last line that has no end.
    void finish() {
        if (length > 0) {
            give();
        }
    }

    /// `path.1`, `path.2`, …, as far as there are.
    private List<Path> older() {
        List<Path> older = new ArrayList<>();
        for (int i = 1; i <= MOST_OLDER; i++) {
            Path one = path.resolveSibling(path.getFileName() + "." + i);
            if (!Files.exists(one)) {
                break;
            }
            older.add(one);
        }
        return older;
    }

    private FileChannel opened() {
        if (open == null) {
            throw new IllegalStateException("no file is open");
        }
        return open;
    }

    private boolean open(Path file) throws IOException {
        try {
            do { // again if it was rotated in between
                close();
                identity = identity(file);
                open = FileChannel.open(file);
            } while (identity == null || !identity.equals(identity(file)));
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private void end() throws IOException {
        finish();
        opened().close();
        open = null;
    }

    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                    .fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private void drain() throws IOException {
        while (opened().read(buffer.clear()) > 0) {
            byte[] bytes = buffer.array();
            int from = 0;
            for (int i = 0; i < buffer.position(); i++) {
                if (bytes[i] == '\n') {
                    keep(bytes, from, i);
                    give();
                    from = i + 1;
                }
            }
            keep(bytes, from, buffer.position());
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        if (length + to - from > begun.length) {
            begun = java.util.Arrays.copyOf(begun, Math.max(begun.length * 2, length + to - from));
        }
        System.arraycopy(bytes, from, begun, length, to - from);
        length += to - from;
        if (length >= LONGEST) {
            give();
        }
    }

    private void give() {
        lines.accept(new String(begun, 0, length, StandardCharsets.UTF_8));
        length = 0;
    }

    /// Where the newest lines begin: backwards, a buffer at a time.
    private long beginOfNewest(FileChannel file, int count) throws IOException {
        long end = file.size();
        long left = count;
        for (long at = end; at > 0; ) {
            int size = (int) Math.min(BUFFER, at);
            at -= size;
            buffer.clear().limit(size);
            int read = file.read(buffer, at);
            for (int i = read - 1; i >= 0; i--) {
                if (buffer.get(i) == '\n' && at + i + 1 < end && --left == 0) {
                    return at + i + 1;
                }
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}

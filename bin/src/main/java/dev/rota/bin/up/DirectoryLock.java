package dev.rota.bin.up;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The lock of a data directory. The operating system frees it when its process ends, however that happens.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws CommandFailed when another process has it
    static DirectoryLock take(DataDirectory data) throws IOException {
        FileChannel channel = FileChannel.open(
                data.lock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new CommandFailed(
                    ExitCode.REFUSED,
                    "Rota runs in " + data.root() + " already"
                            + owner(data).map(pid -> " (process " + pid + ")").orElse("")
                            + "; end it with `rota down --data " + data.root()
                            + "`, or name another directory with --data.");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return new DirectoryLock(channel);
    }

    /// The process that has the lock; empty when nobody has it.
    static Optional<ProcessHandle> holder(DataDirectory data) throws IOException {
        if (!Files.exists(data.lock())) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(data.lock(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock free = channel.tryLock();
            if (free != null) {
                return Optional.empty();
            }
        }
        return owner(data).flatMap(ProcessHandle::of);
    }

    private static Optional<Long> owner(DataDirectory data) throws IOException {
        String text = Files.readString(data.lock()).strip();
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package dev.rota.daemon.jobs.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Speaks with a unit frame by frame, and may break off.
record PlainTalk(SocketChannel channel) implements AutoCloseable {

    static PlainTalk with(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new PlainTalk(channel);
    }

    PlainTalk say(char letter, String text) throws IOException {
        ByteBuffer bytes = UnitFrame.of(letter, text).encoded();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /// The next frame, its letter before its text; empty at the end.
    String hear() throws IOException {
        @Nullable UnitFrame frame = UnitFrame.read(channel);
        return frame == null ? "" : frame.letter() + frame.text();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package dev.rota.daemon.jobs.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A frame of the conversation with a unit: a letter, the length of what follows (4 bytes, big endian), and that
/// many bytes. What the letters mean stands in `packaging/deb/run-command`.
///
/// @param latin the bytes, each as the character of its number
record UnitFrame(char letter, String latin) {
    static final int HEAD = 5;
    /// More than the other side sends in one.
    static final int LONGEST = 1 << 20;

    static UnitFrame of(char letter, String text) {
        return of(letter, text.getBytes(StandardCharsets.UTF_8));
    }

    private static UnitFrame of(char letter, byte[] bytes) {
        return new UnitFrame(letter, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    ByteBuffer encoded() {
        byte[] bytes = bytes();
        return ByteBuffer.allocate(HEAD + bytes.length)
                .put((byte) letter)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
    }

    /// The next frame, or null at the end.
    ///
    /// @throws IOException when what comes is no frame; when it is cut off, a [CutOff] with what there is of it
    static @Nullable UnitFrame read(ReadableByteChannel from) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!fill(head, from)) {
            if (head.position() > 0) {
                throw new CutOff(head);
            }
            return null;
        }
        head.flip();
        char letter = (char) head.get();
        int length = head.getInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = new byte[length];
        ByteBuffer room = ByteBuffer.wrap(bytes);
        if (!fill(room, from)) {
            throw new CutOff(room);
        }
        return of(letter, bytes);
    }

    private static boolean fill(ByteBuffer bytes, ReadableByteChannel from) {
        try {
            while (bytes.hasRemaining()) {
                if (from.read(bytes) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // an end, too: the other side was gone before it had read all we said
        }
    }

    /// Who was speaking was killed in the middle of a frame. What the unit's manager had said after that stands at
    /// the end of it.
    static final class CutOff extends EOFException {
        private static final long serialVersionUID = 1L;
        private final String rest;

        private CutOff(ByteBuffer read) {
            super("a frame that breaks off");
            byte[] bytes = new byte[read.flip().remaining()];
            read.get(bytes);
            this.rest = new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /// What a frame of this letter said that the cut-off one swallowed.
        @Nullable
        String swallowed(char letter) {
            int at = rest.lastIndexOf(letter + "\0\0\0");
            return at < 0 || at + HEAD > rest.length() ? null : rest.substring(at + HEAD);
        }
    }
}

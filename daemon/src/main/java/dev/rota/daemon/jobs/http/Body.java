package dev.rota.daemon.jobs.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a body to its end, decompressed by us rather than by the client, so that both sizes are known: a body may
/// be small on the wire and huge in memory.
final class Body {
    static final int MAX_BYTES = 10 * 1024 * 1024;
    static final int MAX_RATIO = 200;
    /// Below this a high ratio is the nature of the page, and harmless.
    private static final int RATIO_FROM = 1024 * 1024;

    private Body() {}

    /// The body is bigger than we are willing to hold.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String sentence) {
            super(sentence);
        }
    }

    /// The body is packed in a way that was not asked for.
    static final class UnknownCoding extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownCoding(String sentence) {
            super(sentence);
        }
    }

    /// @param announced what Content-Length said, or a negative number
    static byte[] read(InputStream wire, long announced, @Nullable String coding) throws IOException {
        if (announced > MAX_BYTES) {
            throw new TooLarge("The answer announces " + announced + " bytes; at most " + MAX_BYTES + " are read.");
        }
        Counting counting = new Counting(wire);
        InputStream plain =
                unpacked(counting, coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT));
        ByteArrayOutputStream body = new ByteArrayOutputStream(announced > 0 ? (int) announced : 8192);
        byte[] chunk = new byte[8192];
        for (int n = plain.read(chunk); n >= 0; n = plain.read(chunk)) {
            body.write(chunk, 0, n);
            if (body.size() > MAX_BYTES) {
                throw new TooLarge("The answer is larger than " + MAX_BYTES + " bytes; reading was given up.");
            }
            if (body.size() > RATIO_FROM && body.size() / MAX_RATIO > counting.count) {
                throw new TooLarge(
                        "The answer unpacks to more than " + MAX_RATIO + " times its size; reading was given up.");
            }
        }
        return body.toByteArray();
    }

    private static InputStream unpacked(InputStream wire, String coding) throws IOException {
        return switch (coding) {
            case "", "identity" -> wire;
            case "gzip", "x-gzip" -> {
                // A success without a body may still carry the header.
                PushbackInputStream start = new PushbackInputStream(wire, 1);
                int first = start.read();
                if (first < 0) {
                    yield start;
                }
                start.unread(first);
                yield new GZIPInputStream(start, 8192);
            }
            case "deflate" -> {
                // Named after zlib's format, but some servers send the bare stream inside it.
                PushbackInputStream start = new PushbackInputStream(wire, 1);
                int first = start.read();
                if (first < 0) {
                    yield start;
                }
                start.unread(first);
                yield new InflaterInputStream(start, new Inflater((first & 0x0f) != 8), 8192);
            }
            default -> throw new UnknownCoding("The answer is packed as '" + coding + "', which was not asked for.");
        };
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            count += Math.max(n, 0);
            return n;
        }
    }
}

package dev.rota.bin;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Standard output that says when it cannot be written, where a [java.io.PrintStream] alone would keep silent: a
/// full disk must not pass for success, and `rota logs -f | head` must end when its reader has.
final class Output extends OutputStream {
    private final OutputStream to;

    Output(OutputStream to) {
        this.to = to;
    }

    /// The output is lost, and with it the command's purpose.
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean unread;

        Lost(IOException cause) {
            super("Standard output cannot be written: " + cause.getMessage() + ".", cause);
            this.unread =
                    String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
        }

        /// Whether its reader simply had enough, of which nobody needs to be told.
        boolean unread() {
            return unread;
        }
    }

    /// @throws Lost when it cannot be written
    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            throw new Lost(e);
        }
    }

    @Override
    public void flush() {
        try {
            to.flush();
        } catch (IOException e) {
            throw new Lost(e);
        }
    }

    @Override
    public void close() throws IOException {
        to.close();
    }
}

package dev.rota.api;

import dev.rota.config.Listen;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Sends the server a request as anybody might. It takes the way of every other but for the database, whose absence
/// is no fault of the server; whatever the answer says, it is one.
final class OwnRequest implements BooleanSupplier {
    private static final byte[] REQUEST = "HEAD /favicon.ico HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final int patience;

    /// @param listening where the server really listens; its name is looked up once, for that may take long
    /// @param patience  how long an answer may take
    OwnRequest(Listen listening, Duration patience) {
        InetSocketAddress address = new InetSocketAddress(listening.host(), listening.port());
        boolean anywhere = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
        this.server = anywhere ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.port()) : address;
        this.patience = (int) Math.min(Integer.MAX_VALUE, Math.max(1, patience.toMillis()));
    }

    @Override
    public boolean getAsBoolean() {
        try (Socket socket = new Socket()) {
            socket.connect(server, patience);
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(REQUEST);
            InputStream in = socket.getInputStream();
            for (byte expected : ANSWER) {
                if (in.read() != expected) {
                    return false;
                }
            }
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}

package dev.rota.daemon.jobs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// A web server over bare sockets, so that it can do everything a server should not.
public final class ServerForTests implements AutoCloseable {

    /// Writes the answer to one request; the connection is closed afterwards.
    public interface Script {
        void answer(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    /// Heads of the requests that came, each as text.
    public final Queue<String> requests = new ConcurrentLinkedQueue<>();

    /// Open until a client has hung up on a script that writes for ever.
    public final CountDownLatch hungUp = new CountDownLatch(1);

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final ServerSocket socket;
    private final CountDownLatch closing = new CountDownLatch(1);

    public ServerForTests() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return socket.getLocalPort();
    }

    public ServerForTests on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    public ServerForTests page(String path, String type, String body) {
        return on(path, (_, out) -> out.write(answer("200 OK", type, body.getBytes(StandardCharsets.UTF_8))));
    }

    public ServerForTests status(String path, String status, String... headers) {
        return on(path, (_, out) -> out.write(head(status, headers, "nope".length(), "nope")));
    }

    /// A wait inside a script that ends when the server is closed.
    public void hang() throws InterruptedException {
        closing.await();
    }

    public static byte[] answer(String status, String type, byte[] body, String... headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                        + "\r\nConnection: close\r\n" + lines(headers) + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] head(String status, String[] headers, int length, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n" + lines(headers)
                        + "\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String lines(String[] headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = readHead(client.getInputStream());
            requests.add(head);
            String[] words = head.split(" ", 3);
            Script script = scripts.get(words.length > 1 ? words[1] : "");
            if (script == null) {
                client.getOutputStream().write(head("404 Not Found", new String[0], 0, ""));
            } else {
                script.answer(client, client.getOutputStream());
            }
            client.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            hungUp.countDown();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
    }
}

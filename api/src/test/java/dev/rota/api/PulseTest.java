package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Listen;
import dev.rota.systemd.Notify;
import dev.rota.systemd.NotifySocket;
import dev.rota.systemd.SystemdNotify;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PulseTest {
    @Test
    void theWatchdogIsFedOnlyAfterAnAnswer() throws IOException {
        String name = "@rota-test-" + UUID.randomUUID();
        try (NotifySocket manager = new NotifySocket(name)) {
            Notify notify = SystemdNotify.fromEnvironment(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "180000000"));

            new Pulse(notify, () -> false).beat();
            notify.status("nothing before");
            new Pulse(notify, () -> true).beat();

            assertThat(manager.next()).containsExactly("STATUS=nothing before");
            assertThat(manager.next()).containsExactly("WATCHDOG=1");
        }
    }

    @Test
    void itGoesOnUntilItIsStopped() throws InterruptedException {
        Notify notify = SystemdNotify.fromEnvironment(Map.of("NOTIFY_SOCKET", "@nobody", "WATCHDOG_USEC", "4000"));
        CountDownLatch stop = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();

        new Pulse(notify, () -> {
                    if (asked.incrementAndGet() == 3) {
                        stop.countDown();
                    }
                    return asked.get() != 1;
                })
                .until(stop);

        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, true",
        "HTTP/1.1 503 Service Unavailable, true",
        "SSH-2.0-OpenSSH_9.9, false",
        "HT, false"
    })
    void whateverTheAnswerSaysItIsOne(String line, boolean answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, line + "\r\n\r\n"));

            assertThat(new OwnRequest(new Listen("127.0.0.1", server.getLocalPort()), Duration.ofSeconds(30))
                            .getAsBoolean())
                    .isEqualTo(answer);
        }
    }

    private static void answer(ServerSocket server, String text) {
        try (Socket client = server.accept()) {
            int asked = client.getInputStream().read();
            assertThat(asked).isEqualTo('H');
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            while (client.getInputStream().read() >= 0) {
                // until it has had enough
            }
        } catch (IOException gone) {
            // the test says so
        }
    }

    @Test
    void aServerThatTakesRequestsAndAnswersNoneDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String host : List.of("127.0.0.1", "0.0.0.0")) {
                assertThat(new OwnRequest(new Listen(host, silent.getLocalPort()), Duration.ofMillis(50))
                                .getAsBoolean())
                        .isFalse();
            }
        }
    }

    @Test
    void theServerItselfAnswersWithoutADatabase() {
        ApiServer server = new ApiServer("0.0.0.0", 0, List.of(), (_, _, _) -> {});
        server.start();
        try {
            assertThat(new OwnRequest(new Listen("0.0.0.0", server.port()), Duration.ofSeconds(30)).getAsBoolean())
                    .isTrue();
        } finally {
            server.stop();
        }
        assertThat(new OwnRequest(new Listen("127.0.0.1", 1), Duration.ofSeconds(30)).getAsBoolean())
                .isFalse();
    }
}

package dev.rota.daemon.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunForTests;
import dev.rota.daemon.jobs.ServerForTests;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a real server over real sockets.
class FetcherTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ContextForTests context = new ContextForTests(Map.of("token", "geheim"));
    private final Fetcher fetcher = new Fetcher(new Egress("127.0.0.1", List.of()), "rota/test");
    private ServerForTests server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerForTests();
    }

    @AfterEach
    void stop() throws IOException {
        fetcher.close();
        server.close();
    }

    @Test
    void anAnswerIsReadToItsEndAndCarriesItsTime() throws Exception {
        server.page("/ok", "application/json", "{\"a\":1}");

        Answer answer = get("/ok").get(SOON);

        assertThat(answer.text(context)).isEqualTo("{\"a\":1}");
        assertThat(answer.receivedAt()).isEqualTo(ContextForTests.NOW);
        assertThat(server.requests.peek()).contains("User-Agent: rota/test", "Host: 127.0.0.1:" + server.port());
    }

    @Test
    void anInterruptEndsADrippingAnswerAtOnceAndTheServerIsHungUpOn() throws Exception {
        CountDownLatch dripping = new CountDownLatch(1);
        server.on("/drip", (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; ; i++) {
                out.write('.');
                out.flush();
                if (i == 3) {
                    dripping.countDown();
                }
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            }
        });

        RunForTests<Answer> run = get("/drip");
        assertThat(dripping.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(run.interrupt().failure(Duration.ofSeconds(5))).isInstanceOf(InterruptedException.class);
        assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsAFetchOfAServerThatNeverAnswers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.on("/hang", (_, _) -> {
            asked.countDown();
            server.hang();
        });

        RunForTests<Answer> run = get("/hang");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(run.interrupt().failure(Duration.ofSeconds(5))).isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        401 Unauthorized,          AUTH
        403 Forbidden,             AUTH
        404 Not Found,             HTTP_4XX
        410 Gone,                  HTTP_4XX
        429 Too Many Requests,     HTTP_429
        500 Internal Server Error, HTTP_5XX
        503 Service Unavailable,   HTTP_5XX
        304 Not Modified,          HTTP_4XX
        """)
    void aStatusBecomesAClassAndASentence(String status, FailureClass failureClass) {
        server.status("/status", status);

        assertFailed(get("/status"), failureClass).hasMessageContaining(server.url("/status") + " answered " + status);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        429, 120,                                2027-03-01T12:02:00Z
        503, 120,                                2027-03-01T12:02:00Z
        429, 99999999999,                        2027-03-02T12:00:00Z
        429, 'Mon, 01 Mar 2027 12:30:00 GMT',    2027-03-01T12:30:00Z
        429, 'Mon, 01 Mar 2027 11:30:00 GMT',    2027-03-01T12:00:00Z
        429, 'Thu, 01 Apr 2027 12:00:00 GMT',    2027-03-02T12:00:00Z
        """)
    void retryAfterDefersUpToADay(int status, String header, Instant until) {
        server.status("/busy", status + " Busy", "Retry-After: " + header);

        assertThat(get("/busy").failure(SOON))
                .asInstanceOf(type(TargetBusy.class))
                .satisfies(busy -> assertThat(busy.outcome().until()).isEqualTo(until));
    }

    @Test
    void aNonsenseRetryAfterIsNoExcuse() {
        server.status("/busy", "429 Busy", "Retry-After: soon");

        assertFailed(get("/busy"), FailureClass.HTTP_429);
    }

    @Test
    void aConnectionResetInTheMiddleOfTheBodyIsAFailureOfTheConnection() {
        server.on("/reset", (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.setSoLinger(true, 0);
        });
        server.on(
                "/short",
                (_, out) -> out.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf".getBytes(StandardCharsets.ISO_8859_1)));
        server.on("/nothing", (_, _) -> {});

        assertFailed(get("/reset"), FailureClass.CONNECT);
        assertFailed(get("/short"), FailureClass.CONNECT).hasMessageContaining("broke before the whole answer");
        assertFailed(get("/nothing"), FailureClass.CONNECT).hasMessageContaining("without an HTTP answer");
    }

    @Test
    void whatIsNotHttpIsSaidToBeNone() {
        server.on("/ssh", (_, out) -> out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));

        server.on(
                "/chunk",
                (_, out) -> out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1)));

        assertFailed(get("/ssh"), FailureClass.CONNECT).hasMessageContaining("without an HTTP answer");
        assertFailed(get("/chunk"), FailureClass.PARSE).hasMessageContaining("not proper HTTP");
    }

    @Test
    void nobodyListeningIsAFailureToConnect() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        assertFailed(fetch(request("http://127.0.0.1:" + port + "/")), FailureClass.CONNECT)
                .hasMessageContaining("Is the service running on that port?");
    }

    @Test
    void anUnknownNameIsAFailureOfDns() {
        Fetcher nameless = new Fetcher(
                new Egress("", List.of(), host -> {
                    throw new java.net.UnknownHostException(host + ": not known");
                }),
                "rota/test");

        assertFailed(
                        new RunForTests<>(() ->
                                nameless.fetch(request("http://nowhere.invalid/"), Egress.Profile.SCRAPE, context)),
                        FailureClass.DNS)
                .hasMessageContaining("nowhere.invalid");
        nameless.close();
    }

    @Test
    void aPlainServerBehindHttpsIsAFailureOfTls() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (java.net.Socket client = plain.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client hung up, as it should.
                }
            });

            assertFailed(fetch(request("https://127.0.0.1:" + plain.getLocalPort() + "/")), FailureClass.TLS)
                    .hasMessageContaining("is it http?");
        }
    }

    @Test
    void aGzipBombIsGivenUpOn() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1024 * 1024]);
            }
        }
        server.on(
                "/bomb",
                (_, out) -> out.write(
                        ServerForTests.answer("200 OK", "text/plain", bomb.toByteArray(), "Content-Encoding: gzip")));

        assertFailed(get("/bomb"), FailureClass.TOO_LARGE).hasMessageContaining("200 times its size");
    }

    @Test
    void anEndlessBodyIsGivenUpOnAndHungUpOn() throws Exception {
        server.on("/endless", (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = new byte[65536];
            java.util.concurrent.ThreadLocalRandom.current().nextBytes(chunk);
            while (true) {
                out.write(chunk);
            }
        });

        assertFailed(get("/endless"), FailureClass.TOO_LARGE).hasMessageContaining("10485760");
        assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAnnouncedSizeIsEnoughToRefuse() {
        server.on("/huge", (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            server.hang();
        });

        assertFailed(get("/huge"), FailureClass.TOO_LARGE).hasMessageContaining("10737418240");
    }

    @Test
    void anEndlessHeadIsGivenUpOn() {
        server.on("/head", (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; ; i++) {
                out.write(("X-" + i + ": y\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        });

        assertFailed(get("/head"), FailureClass.TOO_LARGE);
    }

    @Test
    void packedAnswersAreUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        server.on(
                "/gzip",
                (_, out) -> out.write(
                        ServerForTests.answer("200 OK", "text/plain", packed.toByteArray(), "Content-Encoding: gzip")));
        server.on(
                "/br",
                (_, out) -> out.write(
                        ServerForTests.answer("200 OK", "text/plain", new byte[] {1}, "Content-Encoding: br")));
        server.on(
                "/lie",
                (_, out) -> out.write(ServerForTests.answer(
                        "200 OK", "text/plain", "plain".getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip")));

        assertThat(get("/gzip").get(SOON).text(context)).isEqualTo("hello");
        assertFailed(get("/br"), FailureClass.PARSE).hasMessageContaining("'br'");
        assertFailed(get("/lie"), FailureClass.PARSE);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        text/html;charset=ISO-8859-1, windows-1252, 'Preis 5 €',                            'Preis 5 €'
        text/html,                    Shift_JIS,    '<meta charset="shift_jis">日本',        '<meta charset="shift_jis">日本'
        text/html;charset=bogus,      UTF-8,        'ü',                                    'ü'
        text/html,                    UTF-16,       'ü',                                    'ü'
        text/html,                    UTF-8,        '<meta charset="nonsense"> ü',          '<meta charset="nonsense"> ü'
        """)
    void theEncodingIsFoundByHeaderMarkAndDocument(String type, Charset charset, String sent, String read)
            throws Exception {
        server.on("/text", (_, out) -> out.write(ServerForTests.answer("200 OK", type, sent.getBytes(charset))));

        assertThat(get("/text").get(SOON).text(context)).isEqualTo(read);
    }

    @Test
    void theLiteralAddressOfThisMachineIsRefusedBeforeAnythingIsSent() {
        Fetcher strict = new Fetcher(new Egress("", List.of()), "rota/test");

        assertFailed(
                        new RunForTests<>(
                                () -> strict.fetch(request(server.url("/ok")), Egress.Profile.COLLECT, context)),
                        FailureClass.REFUSED)
                .hasMessageContaining("this machine itself")
                .hasMessageContaining("ROTA_EGRESS_ALLOW=127.0.0.1:" + server.port());
        assertThat(server.requests).isEmpty();
        strict.close();
    }

    private RunForTests<Answer> get(String path) {
        return fetch(request(server.url(path)));
    }

    private Request request(String url) {
        return new Request(Target.parse(url), "GET", Map.of(), null, null);
    }

    private RunForTests<Answer> fetch(Request request) {
        return new RunForTests<>(() -> fetcher.fetch(request, Egress.Profile.COLLECT, context));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFailed(
            RunForTests<Answer> run, FailureClass failureClass) {
        Throwable failure = run.failure(SOON);
        assertThat(failure)
                .asInstanceOf(type(JobFailed.class))
                .satisfies(failed ->
                        assertThat(failed.failureClass()).as(failed.sentence()).isEqualTo(failureClass));
        return assertThat(failure);
    }
}

package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.errors.ProblemMapper;
import dev.rota.api.errors.RequestIdFilter;
import dev.rota.api.wire.EntityTags;
import dev.rota.api.wire.JsonBodies;
import dev.rota.syntax.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerTest {
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final ApiServer server = new ApiServer(
            "127.0.0.1",
            0,
            List.of(new Toy(), new ProblemMapper(), new RequestIdFilter(), new EntityTags(), new JsonBodies()),
            (method, status, _) -> answers.add(method + " " + status));
    private final HttpClient client = HttpClient.newHttpClient();

    ApiServerTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Path("api/toy")
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Toy {
        @GET
        public Map<String, Object> get() {
            return Map.of("thread", Thread.currentThread().isVirtual());
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        public JsonNode echo(@Nullable JsonNode body) {
            return JsonBodies.required(body);
        }

        @GET
        @Path("broken")
        public Map<String, Object> broken(@QueryParam("x") @Nullable String x) {
            if (x == null) {
                throw new IllegalStateException("the secret is hunter2");
            }
            return Map.of();
        }
    }

    @Test
    void everyAnswerIsTakenNoteOf() throws Exception {
        assertThat(send(get("/api/toy")).statusCode()).isEqualTo(200);
        assertThat(answers.take()).isEqualTo("GET 200");
        assertThat(send(request("/api/toy").DELETE()).statusCode()).isEqualTo(405);
        assertThat(answers.take()).isEqualTo("DELETE 405");
        assertThat(send(get("/api/toy?q=%00")).statusCode()).isEqualTo(400);
        assertThat(answers.take()).isEqualTo("GET 400");
    }

    @Test
    void requestsAreAnsweredOnVirtualThreads() throws Exception {
        assertThat(send(get("/api/toy")).body()).isEqualTo("{\"thread\":true}");
    }

    @Test
    void anAddressThatIsNotThereIsAProblemDocument() throws Exception {
        HttpResponse<String> response = send(get("/api/nothing?x=1").setHeader("X-Request-Id", "abc-1"));

        assertProblem(response, 404);
        JsonNode problem = Json.parse(response.body());
        assertThat(problem.get("instance").asText()).isEqualTo("/api/nothing");
        assertThat(problem.get("request_id").asText()).isEqualTo("abc-1");
        assertThat(response.headers().firstValue("X-Request-Id")).contains("abc-1");
    }

    @Test
    void aRequestIdThatCouldForgeALogLineIsReplaced() throws Exception {
        HttpResponse<String> response = send(get("/api/toy").setHeader("X-Request-Id", "a b\tc"));

        assertThat(response.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f-]{36}");
    }

    @Test
    void aMethodThatIsNotAnsweredSaysWhichOnesAre() throws Exception {
        HttpResponse<String> response = send(request("/api/toy").DELETE());

        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
    }

    @Test
    void aMediaTypeThatIsNotReadOrNotWrittenIsAProblemDocument() throws Exception {
        assertProblem(send(post("/api/toy", "<a/>").setHeader("Content-Type", "text/xml")), 415);
        assertProblem(send(get("/api/toy").setHeader("Accept", "image/png")), 406);
    }

    @Test
    void malformedJsonSaysWhereItBreaks() throws Exception {
        HttpResponse<String> response = send(post("/api/toy", "{\"a\": 1,\n \"b\": }"));

        assertProblem(response, 400);
        assertThat(Json.parse(response.body()).at("/errors/0/message").asText()).contains("line 2");
        assertProblem(send(post("/api/toy", "{\"a\":1,\"a\":2}")), 400);
        assertProblem(send(post("/api/toy", "{} {}")), 400);
        assertProblem(send(post("/api/toy", "")), 400);
        assertProblem(send(post("/api/toy", "[".repeat(5000))), 400);
    }

    @Test
    void aBodyOfMoreThanAMegabyteIsRefusedAndOneBelowIsNot() throws Exception {
        assertProblem(send(post("/api/toy", "\"" + "x".repeat(1_048_576) + "\"")), 413);
        assertThat(send(post("/api/toy", "\"" + "x".repeat(999_000) + "\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatNobodyExpectedTellsTheCallerNothingButTheRequestId() throws Exception {
        HttpResponse<String> response = send(get("/api/toy/broken"));

        assertProblem(response, 500);
        assertThat(response.body())
                .doesNotContain("hunter2")
                .doesNotContain("IllegalState")
                .doesNotContain("\\tat ");
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String tag = send(get("/api/toy")).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = send(get("/api/toy").setHeader("If-None-Match", tag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send(get("/api/toy").setHeader("If-None-Match", "\"other\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRequestThatIsNoHttpIsAProblemDocumentToo() throws Exception {
        String answer = raw("GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("\"request_id\"");
    }

    @Test
    void aQueryThatCannotBeDecodedIsRefusedNotStumbledOver() throws Exception {
        for (String query : List.of("x=100%", "%", "x=%zz", "x=%00", "x=\"", "x=<")) {
            assertThat(raw("GET /api/toy?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .as(query)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json");
        }
    }

    @Test
    void aHeaderThatCannotBeParsedIsAProblemDocumentToo() throws Exception {
        assertProblem(send(post("/api/toy", "{}").setHeader("Content-Type", "garbage")), 400);
        assertProblem(send(get("/api/toy").setHeader("Accept", "application/json;q=2")), 400);
    }

    @Test
    void aBodyThatBreaksOffIsTheCallersFault() throws Exception {
        String head = "POST /api/toy HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

        assertThat(raw(head + "Content-Length: 50\r\n\r\n{\"a", true)).startsWith("HTTP/1.1 400");
        assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n", true)).startsWith("HTTP/1.1 400");
    }

    @Test
    void aVersionOfHttpThatIsNotSpokenIsNoErrorOfOurs() throws Exception {
        assertThat(raw("GET /api/toy HTTP/3.7\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 505")
                .doesNotContain("The log has the details");
    }

    private String raw(String request) throws IOException {
        return raw(request, false);
    }

    private String raw(String request, boolean thenSilent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (thenSilent) {
                socket.shutdownOutput();
            }
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertProblem(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Json.parse(response.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder post(String path, String body) {
        return request(path)
                .setHeader("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}

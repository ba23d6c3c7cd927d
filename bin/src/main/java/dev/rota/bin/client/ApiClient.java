package dev.rota.bin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The API, as the command line uses it. Every failure is a [CommandFailed] with the API's own sentence.
public final class ApiClient {
    /// Reads and writes the API's documents.
    public static final ObjectMapper JSON = new ObjectMapper();

    /// The most rows the API puts into a page.
    private static final int PAGE = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI base;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// @param base  such as `http://127.0.0.1:8470`
    /// @param token may be empty, for what needs none
    public ApiClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /// An answer.
    ///
    /// @param body missing when there was none
    public record Answer(int status, JsonNode body, Optional<String> etag) {}

    public JsonNode get(String path) {
        return send("GET", path, Optional.empty(), Map.of()).body();
    }

    /// A list of any length, put together from its pages: `{"items": […], "next": …}`, where `next` is null
    /// when that is all.
    ///
    /// @param path with a query that says nothing of the page: `/api/runs?status=failed`, `/api/runs?`
    public ObjectNode list(String path, int most) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode items = all.putArray("items");
        String next = "";
        do {
            JsonNode page = get(path + "&limit=" + Math.max(1, Math.min(PAGE, most - items.size()))
                    + (next.isEmpty() ? "" : "&after=" + escaped(next)));
            page.path("items").forEach(items::add);
            next = page.hasNonNull("next") ? page.path("next").asText() : "";
        } while (!next.isEmpty() && items.size() < most);
        return next.isEmpty() ? all.putNull("next") : all.put("next", next);
    }

    public Answer getWithTag(String path) {
        return send("GET", path, Optional.empty(), Map.of());
    }

    public Answer post(String path, JsonNode body) {
        return send("POST", path, Optional.of(body), Map.of());
    }

    /// @param method PUT, PATCH or DELETE
    /// @param tag    the ETag of what the user saw
    public Answer change(String method, String path, Optional<JsonNode> body, String tag) {
        return send(method, path, body, Map.of("If-Match", tag));
    }

    /// Sends a document that may well be refused: what is wrong with it (422), or that somebody else was faster
    /// (412), is an answer like any other.
    ///
    /// @param tag the ETag of what the user saw; empty: nothing is replaced
    public Answer offer(String method, String path, JsonNode body, Optional<String> tag) {
        return send(
                method,
                path,
                Optional.of(body),
                tag.map(seen -> Map.of("If-Match", seen)).orElse(Map.of()),
                Set.of(412, 422));
    }

    /// What stands there, if there is something.
    public Optional<Answer> find(String path) {
        Answer answer = send("GET", path, Optional.empty(), Map.of(), Set.of(404));
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer);
    }

    public URI base() {
        return base;
    }

    /// A part of a path or query, escaped.
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(String method, String path, Optional<JsonNode> body, Map<String, String> headers) {
        return send(method, path, body, headers, Set.of());
    }

    private Answer send(
            String method, String path, Optional<JsonNode> body, Map<String, String> headers, Set<Integer> expected) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .method(
                        method,
                        body.map(json -> HttpRequest.BodyPublishers.ofString(json.toString()))
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        body.ifPresent(json -> request.header(
                "Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json"));
        headers.forEach(request::header);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "The API at " + base + " cannot be reached. Is it running? Start everything with `rota up`, or name"
                            + " another API in ROTA_URL.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILURE, "Interrupted.", e);
        }
        JsonNode json = parse(response);
        if (response.statusCode() >= 400 && !expected.contains(response.statusCode())) {
            throw refused(response.statusCode(), json);
        }
        return new Answer(response.statusCode(), json, response.headers().firstValue("ETag"));
    }

    private JsonNode parse(HttpResponse<String> response) {
        if (response.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "What answers at " + base + " is not Rota's API (status " + response.statusCode() + ", no JSON).",
                    e);
        }
    }

    private static CommandFailed refused(int status, JsonNode problem) {
        StringBuilder sentence = new StringBuilder(problem.path("detail")
                .asText(problem.path("title").asText("The API answered with status " + status + ".")));
        JsonNode errors = problem.path("errors");
        boolean said = errors.size() == 1
                && sentence.toString().contains(errors.path(0).path("message").asText());
        for (JsonNode error : said ? MissingNode.getInstance() : errors) {
            sentence.append("\n  ")
                    .append(error.path("pointer").asText(""))
                    .append(": ")
                    .append(error.path("message").asText(""));
        }
        return switch (status) {
            case 401 ->
                new CommandFailed(
                        ExitCode.NOT_ALLOWED, sentence + " Set ROTA_TOKEN to a token made with `rota token create`.");
            case 403 -> new CommandFailed(ExitCode.NOT_ALLOWED, sentence.toString());
            case 400, 409, 412, 413, 415, 422, 428 -> new CommandFailed(ExitCode.REFUSED, sentence.toString());
            case 502, 503, 504 -> new CommandFailed(ExitCode.UNREACHABLE, sentence.toString());
            default -> new CommandFailed(ExitCode.FAILURE, sentence.toString());
        };
    }
}

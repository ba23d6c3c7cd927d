package dev.rota.daemon.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.config.Listen;
import dev.rota.daemon.listen.OwnPage.Answer;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnPageTest {
    private static final Listen ANYWHERE = new Listen("127.0.0.1", 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private final OwnPage page = open(ANYWHERE);

    @AfterEach
    void close() {
        page.close();
        client.close();
    }

    @Test
    void bothPagesAnswerWithTheirStatusAndTheirKindOfText() throws Exception {
        HttpResponse<String> metrics = ask("GET", "/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4");
        assertThat(metrics.body()).isEqualTo("rota_x 1 °\n");

        HttpResponse<String> health = ask("GET", "/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).isEqualTo("{}");
    }

    @Test
    void nothingElseIsThereAndNothingCanBeWritten() throws Exception {
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/metrics/more").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(ask("HEAD", "/metrics").body()).isEmpty();
    }

    @Test
    void anAddressThatIsTakenIsRefused() {
        Listen taken = new Listen("127.0.0.1", page.port());

        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> new OwnPage(taken, () -> text(200, ""), () -> text(200, "")));
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + page.port() + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static OwnPage open(Listen where) {
        try {
            return new OwnPage(where, () -> text(200, "rota_x 1 °\n"), () -> text(503, "{}"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer text(int status, String text) {
        return new Answer(status, "text/plain; version=0.0.4", text);
    }
}

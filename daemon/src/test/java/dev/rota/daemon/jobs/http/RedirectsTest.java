package dev.rota.daemon.jobs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunForTests;
import dev.rota.daemon.jobs.ServerForTests;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ContextForTests context = new ContextForTests(Map.of("token", "geheim"));
    private final Fetcher fetcher = new Fetcher(new Egress("127.0.0.1", List.of()), "rota/test");
    private ServerForTests server;
    private ServerForTests other;

    @BeforeEach
    void start() throws IOException {
        server = new ServerForTests();
        other = new ServerForTests();
        server.page("/end", "text/plain", "here");
        other.page("/end", "text/plain", "there");
    }

    @AfterEach
    void stop() throws IOException {
        fetcher.close();
        server.close();
        other.close();
    }

    @Test
    void aRedirectOnTheSameSiteKeepsTheCredentials() throws Exception {
        server.status("/go", "302 Found", "Location: /end");

        assertThat(fetch("/go").get(SOON).text(context)).isEqualTo("here");
        assertThat(server.requests)
                .hasSize(2)
                .allSatisfy(head -> assertThat(head).contains("Authorization: Bearer geheim", "X-Api-Key: k"));
    }

    @Test
    void aRedirectToAnotherSiteDropsEverythingThatCouldBeACredential() throws Exception {
        server.status("/go", "307 Temporary Redirect", "Location: " + other.url("/end"));

        assertThat(fetch("/go").get(SOON).text(context)).isEqualTo("there");
        assertThat(other.requests)
                .singleElement()
                .asString()
                .doesNotContain("geheim")
                .doesNotContain("X-Api-Key");
    }

    @Test
    void aLoopEndsAfterFive() {
        server.status("/loop", "301 Moved", "Location: /loop");

        assertFailed("/loop", FailureClass.REDIRECT).hasMessageContaining("more than 5 times");
        assertThat(server.requests).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://127.0.0.2/",
                "http://[::1]/",
                "http://[::127.0.0.2]/",
                "http://0.0.0.0/"
            })
    void aRedirectToAForbiddenAddressIsRefused(String location) {
        server.status("/go", "302 Found", "Location: " + location);

        assertFailed("/go", FailureClass.REFUSED).hasMessageContaining("may not be connected to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "gopher://x/",
                "http://2130706433/",
                "http://user:pw@example.org/",
                "http://a\\b/"
            })
    void aRedirectThatNobodyCanFollowFails(String location) {
        server.status("/go", "302 Found", "Location: " + location);

        assertFailed("/go", FailureClass.REDIRECT);
    }

    @Test
    void fromHttpsToHttpIsNotFollowed() {
        Request secure = new Request(Target.parse("https://a.example/x"), "GET", Map.of(), null, null);

        assertThat(failed(() -> Redirects.follow(secure, 302, "http://a.example/x"))
                        .failureClass())
                .isEqualTo(FailureClass.REDIRECT);
    }

    @Test
    void aBodyGoesToNoOtherSiteAndAfter303ToNobody() throws JobFailed {
        Request post = new Request(
                Target.parse("https://a.example/x"), "POST", Map.of("X-Api-Key", "k"), "body", "Bearer geheim");

        assertThat(failed(() -> Redirects.follow(post, 308, "https://b.example/"))
                        .sentence())
                .contains("another site");
        assertThat(Redirects.follow(post, 308, "/y")).isEqualTo(post.at(Target.parse("https://a.example/y")));
        assertThat(Redirects.follow(post, 303, "/y").body()).isNull();
        assertThat(Redirects.follow(post, 303, "/y").method()).isEqualTo("GET");
    }

    private interface Following {
        Request next() throws JobFailed;
    }

    private static JobFailed failed(Following following) {
        try {
            throw new AssertionError("followed to " + following.next());
        } catch (JobFailed e) {
            return e;
        }
    }

    private RunForTests<Answer> fetch(String path) {
        return new RunForTests<>(() -> fetcher.fetch(
                Request.of(
                        server.url(path),
                        "GET",
                        Map.of("X-Api-Key", "k"),
                        null,
                        new Source.Auth(null, "token"),
                        context),
                Egress.Profile.COLLECT,
                context));
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFailed(
            String path, FailureClass failureClass) {
        Throwable failure = fetch(path).failure(SOON);
        assertThat(failure)
                .asInstanceOf(type(JobFailed.class))
                .satisfies(failed ->
                        assertThat(failed.failureClass()).as(failed.sentence()).isEqualTo(failureClass));
        return assertThat(failure);
    }
}

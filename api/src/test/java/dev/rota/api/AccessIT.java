package dev.rota.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.TokenSecret;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private RunningApi api;

    @BeforeAll
    void start() {
        api = RunningApi.start();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void nobodyGetsInWithoutAToken() {
        HttpResponse<String> answer = api.send("GET", "/api/me", null, Map.of());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
        assertThat(answer.body()).contains("\"detail\":\"Say who you are");
    }

    @Test
    void aTokenThatIsNotOursOpensNothing() {
        assertThat(api.as(TokenSecret.bearer(), "GET", "/api/me", null).statusCode())
                .isEqualTo(401);
        assertThat(api.send("GET", "/api/me", null, Map.of("Authorization", "Basic eDp5"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenSaysWhoItIs() {
        TokenSecret token = api.token("ann", "operator");
        HttpResponse<String> answer = api.as(token, "GET", "/api/me", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"name\":\"ann\"", "\"role\":\"operator\"", "\"csrf\":null");
    }

    @Test
    void aViewerMayReadButNotWrite() {
        TokenSecret viewer = api.token("viewer", "viewer");
        assertThat(api.as(viewer, "GET", "/api/job-templates", null).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = api.as(viewer, "DELETE", "/api/job-templates/dispensers", null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("needs the role editor");
        assertThat(api.as(viewer, "GET", "/api/job-templates/dispensers", null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void onlyAnAdministratorWritesATemplateThatStartsAProgram() {
        String body = "{\"job\":{\"kind\":\"command\",\"argv\":[\"/bin/true\"]}}";
        assertThat(api.as(api.token("ed", "editor"), "PUT", "/api/job-templates/prog", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.as(api.token("root", "admin"), "PUT", "/api/job-templates/prog", body)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTemplateWithMistakesIsRefusedWithEachOfThem() {
        HttpResponse<String> refused = api.as(
                api.token("ed", "editor"),
                "PUT",
                "/api/job-templates/broken",
                "{\"descripton\":\"\",\"job\":{\"kind\":\"scrape\",\"start\":\"x\"}}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("/descripton", "/job/start", "/job/items");
    }

    @Test
    void aLoginLinkOpensOneSessionWhoseWritesNeedTheCsrfHeader() {
        String link = api.accounts().createLoginLink("page");
        HttpResponse<String> login = api.send("POST", "/api/login", "{\"link\":\"" + link + "\"}", Map.of());
        assertThat(login.statusCode()).isEqualTo(200);
        String setCookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(setCookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        String csrf = api.json(login).path("csrf").asText();

        HttpResponse<String> me = api.send("GET", "/api/me", null, Map.of("Cookie", cookie));
        assertThat(api.json(me).path("csrf").asText()).isEqualTo(csrf).isNotEmpty();

        HttpResponse<String> forged = api.send("POST", "/api/logout", null, Map.of("Cookie", cookie));
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(api.send("POST", "/api/logout", null, Map.of("Cookie", cookie, "X-CSRF-Token", csrf + "x"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.send("POST", "/api/logout", null, Map.of("Cookie", cookie, "X-CSRF-Token", csrf))
                        .statusCode())
                .isEqualTo(204);
        assertThat(api.send("GET", "/api/me", null, Map.of("Cookie", cookie)).statusCode())
                .isEqualTo(401);
        assertThat(api.send("POST", "/api/login", "{\"link\":\"" + link + "\"}", Map.of())
                        .statusCode())
                .as("a link works once")
                .isEqualTo(401);
    }

    @Test
    void aSessionOpenedWithATokenMayDoWhatTheTokenMay() {
        api.token("both", "admin");
        TokenSecret viewer = api.token("both", "viewer");
        HttpResponse<String> login = api.send("POST", "/api/login", "{\"token\":\"" + viewer.text() + "\"}", Map.of());
        assertThat(api.json(login).path("role").asText()).isEqualTo("viewer");
    }

    @Test
    void aLoginNeedsExactlyOneSecret() {
        assertThat(api.send("POST", "/api/login", "{}", Map.of()).statusCode()).isEqualTo(400);
        assertThat(api.send("POST", "/api/login", "{\"token\":\"a\",\"link\":\"b\"}", Map.of())
                        .statusCode())
                .isEqualTo(400);
    }
}

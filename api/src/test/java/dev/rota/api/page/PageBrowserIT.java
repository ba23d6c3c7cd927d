package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Logging in, being told of errors, fitting on a phone: what every view has in common.
class PageBrowserIT extends InChromium {
    private static final String PAYLOAD =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    @Test
    void aLoginLinkLogsInOnceAndLeavesTheAddressBar() {
        String link = api.loginLink();
        Page first = chromium.open(1280, 900);
        first.navigate(link);
        assertThat(heading(first, "Overview")).isVisible();
        assertThat(first.url()).doesNotContain("login");
        first.reload();
        assertThat(heading(first, "Overview")).isVisible();

        Page second = chromium.open(1280, 900);
        second.navigate(link);
        assertThat(second.getByRole(AriaRole.ALERT)).containsText("Not logged in");
        assertThat(second.url()).doesNotContain("login");
    }

    @Test
    void aTokenLogsInAndAWrongOneIsRefusedInWords() {
        Page page = chromium.open(1280, 900);
        page.navigate(api.address() + "/#/schedules");
        page.getByLabel("Token").fill("rota_not_a_token");
        button(page, "Log in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not known");
        page.getByLabel("Token").fill(api.token());
        button(page, "Log in").click();
        assertThat(heading(page, "Schedules")).isVisible();
        button(page, "Log out").click();
        assertThat(page.getByLabel("Token")).isVisible();
        page.reload();
        assertThat(page.getByLabel("Token")).isVisible();
    }

    @Test
    void aLinkFollowedInTheVeryMomentTheFirstViewIsDrawnIsNotLost() {
        Page page = chromium.open(1280, 900);
        page.addInitScript("""
            new MutationObserver((changes, observer) => {
              if (!document.querySelector("main h1")) return;
              observer.disconnect();
              location.hash = "#/schedules";
            }).observe(document, { childList: true, subtree: true });
            """);
        page.navigate(api.loginLink());
        assertThat(heading(page, "Schedules")).isVisible();
    }

    @Test
    void markupInANameIsOnlyText() {
        long id = api.schedule(PAYLOAD);
        Page page = loggedIn("#/schedules");
        assertThat(row(page, id)).containsText(PAYLOAD);
        page.navigate(api.address() + "/#/schedules/" + id);
        assertThat(page.locator("h1")).hasText(PAYLOAD);
        assertThat(page.locator("main img, main script")).hasCount(0);
        assertThat(page.title()).isNotEqualTo("owned");
    }

    @Test
    void anErrorIsSaidWithTheTimeOfTheNextTryAndGoesAwayWhenTheServerIsBack() {
        api.schedule("Seen before the error");
        Page page = loggedIn("#/schedules");
        assertThat(page.getByText("Seen before the error")).isVisible();
        page.route(
                Pattern.compile("/api/schedules"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"status\": 503, \"detail\": \"The database does not answer.\"}")));
        lookAgain(page);
        Locator stale = page.locator(".stale");
        assertThat(stale).containsText("The database does not answer.");
        assertThat(stale).containsText(Pattern.compile("Trying again in (5\\d|60) s"));
        assertThat(page.getByText("Seen before the error")).isVisible();
        lookAgain(page);
        assertThat(stale).containsText(Pattern.compile("Trying again in (11\\d|120) s"));

        page.unroute(Pattern.compile("/api/schedules"));
        button(page, "Try now").click();
        assertThat(stale).isHidden();
    }

    @Test
    void thePageLooksAgainEveryThirtySecondsAndEverMoreSlowlyWhileThereAreErrors() {
        Page page = chromium.open(1280, 900);
        page.clock().install();
        page.waitForResponse("**/api/overview", () -> page.navigate(api.loginLink()));
        assertThat(heading(page, "Overview")).isVisible();
        AtomicInteger looks = new AtomicInteger();
        page.onRequest(request -> {
            if (request.url().endsWith("/api/overview")) {
                looks.incrementAndGet();
            }
        });
        // The installed clock goes on by itself too, so a slow machine needs room on both sides of the thirty seconds.
        page.clock().runFor(20_000);
        assertThat(looks).hasValue(0);
        page.waitForResponse("**/api/overview", () -> page.clock().runFor(11_000));
        assertThat(looks).hasValue(1);
        assertThat(page.evaluate("async () => (await import('/ui/poll.js')).backoff(1, 30000)"))
                .isEqualTo(60_000);
        assertThat(page.evaluate("async () => (await import('/ui/poll.js')).backoff(9, 2000)"))
                .isEqualTo(300_000);
    }

    @Test
    void everyControlOfEveryViewHasANameAndNoIdStandsTwice() {
        long id = api.schedule("Read aloud");
        Page page = loggedIn("#/");
        for (String view : views(id)) {
            go(page, view);
            Object nameless = page.evaluate("""
                () => [...document.querySelectorAll('button, a[href], input, select, textarea, [tabindex="0"]')]
                  .filter(e => !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim()
                      || e.title || document.getElementById(e.getAttribute('aria-labelledby') || ' ')))
                  .map(e => e.outerHTML.slice(0, 120))
                """);
            assertThat(nameless).as("controls of %s without a name", view).isEqualTo(List.of());
            Object doubled = page.evaluate("""
                () => [...document.querySelectorAll('[id]')].map(e => e.id)
                  .filter((id, i, all) => all.indexOf(id) !== i)
                """);
            assertThat(doubled).as("ids that stand twice in %s", view).isEqualTo(List.of());
            assertThat(page.locator("main h1")).hasCount(1);
        }
    }

    @Test
    void aPhoneShowsEveryViewWithoutScrollingSideways() {
        long id = api.schedule("On a phone, with a name that is longer than a phone is wide, and then some");
        Page page = loggedIn("#/", 390, 844);
        for (String view : views(id)) {
            page.navigate(api.address() + "/" + view);
            assertThat(page.locator("main h1")).isVisible();
            Object over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(over).as("pixels that %s is too wide", view).isEqualTo(0);
        }
    }

    private static List<String> views(long id) {
        String one = "#/schedules/" + id;
        return List.of(
                "#/",
                "#/schedules",
                one,
                one + "/edit",
                "#/schedules/new",
                "#/calendars",
                "#/calendars/new",
                "#/runs",
                "#/logs",
                "#/daemons");
    }
}

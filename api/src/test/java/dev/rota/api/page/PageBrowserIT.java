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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsChromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageBrowserIT {
    private static final String PAYLOAD =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

    private final LiveApi api = new LiveApi();
    private final Chromium chromium = new Chromium();

    @AfterEach
    void nothingWasComplainedAbout() {
        assertThat(chromium.complaints()).isEmpty();
    }

    @AfterAll
    void close() {
        chromium.close();
        api.close();
    }

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
    void theToggleOfASchedulePausesIt() {
        long id = api.schedule("Toggled");
        Page page = loggedIn("#/schedules?q=Toggled");
        Locator toggle = page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Toggled enabled"));
        assertThat(toggle).hasAttribute("aria-checked", "true");
        toggle.press("Enter");
        assertThat(toggle).hasAttribute("aria-checked", "false");
        assertThat(row(page, id)).containsText("Paused");
        assertThat(api.get("/api/schedules/" + id).path("enabled").asBoolean()).isFalse();
    }

    @Test
    void runNowAsksAndARefusalIsShownWithItsReason() {
        long id = api.schedule("Asked for");
        Page page = loggedIn("#/schedules/" + id);
        button(page, "Run Asked for now").click();
        assertThat(page.getByText("Asked for a run of Asked for.")).isVisible();

        api.send("POST", "/api/schedules/" + id + "/disable", "");
        button(page, "Run Asked for now").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("paused");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Run it all the same"))
                .click();
        assertThat(dialog).isHidden();
    }

    @Test
    void aRefreshNeverOverwritesWhatIsBeingEdited() {
        long id = api.schedule("Edited by two");
        Page page = loggedIn("#/schedules/" + id + "/edit");
        Locator name = page.locator("[data-pointer='/name'] input");
        name.fill("My words");
        api.send("PATCH", "/api/schedules/" + id, "{\"zone\": \"Asia/Tokyo\"}");
        lookAgain(page);
        assertThat(page.getByText("Somebody changed this schedule meanwhile")).isVisible();
        assertThat(name).hasValue("My words");

        button(page, "Keep my changes on top of theirs").click();
        button(page, "Save").click();
        assertThat(heading(page, "My words")).isVisible();
        assertThat(api.get("/api/schedules/" + id).path("zone").asText()).isEqualTo("Asia/Tokyo");
    }

    @Test
    void aSaveThatCameTooLateShowsWhatChangedAndLosesNothing() {
        long id = api.schedule("Saved by two");
        Page page = loggedIn("#/schedules/" + id + "/edit");
        Locator name = page.locator("[data-pointer='/name'] input");
        name.fill("Mine");
        api.send("PATCH", "/api/schedules/" + id, "{\"name\": \"Theirs\"}");
        button(page, "Save").click();
        assertThat(page.getByText("you changed this too")).isVisible();
        assertThat(name).hasValue("Mine");
        assertThat(api.get("/api/schedules/" + id).path("name").asText()).isEqualTo("Theirs");
    }

    @Test
    void aSessionThatEndsWhileOneTypesLosesNothing() {
        long id = api.schedule("Typed into");
        Page page = loggedIn("#/schedules/" + id + "/edit");
        Locator name = page.locator("[data-pointer='/name'] input");
        name.fill("Half typed");
        page.context().clearCookies();
        lookAgain(page);
        assertThat(page.getByText("Your session has ended.")).isVisible();
        page.getByLabel("Token").fill(api.token());
        button(page, "Log in").click();
        assertThat(page.getByText("Your session has ended.")).isHidden();
        assertThat(name).hasValue("Half typed");
    }

    @Test
    void everyProblemStandsAtItsField() {
        Page page = loggedIn("#/schedules/new");
        page.getByLabel("Kind of job").selectOption("scrape");
        page.locator("[data-pointer='/name'] input").fill("Wrong in two places");
        button(page, "Add a start").click();
        page.getByLabel("Start 1", new Page.GetByLabelOptions().setExact(true)).fill("http://192.0.2.1/");
        page.locator("[data-pointer='/job/items/select'] input").fill("tr[");
        page.locator("[data-pointer='/zone'] input").fill("Mars/Olympus");
        button(page, "Create").click();
        assertThat(page.locator("[data-pointer='/job/items/select'] .wrongtext"))
                .not()
                .isEmpty();
        assertThat(page.locator("[data-pointer='/zone'] .wrongtext")).not().isEmpty();
    }

    @Test
    void theTestButtonShowsWhatADaemonAnswered() {
        long id = api.schedule("Tested");
        Page page = loggedIn("#/schedules/" + id + "/edit");
        page.route(
                "**/api/jobs/test",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(200)
                        .setContentType("application/json")
                        .setBody("""
                        {"status": "failed", "failure_class": "empty", "message": "No row matched <b>tr</b>.",
                         "measurements": [], "items": [{"key": "1", "fields": {"id": "1"}}],
                         "log": [{"at": "2026-11-22T06:00:00Z", "level": "warn", "text": "a line of the test"}]}
                        """)));
        button(page, "Test the job").click();
        assertThat(page.locator("[data-test=failed]")).containsText("No row matched <b>tr</b>.");
        assertThat(page.getByText("a line of the test")).isVisible();
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
    void aPhoneShowsEveryViewWithoutScrollingSideways() {
        long id = api.schedule("On a phone, with a name that is longer than a phone is wide, and then some");
        Page page = loggedIn("#/", 390, 844);
        String one = "#/schedules/" + id;
        for (String view :
                List.of("#/", "#/schedules", one, one + "/edit", "#/schedules/new", "#/runs", "#/logs", "#/daemons")) {
            page.navigate(api.address() + "/" + view);
            assertThat(page.locator("main h1")).isVisible();
            Object over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(over).as("pixels that %s is too wide", view).isEqualTo(0);
        }
    }

    private Page loggedIn(String view) {
        return loggedIn(view, 1280, 900);
    }

    private Page loggedIn(String view, int width, int height) {
        Page page = chromium.open(width, height);
        page.navigate(api.loginLink());
        assertThat(heading(page, "Overview")).isVisible();
        page.navigate(api.address() + "/" + view);
        assertThat(page.locator("main h1")).isVisible();
        return page;
    }

    /// What the browser says when it is back on the net: the page then reads again at once, instead of in 30 s.
    private static void lookAgain(Page page) {
        page.evaluate("window.dispatchEvent(new Event('online'))");
    }

    private static Locator heading(Page page, String text) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(text).setExact(true).setLevel(1));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(Page page, long id) {
        return page.locator("tr[data-schedule='" + id + "']");
    }
}

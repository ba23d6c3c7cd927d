package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A class of tests that share one API and one Chromium; whatever a page complains about fails the test that saw it.
@ExtendWith(NeedsChromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InChromium {
    final LiveApi api = new LiveApi();
    final Chromium chromium = new Chromium();

    @AfterEach
    void nothingWasComplainedAbout() {
        assertThat(chromium.complaints()).isEmpty();
    }

    @AfterAll
    void close() {
        chromium.close();
        api.close();
    }

    Page loggedIn(String view) {
        return loggedIn(view, 1280, 900);
    }

    Page loggedIn(String view, int width, int height) {
        Page page = chromium.open(width, height);
        page.navigate(api.loginLink());
        assertThat(heading(page, "Overview")).isVisible();
        page.navigate(api.address() + "/" + view);
        assertThat(page.locator("main h1")).isVisible();
        return page;
    }

    /// Goes to a view with answers prepared before it asks.
    void go(Page page, String view) {
        page.navigate(api.address() + "/" + view);
        assertThat(page.locator("main h1")).isVisible();
    }

    /// What the browser says when it is back on the net: the page then reads again at once, instead of in 30 s.
    static void lookAgain(Page page) {
        page.evaluate("window.dispatchEvent(new Event('online'))");
    }

    static Locator heading(Page page, String text) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(text).setExact(true).setLevel(1));
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator row(Page page, long id) {
        return page.locator("tr[data-schedule='" + id + "']");
    }

    /// Answers in the server's place.
    static void answer(Route route, int status, String json) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType(status < 400 ? "application/json" : "application/problem+json")
                .setBody(json));
    }
}

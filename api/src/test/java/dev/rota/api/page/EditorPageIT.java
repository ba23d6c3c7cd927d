package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;

/// The editor: what is typed, what is wrong with it, and that nothing typed is ever lost.
class EditorPageIT extends InChromium {
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
}

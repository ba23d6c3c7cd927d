package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/// A run's page while it is live.
class RunPageIT extends InChromium {
    private static final String RUN = "0190aaaa-0000-4000-8000-000000000000";

    @Test
    void aLiveRunIsCancelledOnlyAfterAQuestionAndARefusalIsSaid() {
        Page page = loggedIn("#/");
        page.route("**/api/runs/" + RUN, route -> answer(route, 200, """
            {"id": "%s", "schedule_id": 1, "schedule_name": "Long", "slot": "2026-11-22T06:00:00Z",
             "trigger": "scheduled", "attempt": 1, "kind": "scrape", "status": "running", "plan_version": 1,
             "started_at": "2026-11-22T06:00:00Z", "samples": 0, "items": {}, "progress": null}
            """.formatted(RUN)));
        page.route("**/api/runs/" + RUN + "/log?*", route -> answer(route, 200, """
            {"lines": [], "next_offset": 0, "complete": false}
            """));
        page.route(
                "**/api/runs/" + RUN + "/cancel",
                route -> answer(route, 409, "{\"status\": 409, \"detail\": \"It has just ended.\"}"));
        go(page, "#/runs/" + RUN);
        button(page, "Cancel the run…").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("does not count as a failure");
        Locator.GetByRoleOptions yes = new Locator.GetByRoleOptions().setName("Cancel the run");
        page.waitForRequest(
                "**/cancel", () -> dialog.getByRole(AriaRole.BUTTON, yes).click());
        assertThat(page.getByText("It has just ended.")).isVisible();
        assertThat(dialog).isHidden();
    }
}

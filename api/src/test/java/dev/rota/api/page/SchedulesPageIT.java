package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.syntax.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The list of schedules: its filters, its toggles, and what is done to all that match.
class SchedulesPageIT extends InChromium {
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
        button(page, "Run now: Asked for").click();
        assertThat(page.getByText("Asked for a run of Asked for.")).isVisible();

        api.send("POST", "/api/schedules/" + id + "/disable", "");
        button(page, "Run now: Asked for").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("paused");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Run it all the same"))
                .click();
        assertThat(dialog).isHidden();
    }

    @Test
    void pausingAllThatMatchShowsFirstWhatWouldChangeAndDoesNothingBeforeYes() {
        api.schedule("Bulk one");
        api.schedule("Bulk two");
        Page page = loggedIn("#/");
        List<String> asked = new ArrayList<>();
        page.route("**/api/schedules/bulk", route -> {
            asked.add(route.request().postData());
            answer(route, 200, """
                {"matched": 2, "changed": 2, "dry_run": true, "items": [
                  {"id": 1, "name": "Bulk one", "from": "active", "to": "paused"},
                  {"id": 2, "name": "Bulk two", "from": "active", "to": "paused"}]}
                """);
        });
        go(page, "#/schedules?q=Bulk");
        button(page, "Pause all…").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("2 would be paused");
        assertThat(dialog).containsText("Bulk two");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();
        assertThat(dialog).isHidden();
        assertThat(asked).hasSize(1);
        assertThat(Json.stored(asked.getFirst()).path("dry_run").asBoolean()).isTrue();
        assertThat(Json.stored(asked.getFirst()).path("filter").path("q").asText())
                .isEqualTo("Bulk");

        button(page, "Pause all…").click();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pause 2"))
                .click();
        assertThat(page.getByText("2 schedules paused.")).isVisible();
        assertThat(Json.stored(asked.getLast()).path("dry_run").asBoolean(true)).isFalse();
    }

    @Test
    void theFiltersStandInTheAddressAndSurviveAReload() {
        api.schedule("Looked for");
        api.schedule("Another");
        Page page = loggedIn("#/schedules");
        page.getByLabel("Search by name or label").fill("Looked");
        assertThat(page.getByText("Another")).isHidden();
        assertThat(page).hasURL(Pattern.compile("[?&]q=Looked"));
        page.reload();
        assertThat(page.getByLabel("Search by name or label")).hasValue("Looked");
        assertThat(page.getByText("Another")).isHidden();
    }
}

package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/// The editor and a schedule's page against the server's own simulation and explanation: nothing is played here.
class RoundTripIT extends InChromium {
    @Test
    void aCronExpressionIsPreviewedKeptAndShownAgain() {
        Page page = loggedIn("#/schedules/new");
        page.locator("[data-pointer='/name'] input").fill("Weekdays");
        page.getByLabel("Kind of job").selectOption("scrape");
        button(page, "Fill in an example").click();
        page.locator("input[value=cron]").check();
        Locator cron = page.locator("[data-pointer='/recurrence/cron']");
        cron.locator("input").fill("61 7 * * MON-FRI");
        assertThat(cron.locator(".wrongtext")).isVisible();
        cron.locator("input").fill("30 7 * * MON-FRI");
        assertThat(cron.locator(".wrongtext")).isHidden();
        page.locator("[data-pointer='/zone'] input").fill("Asia/Tokyo");
        Locator runs = page.locator("[data-preview=ready] [data-outcome=run]");
        assertThat(runs).hasCount(10);
        assertThat(runs.first()).containsText("07:30:00");
        button(page, "Create").click();
        assertThat(heading(page, "Weekdays")).isVisible();

        long id = Long.parseLong(page.url().replaceFirst(".*/", ""));
        assertThat(recurrence(id).path("cron").asText()).isEqualTo("30 7 * * MON-FRI");
        go(page, "#/schedules/" + id + "/edit");
        assertThat(cron.locator("input")).hasValue("30 7 * * MON-FRI");
        page.locator("input[value=at]").check();
        button(page, "Save").click();
        assertThat(heading(page, "Weekdays")).isVisible();
        assertThat(recurrence(id).has("at")).isTrue();
        assertThat(recurrence(id).has("cron")).isFalse();
    }

    @Test
    void theWeekOfAScheduleShowsWhatIsPlannedAndWhatItsHoursTakeAway() {
        long id = api.schedule("Hourly by day");
        api.send("PATCH", "/api/schedules/" + id, """
            {"recurrence": {"every": "PT1H"}, "outside_window": "skip",
             "active_hours": [{"from": "08:00", "until": "16:00"}]}
            """);
        Page page = loggedIn("#/schedules/" + id);
        assertThat(page.locator("[data-date]")).hasCount(7);
        assertThat(page.locator("[data-mark=planned]").first()).isVisible();
        assertThat(page.locator("[data-mark=decision]").first()).isVisible();
        assertThat(page.locator(".lane .open").first()).isVisible();
        button(page, "Later").click();
        assertThat(page.locator("[data-mark=planned]")).hasCount(56);
    }

    private JsonNode recurrence(long id) {
        return api.get("/api/schedules/" + id).path("recurrence");
    }
}

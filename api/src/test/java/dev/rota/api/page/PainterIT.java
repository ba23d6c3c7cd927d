package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// The week into which active hours are painted.
class PainterIT extends InChromium {
    @Test
    void theKeyboardPaintsHoursAndTheyAreSaved() {
        long id = api.schedule("Painted with keys");
        Page page = loggedIn("#/schedules/" + id + "/edit");
        cell(page, 0, 8).focus();
        page.keyboard().press("Space");
        page.keyboard().press("Shift+ArrowRight");
        page.keyboard().press("Shift+ArrowRight");
        assertThat(said(page)).hasText("Mon 08:00–11:00");
        assertThat(cell(page, 0, 10)).hasAttribute("aria-selected", "true");
        assertThat(cell(page, 0, 10)).hasAttribute("aria-label", "Monday 10:00 to 11:00, open");
        page.keyboard().press("Space");
        assertThat(said(page)).hasText("Mon 08:00–10:00");
        button(page, "Save").click();
        assertThat(heading(page, "Painted with keys")).isVisible();
        assertThat(hours(id).toString()).isEqualTo("[{\"days\":[\"mon\"],\"from\":\"08:00\",\"until\":\"10:00\"}]");
    }

    @Test
    void theMousePaintsARectangleAndTwoDaysThatTouchBecomeOneWindowOverMidnight() {
        Page page = loggedIn("#/schedules/new");
        drag(page, cell(page, 0, 22), cell(page, 4, 23));
        assertThat(said(page)).hasText("Mon–Fri 22:00–24:00");
        drag(page, cell(page, 1, 0), cell(page, 5, 5));
        assertThat(said(page)).hasText("Mon–Fri 22:00–06:00 (next day)");
        drag(page, cell(page, 0, 22), cell(page, 0, 22));
        assertThat(said(page)).containsText("Mon 23:00–06:00 (next day)");
    }

    @Test
    void theWeekStaysWhereItIsWhateverThePreviewBrings() {
        Page page = loggedIn("#/schedules/new");
        Queue<Route> asked = new ArrayDeque<>();
        page.route("**/api/schedules/simulate", asked::add);
        page.waitForCondition(() -> !asked.isEmpty());
        double top = cell(page, 0, 0).boundingBox().y;
        asked.remove().resume();
        assertThat(preview(page)).hasAttribute("data-preview", "ready");
        assertThat(cell(page, 0, 0).boundingBox().y).isEqualTo(top);

        cell(page, 0, 8).focus();
        page.keyboard().press("Space");
        page.waitForCondition(() -> !asked.isEmpty());
        asked.remove().resume();
        assertThat(preview(page)).containsText("outside");
        assertThat(cell(page, 0, 0).boundingBox().y).isEqualTo(top);
    }

    @Test
    void aFingerPaintsInsteadOfScrolling() {
        Page page = loggedIn("#/schedules/new", 390, 844);
        CDPSession devtools = page.context().newCDPSession(page);
        cell(page, 2, 6).scrollIntoViewIfNeeded();
        touch(devtools, "touchStart", cell(page, 1, 6));
        touch(devtools, "touchMove", cell(page, 3, 9));
        devtools.send("Input.dispatchTouchEvent", fields("{\"type\": \"touchEnd\", \"touchPoints\": []}"));
        assertThat(said(page)).hasText("Tue–Thu 06:00–10:00");
    }

    @Test
    void minutesAreTypedAndThePainterShowsAnHourThatIsPartlyOpen() {
        long id = api.schedule("To the minute");
        api.send("PATCH", "/api/schedules/" + id, """
            {"active_hours": [{"days": ["sat"], "from": "06:20", "until": "08:00"}]}
            """);
        Page page = loggedIn("#/schedules/" + id + "/edit");
        assertThat(cell(page, 5, 6)).hasAttribute("aria-label", "Saturday 06:00 to 07:00, partly open");
        assertThat(cell(page, 5, 7)).hasAttribute("aria-label", "Saturday 07:00 to 08:00, open");
        page.getByText("To the minute").last().click();
        page.getByLabel("from", new Page.GetByLabelOptions().setExact(true)).fill("06:05");
        assertThat(said(page)).hasText("Sat 06:05–08:00");
        button(page, "30 min").click();
        assertThat(cell(page, 5, 13)).hasAttribute("aria-label", "Saturday 06:30 to 07:00, open");
    }

    private JsonNode hours(long id) {
        return api.get("/api/schedules/" + id).path("active_hours");
    }

    private static Locator said(Page page) {
        return page.locator("[data-said=hours]");
    }

    private static Locator preview(Page page) {
        return page.locator("[data-preview]");
    }

    private static Locator cell(Page page, int day, int cell) {
        return page.locator("[data-day='" + day + "'][data-cell='" + cell + "']");
    }

    private static void touch(CDPSession devtools, String type, Locator cell) {
        BoundingBox box = cell.boundingBox();
        devtools.send(
                "Input.dispatchTouchEvent",
                fields("{\"type\": \"%s\", \"touchPoints\": [{\"x\": %s, \"y\": %s}]}"
                        .formatted(type, box.x + box.width / 2, box.y + box.height / 2)));
    }

    private static JsonObject fields(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static void drag(Page page, Locator from, Locator to) {
        from.scrollIntoViewIfNeeded();
        BoundingBox start = from.boundingBox();
        BoundingBox end = to.boundingBox();
        page.mouse().move(start.x + start.width / 2, start.y + start.height / 2);
        page.mouse().down();
        page.mouse().move(end.x + end.width / 2, end.y + end.height / 2);
        page.mouse().up();
    }
}

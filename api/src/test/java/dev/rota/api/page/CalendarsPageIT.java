package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import dev.rota.syntax.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The calendars: their list, their entries, who uses them.
class CalendarsPageIT extends InChromium {
    private static final String HOLIDAYS = """
        {"name": "holidays", "description": "In Italy", "schedules": 1,
         "entries": [{"date": "2030-12-25", "note": "Natale"}, {"every_year": "01-01"}]}
        """;

    @Test
    void theListShowsWhatComesAndHowManySchedulesUseIt() {
        Page page = loggedIn("#/");
        page.route("**/api/calendars", route -> answer(route, 200, "{\"items\": [" + HOLIDAYS + "], \"next\": null}"));
        go(page, "#/calendars");
        Locator row = page.locator("[data-calendar=holidays]");
        assertThat(row).containsText("Wed, 25 Dec 2030, Natale");
        assertThat(row).containsText("1 schedule");
    }

    @Test
    void anEntryIsTurnedIntoAnotherFormAndSavedUnderTheTagThatWasRead() {
        Page page = loggedIn("#/");
        page.route("**/api/calendars/holidays", CalendarsPageIT::holidays);
        go(page, "#/calendars/holidays");
        Locator entry = page.locator("[data-pointer='/entries/0']");
        entry.getByLabel("Form of the entry").selectOption("every_year");
        Request put = page.waitForRequest(
                request -> request.method().equals("PUT"),
                () -> button(page, "Save").click());
        assertThat(put.headers().get("if-match")).isEqualTo("\"v3\"");
        assertThat(Json.stored(put.postData()).path("entries").toString())
                .isEqualTo("[{\"every_year\":\"12-25\",\"note\":\"Natale\"},{\"every_year\":\"01-01\"}]");
        assertThat(heading(page, "Calendars")).isVisible();
    }

    private static void holidays(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(200)
                .setContentType("application/json")
                .setHeaders(Map.of("ETag", "\"v3\""))
                .setBody(HOLIDAYS));
    }
}

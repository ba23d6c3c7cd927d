package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import dev.rota.syntax.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the editor says of the next runs while somebody types.
class PreviewIT extends InChromium {
    private static final String SIMULATE = "**/api/schedules/simulate";
    private static final Map<String, List<String>> FIELDS = Map.of(
            "Cron", List.of("cron"),
            "Calendar", List.of("calendar"),
            "Once", List.of("at"),
            "Only when asked", List.of(),
            "Every so often", List.of("every"));

    @Test
    void everyFormOfRecurrenceIsAskedAboutAsItIsWritten() {
        Page page = loggedIn("#/");
        page.route(SIMULATE, PreviewIT::simulate);
        go(page, "#/schedules/new");
        assertThat(asked(page, "Cron").path("cron").asText()).isEqualTo("0 8 * * MON-FRI");
        assertThat(page.locator("[data-said=recurrence]")).hasText("In words: 0 8 * * MON-FRI");
        assertThat(asked(page, "Calendar").path("calendar").asText()).isEqualTo("Mon..Fri 08:00");
        assertThat(asked(page, "Once").path("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT08:00:00[+-]\\d\\d:\\d\\d");
        assertThat(asked(page, "Only when asked").isEmpty()).isTrue();
        assertThat(asked(page, "Every so often").path("every").asText()).isEqualTo("PT1H");
        page.waitForRequest(
                SIMULATE,
                () -> page.getByLabel("after the end of the run before").check());
        JsonNode after = recurrence(page.waitForRequest(
                SIMULATE,
                () -> page.locator("[data-pointer='/recurrence/every'] input").fill("2")));
        assertThat(after.toString()).isEqualTo("{\"every\":\"PT2H\",\"after\":\"completion\"}");
    }

    @Test
    void theNextRunsStandInBothZonesAndSlotsThatWillNotRunSayWhy() {
        Page page = loggedIn("#/");
        page.route(SIMULATE, PreviewIT::simulate);
        go(page, "#/schedules/new");
        Locator preview = page.locator("[data-preview=ready]");
        assertThat(preview.locator("[data-outcome=run]")).hasCount(2);
        assertThat(preview.locator("[data-outcome=outside_window]")).hasCount(1);
        assertThat(preview.locator("[data-outcome=outside_window]")).containsText("3 slots: Outside 06:00–22:00.");
        assertThat(preview.locator("[data-outcome=run]").first()).containsText("17:00:00");
        assertThat(preview.locator("[data-lint=narrow]")).hasText("The hours are shorter than the distance.");
    }

    @Test
    void whatIsWrongStandsAtItsFieldWhileItIsTyped() {
        Page page = loggedIn("#/");
        page.route(SIMULATE, PreviewIT::simulate);
        go(page, "#/schedules/new");
        asked(page, "Cron");
        Locator field = page.locator("[data-pointer='/recurrence/cron']");
        field.locator("input").fill("0 8 * *");
        assertThat(field.locator(".wrongtext")).hasText("A cron expression has five or six fields.");
        assertThat(page.locator("[data-preview=wrong]")).isVisible();
        field.locator("input").fill("0 9 * * *");
        assertThat(field.locator(".wrongtext")).isHidden();
        assertThat(page.locator("[data-said=recurrence]")).hasText("In words: 0 9 * * *");
    }

    @Test
    void anAnswerToWhatWasTypedBeforeIsDropped() {
        Page page = loggedIn("#/");
        List<Route> held = new ArrayList<>();
        page.route(SIMULATE, route -> {
            if (recurrence(route.request()).path("cron").asText().equals("0 1 * * *")) {
                held.add(route);
            } else {
                simulate(route);
            }
        });
        go(page, "#/schedules/new");
        asked(page, "Cron");
        Locator input = page.locator("[data-pointer='/recurrence/cron'] input");
        page.waitForRequest(SIMULATE, () -> input.fill("0 1 * * *"));
        page.onRequestFailed(request -> held.clear());
        input.fill("0 2 * * *");
        assertThat(page.locator("[data-said=recurrence]")).hasText("In words: 0 2 * * *");
        assertThat(held).as("the first question was given up").isEmpty();
    }

    @Test
    void aServerThatCannotSimulateCostsThePreviewAndNothingElse() {
        Page page = loggedIn("#/");
        page.route(
                SIMULATE, route -> answer(route, 404, "{\"status\": 404, \"detail\": \"There is no such resource.\"}"));
        go(page, "#/schedules/new");
        assertThat(page.locator("[data-preview]")).hasCount(0);
        page.locator("[data-pointer='/name'] input").fill("Made all the same");
        assertThat(button(page, "Create")).isEnabled();
    }

    /// Chooses a form and waits for the question about it. The question about the form before may still be on its
    /// way.
    private static JsonNode asked(Page page, String form) {
        return recurrence(page.waitForRequest(
                request -> request.url().endsWith("/simulate")
                        && recurrence(request)
                                .propertyStream()
                                .map(Map.Entry::getKey)
                                .toList()
                                .equals(FIELDS.get(form)),
                () -> page.getByLabel(form, exactly()).check()));
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static JsonNode recurrence(Request request) {
        return Json.stored(request.postData()).path("schedule").path("recurrence");
    }

    /// Repeats a cron expression as its words, refuses one of four fields, and knows the same slots of everything.
    private static void simulate(Route route) {
        String cron = recurrence(route.request()).path("cron").asText();
        if (cron.equals("0 8 * *")) {
            answer(route, 422, """
                {"status": 422, "detail": "Not a schedule.", "errors": [{"pointer": "/schedule/recurrence/cron",
                 "code": "cron", "message": "A cron expression has five or six fields."}]}
                """);
            return;
        }
        String run = "{\"slot\": \"%1$s\", \"outcome\": \"run\", \"starts_at\": \"%1$s\", \"count\": 1}";
        String outside = """
            {"slot": "%s", "outcome": "outside_window", "reason": "Outside 06:00–22:00.", "count": 1}\
            """;
        answer(route, 200, """
            {"words": "In words: %s", "zone": "Asia/Tokyo", "truncated": false,
             "lint": [{"code": "narrow", "severity": "warning",
                       "message": "The hours are shorter than the distance."}],
             "entries": [%s, %s, %s, %s, %s]}
            """.formatted(
                        cron,
                        run.formatted(Instant.parse("2027-01-01T08:00:00Z")),
                        outside.formatted(Instant.parse("2027-01-01T16:00:00Z")),
                        outside.formatted(Instant.parse("2027-01-01T17:00:00Z")),
                        outside.formatted(Instant.parse("2027-01-01T18:00:00Z")),
                        run.formatted(Instant.parse("2027-01-02T08:00:00Z"))));
    }
}

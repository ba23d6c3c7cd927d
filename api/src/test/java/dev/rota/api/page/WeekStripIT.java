package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.rota.syntax.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A schedule's page: its week, what it waits for, and how near it is to being switched off.
class WeekStripIT extends InChromium {
    private static final String RUN = "0190aaaa-0000-4000-8000-000000000000";
    private static final Pattern FROM = Pattern.compile("from=([^&]+)");

    @Test
    void theWeekShowsRunsAndDecisionsWithTheirReasons() {
        long id = api.schedule("A week of it");
        Page page = loggedIn("#/");
        page.route("**/api/schedules/*/explain?*", WeekStripIT::explain);
        go(page, "#/schedules/" + id);
        assertThat(page.locator("[data-mark=good]")).hasCount(7);
        assertThat(page.locator("[data-mark=bad]")).hasCount(7);
        assertThat(page.locator("[data-mark=decision]")).hasCount(7);
        assertThat(page.locator(".lane .open")).hasCount(7);
        Locator failed = page.locator("[data-mark=bad]").first();
        assertThat(failed).hasAttribute("aria-label", Pattern.compile("10:00:00: failed"));
        assertThat(failed).hasAttribute("href", "#/runs/" + RUN);
        assertThat(page.locator("[data-mark=decision]").first())
                .hasAttribute("aria-label", Pattern.compile("blacked out by a calendar\\. New year"));

        page.getByText("As a table").click();
        assertThat(page.locator(".astable tbody tr")).hasCount(21);
    }

    @Test
    void arrowKeysGoFromSlotToSlotAndFromDayToDay() {
        long id = api.schedule("By keyboard");
        Page page = loggedIn("#/");
        page.route("**/api/schedules/*/explain?*", WeekStripIT::explain);
        go(page, "#/schedules/" + id);
        assertThat(page.locator("[data-mark]")).hasCount(21);
        assertThat(page.locator("[data-mark][tabindex='0']")).hasCount(1);
        page.locator("[data-mark]").first().focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("[data-mark=bad]").first()).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("[data-mark=bad]").nth(1)).isFocused();
        assertThat(page.locator("[data-mark][tabindex='0']")).hasCount(1);
        page.keyboard().press("End");
        assertThat(page.locator("[data-mark=decision]").last()).isFocused();
    }

    @Test
    void whyItWaitsHowOftenItFailedAndTheLastErrorsAreSaid() {
        long id = api.schedule("Failing");
        Page page = loggedIn("#/");
        page.route("**/api/schedules/" + id, route -> {
            ObjectNode seen = (ObjectNode) Json.stored(route.fetch().text());
            ((ObjectNode) seen.path("state"))
                    .put("waiting_for", "Outside 06:00–22:00.")
                    .put("consecutive_failures", 3)
                    .set("recent_errors", Json.stored("""
                        [{"at": "2026-11-22T06:00:00Z", "failure_class": "dns",
                          "message": "No <b>such</b> host.", "run_id": "%s"}]
                        """.formatted(RUN)));
            answer(route, 200, Json.write(seen));
        });
        go(page, "#/schedules/" + id);
        assertThat(page.locator(".waiting")).hasText("Outside 06:00–22:00.");
        assertThat(page.locator(".breaker")).containsText("3 of 5 in a row");
        assertThat(page.locator(".errors li")).containsText("No <b>such</b> host.");
        page.waitForRequest(
                "**/api/schedules/" + id + "/enable",
                () -> button(page, "Reset the count").click());
    }

    /// Of every day: a run at nine, a failed one at ten, and at noon a slot that a calendar took away.
    private static void explain(Route route) {
        Matcher matcher = FROM.matcher(URI.create(route.request().url()).getRawQuery());
        Instant from = matcher.find()
                ? Instant.parse(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8))
                : Instant.EPOCH;
        answer(route, 200, """
            {"from": "%1$s", "to": "%2$s", "zone": "Etc/UTC", "sentence": "…",
             "windows": [{"from": "%3$s", "until": "%4$s"}], "truncated": false, "entries": [
              {"slot": "%5$s", "last_slot": "%5$s", "count": 1, "outcome": "run", "run_id": "%8$s",
               "status": "succeeded", "starts_at": "%5$s", "reason": null, "projected": false},
              {"slot": "%6$s", "last_slot": "%6$s", "count": 1, "outcome": "run", "run_id": "%8$s",
               "status": "failed", "starts_at": "%6$s", "reason": null, "projected": false},
              {"slot": "%7$s", "last_slot": "%7$s", "count": 1, "outcome": "blackout", "run_id": null,
               "status": null, "starts_at": null, "reason": "New year", "projected": false}]}
            """.formatted(
                        from,
                        from.plus(Duration.ofDays(1)),
                        from.plus(Duration.ofHours(6)),
                        from.plus(Duration.ofHours(22)),
                        from.plus(Duration.ofHours(9)),
                        from.plus(Duration.ofHours(10)),
                        from.plus(Duration.ofHours(12)),
                        RUN));
    }
}

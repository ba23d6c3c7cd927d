package dev.rota.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The page's own arithmetic of local times and weeks, held against java.time and against itself.
class LocalTimeIT extends InChromium {
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    @Test
    void localTimesAroundEveryTransitionAreThoseOfJavaTime() {
        List<Map<String, Object>> asked = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String name : List.of(
                "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu")) {
            ZoneId zone = ZoneId.of(name);
            Instant from = Instant.parse("2015-01-01T00:00:00Z");
            ZoneOffsetTransition transition = zone.getRules().nextTransition(from);
            for (int i = 0; i < 6 && transition != null; i++) {
                LocalDateTime around = transition.getDateTimeBefore().truncatedTo(ChronoUnit.HOURS);
                for (int minutes = -180; minutes <= 180; minutes += 15) {
                    LocalDateTime local = around.plusMinutes(minutes);
                    asked.add(Map.of(
                            "date",
                            local.toLocalDate().toString(),
                            "minute",
                            local.getHour() * 60 + local.getMinute(),
                            "zone",
                            name));
                    expected.add(WITH_OFFSET.format(local.atZone(zone)));
                }
                transition = zone.getRules().nextTransition(transition.getInstant());
            }
        }
        Object told = module("""
            async (asked) => {
              const { instantOf, withOffset } = await import('/ui/zonetime.js');
              return asked.map(({ date, minute, zone }) => withOffset(instantOf(date, minute, zone), zone));
            }
            """, asked);
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void aPaintedWeekBecomesWindowsThatSayExactlyTheSame() {
        Object wrong = module("""
            async () => {
              const { painted, weekOf, windowsOf } = await import('/ui/windows.js');
              let seed = 7;
              const dice = (n) => (seed = (seed * 48271) % 2147483647) % n;
              const wrong = [];
              for (let i = 0; i < 150; i++) {
                let week = new Uint8Array(7 * 1440);
                for (let stroke = 0; stroke < 1 + dice(8); stroke++) {
                  const from = dice(48) * 30;
                  week = painted(week, [dice(7), dice(7)], from, Math.min(1440, from + 30 * (1 + dice(48))), dice(4) > 0);
                }
                const windows = windowsOf(week);
                if (String(weekOf(windows)) !== String(week)) wrong.push(JSON.stringify(windows));
                if (windows.some((w) => w.from === w.until)) wrong.push('empty: ' + JSON.stringify(windows));
              }
              return wrong;
            }
            """, List.of());
        assertThat(wrong).isEqualTo(List.of());
    }

    private Object module(String script, Object argument) {
        Page page = chromium.open(800, 600);
        page.navigate(api.address() + "/");
        return Objects.requireNonNull(page.evaluate(script, argument));
    }
}

package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Calendar expressions against `systemd-analyze calendar`, where it is installed. In UTC: around a change of the
/// clock the two differ on purpose.
class SystemdCalendarTest {
    private static final int EACH = 6;
    private static final Instant BASE = Instant.parse("2027-01-01T00:00:00Z");
    private static final Pattern ELAPSE =
            Pattern.compile("(Next elapse|Iter\\. #\\d+): \\w{3} (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) UTC");

    private static final List<String> WRITTEN = List.of(
            "Mon..Fri 06..22:00/15",
            "*-*-01/3 04:00",
            "*-*~01",
            "*-02~03",
            "Mon *-05~07/1",
            "*-*~1..3",
            "*-*~12..20/3",
            "2027..2029-06-01",
            "27/2-06-01",
            "*:*:0/20",
            "Sat,Sun 12:00",
            "Mon, 12:00",
            "Mon-Wed,Fri 1,2,5..9/2:30",
            "minutely",
            "hourly",
            "daily",
            "weekly",
            "monthly",
            "quarterly",
            "semiannually",
            "yearly",
            "10-31 12:00:07",
            "*-2/3-* 0/8:50/3:1,2");

    @Test
    void systemd_says_the_same() throws IOException, InterruptedException {
        List<String> expressions = new ArrayList<>(WRITTEN);
        RandomExpressions random = new RandomExpressions(new Random(252));
        for (int i = 0; i < 300; i++) {
            String text = random.calendar().text();
            // A step without an end: systemd counts on over the end of the day or month (0/7 goes from 21:00 to 04:00
            // and then to 07:00) and so leaves out slots that its own manual promises. Not copied.
            if (!text.matches(".*[- :]\\d+/\\d+.*")) {
                expressions.add(text);
            }
        }
        for (int from = 0; from < expressions.size(); from += 50) {
            compare(expressions.subList(from, Math.min(expressions.size(), from + 50)));
        }
    }

    private static void compare(List<String> expressions) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("systemd-analyze", "calendar", "--iterations=" + EACH, "--base-time=2026-12-31 23:59:59 UTC"));
        command.addAll(expressions);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C");
        String output;
        try {
            Process process = builder.start();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
        } catch (IOException e) {
            assumeTrue(false, "systemd-analyze is not installed: " + e.getMessage());
            return;
        }
        assumeTrue(output.contains("elapse"), "systemd-analyze cannot be asked here: " + output);
        // In their order; what stands before the first is its original form.
        String[] parts = output.split("Normalized form:", -1);
        String[] answers = Arrays.copyOfRange(parts, 1, parts.length);
        // systemd refuses a step that leaves the field at once (10/7 as a month); ours names its first value then.
        List<String> understood = expressions.stream()
                .filter(expression -> !output.contains("specification '" + expression + "'"))
                .toList();
        assertThat(understood).as("not refused").hasSizeGreaterThan(expressions.size() / 2);
        assertThat(expressions.stream().filter(WRITTEN::contains)).allMatch(understood::contains);
        assertThat(answers).hasSameSizeAs(understood);
        for (int i = 0; i < answers.length; i++) {
            List<Instant> ours = new ArrayList<>();
            LocalRecurrence recurrence = Expression.calendar(understood.get(i), "Etc/UTC");
            Instant slot = recurrence.atOrAfter(BASE);
            // systemd looks no further than 2199.
            while (slot != null && ours.size() < EACH && slot.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
                ours.add(slot);
                slot = recurrence.nextAfter(slot);
            }
            assertThat(ours).as(understood.get(i)).isEqualTo(elapses(answers[i]));
        }
    }

    private static List<Instant> elapses(String answer) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
        List<Instant> elapses = new ArrayList<>();
        Matcher matcher = ELAPSE.matcher(answer);
        while (matcher.find()) {
            elapses.add(LocalDateTime.parse(matcher.group(2), form).toInstant(ZoneOffset.UTC));
        }
        return elapses;
    }
}

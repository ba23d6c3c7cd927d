package dev.rota.schedule;

import static dev.rota.schedule.Expression.calendar;
import static dev.rota.schedule.Expression.cron;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */15 6-22 * * MON-FRI | every 15 minutes from 06:00 to 22:45, Monday to Friday
            0 6 * * *             | at 06:00
            0 6,18 1 * *          | at 06:00, 18:00, on day 1 of the month
            @hourly               | every hour
            30 * * * *            | every hour at minute 30
            0 */6 * * SAT,SUN     | at 00:00, 06:00, 12:00, 18:00, Saturday, Sunday
            0 */2 * * *           | every 2 hours
            0 8 L * *             | at 08:00, on the last day of the month
            0 8 * * 5L            | at 08:00, the last Friday of the month
            0 8 * * MON#1         | at 08:00, the first Monday of the month
            0 8 15 * MON          | at 08:00, on day 15 of the month or Monday
            0 8 LW 1-3 *          | at 08:00, on the last working day of the month, in January to March
            */10 * * * * *        | every 10 seconds
            * * * * *             | every minute
            """)
    void a_cron_expression_is_said_in_words(String expression, String words) {
        assertThat(InWords.of(cron(expression, "Etc/UTC"))).isEqualTo(words);
    }

    @Test
    void the_other_forms_are_said_in_words() {
        assertThat(InWords.of(calendar("Mon..Fri 06..22:00/15 Europe/Rome", "Etc/UTC")))
                .isEqualTo("every 15 minutes from 06:00 to 22:45, Monday to Friday (Europe/Rome)");
        assertThat(InWords.of(calendar("*-*~2", "Etc/UTC"))).isEqualTo("at 00:00, on the last day but 1 of the month");
        assertThat(InWords.of(new Every(Duration.ofMinutes(90), null))).isEqualTo("every 90 minutes");
        assertThat(InWords.of(new AfterCompletion(Duration.ofHours(1))))
                .isEqualTo("one hour after the end of each run");
        assertThat(InWords.of(new Manual())).isEqualTo("only when asked");
    }
}

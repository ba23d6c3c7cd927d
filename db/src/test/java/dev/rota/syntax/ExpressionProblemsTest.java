package dev.rota.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Problem;
import dev.rota.schedule.LocalRecurrence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said to somebody whose expression is wrong. The pointer of each problem is empty: an expression is one
/// value, and whoever reads the document around it knows where it stands.
class ExpressionProblemsTest {
    private static final String FIELDS =
            "A cron expression has five fields (minute, hour, day of month, month, weekday),"
                    + " or six with the second in front; this one has ";
    private static final String WRITE =
            "write numbers, names, ranges such as 1-5, steps such as */15, and lists of these.";

    private static List<Problem> problems(Reading<LocalRecurrence> reading) {
        return switch (reading) {
            case Reading.Fits<LocalRecurrence>(LocalRecurrence recurrence) ->
                throw new AssertionError("'" + recurrence.text() + "' was read");
            case Reading.Broken<LocalRecurrence>(var problems) -> problems;
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        0 0 31 2 *    | never | It would never run: no month has such a day (day 31 in month 2).
        0 0 30W 2 *   | never | It would never run: no month has such a day (day 30W in month 2).
        @reboot       | cron | @reboot is no time; a daemon that starts makes up for what was missed by itself.
        @dayly        | cron | '@dayly' is no nickname; did you mean @daily?
        @often        | cron | '@often' is no nickname; there are @hourly, @daily, @midnight, @weekly, @monthly, \
        @yearly and @annually.
        60 * * * *    | cron | The minute '60' (character 1) is wrong: 60 is not 0 to 59.
        * 24 * * *    | cron | The hour '24' (character 3) is wrong: 24 is not 0 to 23.
        * * 0 * *     | cron | The day of month '0' (character 5) is wrong: 0 is not 1 to 31.
        * * * 13 *    | cron | The month '13' (character 7) is wrong: 13 is not 1 to 12.
        * * * * 8     | cron | The weekday '8' (character 9) is wrong: 8 is not 0 to 7.
        61 * * * * *  | cron | The second '61' (character 1) is wrong: 61 is not 0 to 59.
        */0 * * * *   | cron | The minute '*/0' (character 1) is wrong: a step of 0 is not 1 to 59.
        0/90 * * * *  | cron | The minute '0/90' (character 1) is wrong: a step of 90 is not 1 to 59.
        5- * * * *    | cron | The minute '5-' (character 1) is wrong: a range goes from one value to another.
        0 0 L-0 * *   | cron | The day of month 'L-0' (character 5) is wrong: 0 is not 1 to 31.
        0 0 L-31 * *  | cron | The day of month 'L-31' (character 5) is wrong: no month has so many days before its \
        last.
        0 0 * * L     | cron | The weekday 'L' (character 9) is wrong: say which weekday is meant, such as 5L for \
        the last Friday of the month.
        0 0 * * MON#6 | cron | The weekday 'MON#6' (character 9) is wrong: a weekday comes one to five times in a \
        month.
        """)
    void a_cron_expression_that_is_wrong_is_told_why(String expression, String code, String sentence) {
        assertThat(problems(Expressions.cron(expression))).containsExactly(new Problem("", code, sentence));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        0 0 * * 2-8/   | The weekday '2-8/' (character 9)
        * * * FOO *    | The month 'FOO' (character 7)
        * * * * *;     | The weekday '*;' (character 9)
        1..5 * * * *   | The minute '1..5' (character 1)
        1,,2 * * * *   | The minute '1,,2' (character 1)
        0 0 L-3W * *   | The day of month 'L-3W' (character 5)
        0 0 1W-5 * *   | The day of month '1W-5' (character 5)
        """)
    void a_field_that_is_no_field_is_told_what_to_write(String expression, String field) {
        assertThat(problems(Expressions.cron(expression)))
                .containsExactly(new Problem("", "cron", field + " is wrong: " + WRITE));
    }

    @Test
    void a_number_of_fields_that_is_wrong_is_counted() {
        for (String expression : List.of("", "   ", "0", "* * * *", "0 0 0 1 1 * 2030")) {
            int fields = expression.isBlank() ? 0 : expression.split(" ").length;
            assertThat(problems(Expressions.cron(expression)))
                    .containsExactly(new Problem("", "cron", FIELDS + fields + "."));
        }
    }

    @Test
    void every_field_that_is_wrong_is_told_at_once() {
        assertThat(problems(Expressions.cron("99 99 99 99 99"))).hasSize(5);
    }

    @Test
    void a_name_with_an_l_is_the_last_of_its_weekdays() {
        assertThat(Expressions.cron("0 0 * * THUL")).isInstanceOf(Reading.Fits.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "@", "*", "1,", " ", "\0", "0 0 * * ", "Ω", "/"})
    void ten_kilobytes_are_refused_in_few_words(String piece) {
        String text = piece.repeat(10_240 / piece.length());
        assertThat(problems(Expressions.cron(text)))
                .containsExactly(new Problem("", "cron", "A cron expression has at most 500 characters."));
        assertThat(problems(Expressions.calendar(text)))
                .containsExactly(new Problem("", "calendar", "A calendar expression has at most 500 characters."));
    }

    @Test
    void a_nul_is_no_value() {
        assertThat(problems(Expressions.cron("0 0 * * \0")))
                .containsExactly(new Problem("", "cron", "The weekday '\0' (character 9) is wrong: " + WRITE));
        assertThat(problems(Expressions.calendar("06:00\0")))
                .extracting(Problem::code)
                .containsExactly("calendar");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ""               | calendar | Write a calendar expression, such as Mon..Fri 06:00, or daily.
        *-02-31          | never    | It would never run: there is no such day.
        *-*-* 25:00      | calendar | '25:00' (character 7) has an hour that is not 0 to 23.
        *-13-01          | calendar | '*-13-01' (character 1) has a month that is not 1 to 12.
        *-*~29           | calendar | '*-*~29' (character 1) has a day that is not 1 to 28.
        1969-01-01       | calendar | '1969-01-01' (character 1) has a year that is not 1970 to 2199.
        2027..2020-01-01 | calendar | '2027..2020-01-01' (character 1) has a range of years that ends before it \
        begins.
        12               | calendar | '12' (character 1) is no date; write year-month-day or month-day, such as \
        *-*-01, with ~ before days from the end.
        Mon..            | calendar | 'Mon..' (character 1) has no weekday in ''; write Mon, Tue, Wed, Thu, Fri, \
        Sat or Sun.
        Fri..Mon 06:00   | calendar | 'Fri..Mon' (character 1) has a range that goes over the end of the week, \
        which begins on Monday; write two ranges.
        *-*-*/2          | calendar | '*-*-*/2' (character 1) has '*/2'; in a calendar expression write 1/2.
        */15:00          | calendar | '*/15:00' (character 1) has '*/15'; in a calendar expression write 0/15.
        *:0/0            | calendar | '*:0/0' (character 1) has a step of 0 between minutes; write 1 to 59.
        06:00:00.5       | calendar | '06:00:00.5' (character 1) has a fraction; Rota's slots are whole seconds.
        dailyy           | calendar | 'dailyy' is no calendar expression. Did you mean 'daily'?
        06:00 07:00      | calendar | '07:00' (character 7) does not belong here; write weekdays, a date, a time \
        and a zone, in this order.
        """)
    void a_calendar_expression_that_is_wrong_is_told_why(String expression, String code, String sentence) {
        assertThat(problems(Expressions.calendar(expression))).containsExactly(new Problem("", code, sentence));
    }
}

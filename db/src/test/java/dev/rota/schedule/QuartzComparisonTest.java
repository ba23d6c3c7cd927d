package dev.rota.schedule;

import static dev.rota.schedule.Expression.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

/// Cron against Quartz 2.5.0. The slots of both are the same where both promise the same: six fields, days of the
/// month or weekdays with `?` for the other, and no change of the clock near. Where they are not the same, each
/// difference stands below with its reason, and that Quartz still does it is asserted too.
class QuartzComparisonTest {
    private static final int CASES = 4000;
    private static final int SLOTS = 25;
    private static final long TWO_DAYS = 2 * 86_400;
    private static final List<String> ZONES = List.of(
            "Etc/UTC", "Asia/Kolkata", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// One expression in both languages; Quartz counts weekdays from 1 for Sunday.
    private record Pair(String rota, String quartz) {}

    @Test
    void the_slots_are_those_of_quartz_where_both_promise_the_same() throws ParseException {
        long compared = 0;
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(77_000_000L + i);
            random.nextLong();
            Pair pair = pair(random);
            String zone = ZONES.get(i % ZONES.size());
            LocalRecurrence rota = cron(pair.rota(), zone);
            CronExpression quartz = quartz(pair.quartz(), zone);
            Instant at = Instant.ofEpochSecond(random.nextLong(946_684_800L, 1_893_456_000L));
            for (int slot = 0; slot < SLOTS; slot++) {
                Instant next = rota.nextAfter(at);
                if (next == null || changes(rota.zone(), at, next)) {
                    break;
                }
                assertThat(after(quartz, at))
                        .as("case %d: %s in %s after %s", i, pair, zone, at)
                        .isEqualTo(next);
                compared++;
                at = next;
            }
        }
        assertThat(compared).isGreaterThan(50_000);
    }

    /// Quartz builds the day from today's and the hour from now's before it looks at them, and so misses months; it
    /// has no slot that Rota has not.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 0 0 L * ?     | 2027-01-31T00:00:00Z | 2027-02-28T00:00:00Z | 2027-03-31T00:00:00Z
        0 42-57 * L * ? | 2001-02-08T23:59:26Z | 2001-02-28T00:42:00Z | 2001-03-31T00:42:00Z
        0 0 0 L-28 * ?  | 2027-03-03T00:00:00Z | 2027-04-02T00:00:00Z | 2027-05-03T00:00:00Z
        0 0 0 LW * ?    | 2027-01-29T00:00:00Z | 2027-02-26T00:00:00Z | 2027-03-31T00:00:00Z
        0 0 0 1W * ?    | 2027-04-01T00:00:00Z | 2027-05-03T00:00:00Z | 2027-06-01T00:00:00Z
        0 46 21 18W * ? | 2010-03-18T22:46:00Z | 2010-04-19T21:46:00Z | 2010-05-18T21:46:00Z
        0 0 0 L,15 * ?  | 2027-02-15T00:00:00Z | 2027-02-28T00:00:00Z | 2027-03-15T00:00:00Z
        """)
    void quartz_misses_days_that_are_named_with_l_or_w(String expression, Instant from, Instant rota, Instant quartz)
            throws ParseException {
        assertThat(cron(expression, "Etc/UTC").nextAfter(from)).isEqualTo(rota);
        assertThat(after(quartz(expression, "Etc/UTC"), from)).isEqualTo(quartz);
        assertThat(cron(expression, "Etc/UTC").atOrAfter(quartz)).isEqualTo(quartz);
    }

    /// In a gap Quartz leaves a listed time out, Rota runs it when the gap ends. In an overlap Quartz takes the
    /// later one, also of what begins with a star; Rota takes the earlier one of a list, and both of a star.
    /// New York: 2027-03-14 02:00 becomes 03:00, 2027-11-07 02:00 becomes 01:00.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 30 2 * * ?    | 2027-03-14T05:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:30:00Z
        0 0/15 2 * * ?  | 2027-03-14T05:00:00Z | 2027-03-14T07:00:00Z | 2027-03-15T06:00:00Z
        0 30 1 * * ?    | 2027-11-07T04:00:00Z | 2027-11-07T05:30:00Z | 2027-11-07T06:30:00Z
        0 0/20 1 * * ?  | 2027-11-07T04:00:00Z | 2027-11-07T05:00:00Z | 2027-11-07T06:00:00Z
        0 30 * * * ?    | 2027-11-07T04:30:00Z | 2027-11-07T05:30:00Z | 2027-11-07T06:30:00Z
        0 */20 * * * ?  | 2027-11-07T04:40:00Z | 2027-11-07T05:00:00Z | 2027-11-07T06:00:00Z
        """)
    void a_change_of_the_clock_means_something_else(String expression, Instant from, Instant rota, Instant quartz)
            throws ParseException {
        assertThat(cron(expression, "America/New_York").nextAfter(from)).isEqualTo(rota);
        assertThat(after(quartz(expression, "America/New_York"), from)).isEqualTo(quartz);
    }

    /// Quartz begins the week with 1 for Sunday, Rota, like cron, with 0 for Sunday and 1 for Monday.
    @Test
    void numbers_of_weekdays_are_those_of_cron() throws ParseException {
        Instant friday = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(cron("0 0 0 ? * 7", "Etc/UTC").nextAfter(friday)).isEqualTo("2027-01-03T00:00:00Z");
        assertThat(after(quartz("0 0 0 ? * 7", "Etc/UTC"), friday)).isEqualTo("2027-01-02T00:00:00Z");
        assertThat(cron("0 0 0 ? * 6#5", "Etc/UTC").nextAfter(friday)).isEqualTo("2027-01-30T00:00:00Z");
        assertThat(after(quartz("0 0 0 ? * 6#5", "Etc/UTC"), friday)).isEqualTo("2027-01-29T00:00:00Z");
    }

    /// Quartz forgets what stands beside a `#` in a list; Rota has all of it.
    @Test
    void a_list_may_hold_an_nth_weekday() throws ParseException {
        Instant friday = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(cron("0 0 0 ? * MON,FRI#2", "Etc/UTC").nextAfter(friday)).isEqualTo("2027-01-04T00:00:00Z");
        assertThat(after(quartz("0 0 0 ? * MON,FRI#2", "Etc/UTC"), friday)).isEqualTo("2027-01-11T00:00:00Z");
    }

    /// Five fields, nicknames, 0 for Sunday, both kinds of days together, and L in a list of weekdays are cron's.
    @ParameterizedTest
    @ValueSource(
            strings = {"0 0 * * *", "@daily", "0 0 0 ? * 0", "0 0 0 1,15 * MON", "0 0 0 * * MON", "0 0 0 ? * MONL,FRI"})
    void rota_reads_what_quartz_refuses(String expression) {
        assertThat(cron(expression, "Etc/UTC").nextAfter(Instant.EPOCH)).isNotNull();
        assertThatThrownBy(() -> quartz(expression, "Etc/UTC")).isInstanceOf(ParseException.class);
    }

    /// A seventh field for the year, `L` for Saturday, and working days before the last are Quartz's own. Days that
    /// do not exist are accepted there, and never run.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 0 0 1 1 ? 2030 | 2030-01-01T00:00:00Z
        0 0 0 ? * L      | 2027-01-02T00:00:00Z
        0 0 0 L-3W * ?   | 2027-01-28T00:00:00Z
        0 0 0 30 2 ?     |
        """)
    void rota_refuses_what_quartz_reads(String expression, @Nullable Instant quartz) throws ParseException {
        assertThat(Expressions.cron(expression)).isInstanceOf(Reading.Broken.class);
        assertThat(after(quartz(expression, "Etc/UTC"), Instant.parse("2027-01-01T00:00:00Z")))
                .isEqualTo(quartz);
    }

    private static CronExpression quartz(String text, String zone) throws ParseException {
        CronExpression expression = new CronExpression(text);
        expression.setTimeZone(TimeZone.getTimeZone(zone));
        return expression;
    }

    private static @Nullable Instant after(CronExpression quartz, Instant at) {
        Date next = quartz.getNextValidTimeAfter(Date.from(at));
        return next == null ? null : next.toInstant();
    }

    private static boolean changes(ZoneId zone, Instant from, Instant until) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(from.minusSeconds(TWO_DAYS));
        return change != null && change.getInstant().isBefore(until.plusSeconds(TWO_DAYS));
    }

    private static Pair pair(Random random) {
        String second = random.nextInt(3) == 0 ? numbers(random, 0, 59) : "0";
        String minute = numbers(random, 0, 59);
        String hour = numbers(random, 0, 23);
        boolean byWeekday = random.nextBoolean();
        String day = byWeekday ? "?" : monthDay(random);
        String month = random.nextInt(3) == 0 ? numbers(random, 1, 12) : "*";
        Pair weekday = byWeekday ? weekday(random) : same("?");
        String others = String.join(" ", second, minute, hour, day, month) + " ";
        return new Pair(others + weekday.rota(), others + weekday.quartz());
    }

    private static String numbers(Random random, int min, int max) {
        int from = random.nextInt(min, max);
        int until = random.nextInt(from + 1, max + 1);
        int step = random.nextInt(2, 2 + (max - min) / 2);
        return switch (random.nextInt(7)) {
            case 0 -> "*";
            case 1 -> "*/" + step;
            case 2 -> from + "/" + step;
            case 3 -> from + "-" + until;
            case 4 -> from + "-" + until + "/" + step;
            case 5 -> until + "-" + from; // over the end
            default -> list(random, min, max);
        };
    }

    private static String list(Random random, int min, int max) {
        return String.join(
                ",",
                IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(_ -> String.valueOf(random.nextInt(min, max + 1)))
                        .distinct()
                        .toList());
    }

    private static String monthDay(Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> list(random, 1, 28);
            case 2 -> random.nextInt(1, 15) + "-" + random.nextInt(15, 32);
            case 3 -> "*/" + random.nextInt(2, 16);
            default -> "*";
        };
    }

    private static Pair weekday(Random random) {
        int from = random.nextInt(7);
        int until = random.nextInt(7);
        String name = DAYS.get(from);
        return switch (random.nextInt(7)) {
            case 0 -> same(name + "L");
            case 1 -> same(name + "#" + random.nextInt(1, 6));
            case 2, 3 -> same(name + "-" + DAYS.get(until));
            case 4 -> same(name + "," + DAYS.get(until));
            case 5 -> new Pair(from + "-6", (from + 1) + "-7");
            default -> new Pair(from + "," + until, (from + 1) + "," + (until + 1));
        };
    }

    private static Pair same(String text) {
        return new Pair(text, text);
    }
}

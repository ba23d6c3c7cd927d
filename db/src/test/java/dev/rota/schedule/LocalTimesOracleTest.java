package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Cron and calendar expressions against [MinuteByMinute]: 10,000 of them, each in one zone and on 20 days between
/// 2000 and 2037, half of them around a change of that zone's clock. All zones occur.
class LocalTimesOracleTest {
    private static final int CASES = Integer.getInteger("rota.oracle.cases", 10_000);
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2037-12-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(20);

    @Test
    void every_slot_is_where_the_clock_on_the_wall_says() {
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        Tally tally = IntStream.range(0, CASES)
                .parallel()
                .mapToObj(i -> compare(i, ZoneId.of(zones.get(i % zones.size())), i / zones.size() % 2 == 0))
                .reduce(Tally.NONE, Tally::plus);
        System.out.printf(
                "%d expressions in %d zones, %d with a change of the clock, %d that never run: %,d slots compared.%n",
                CASES, Math.min(CASES, zones.size()), tally.changes(), tally.never(), tally.slots());
        assertThat(tally.missed())
                .as("cases meant for a change that lie at none")
                .isZero();
        if (CASES >= 10_000) {
            assertThat(tally.changes()).isGreaterThan(CASES / 4);
        }
    }

    /// Sums over cases.
    ///
    /// @param changes with a change of the clock
    /// @param missed  without one, although they were meant to have one and the zone has
    /// @param never   whose expression never runs
    /// @param slots   that were compared
    private record Tally(int changes, int missed, int never, long slots) {
        static final Tally NONE = new Tally(0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(changes + other.changes, missed + other.missed, never + other.never, slots + other.slots);
        }
    }

    /// Compares one case.
    ///
    /// @param around whether around a change of the clock
    private static Tally compare(int number, ZoneId zone, boolean around) {
        Random random = new Random(25_000_000L + number);
        // The first numbers of neighbouring seeds are alike.
        random.nextLong();
        Instant from = begin(zone, random, around);
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        int changes = change != null && change.getInstant().isBefore(from.plus(SPAN)) ? 1 : 0;
        ZoneOffsetTransition any = zone.getRules().nextTransition(FIRST);
        int missed = around && changes == 0 && any != null && any.getInstant().isBefore(LAST) ? 1 : 0;
        RandomExpressions expressions = new RandomExpressions(random);
        RandomExpressions.Case tried = random.nextInt(3) == 0 ? expressions.calendar() : expressions.cron();
        List<Instant> expected = tried.meaning().slots(zone, from, from.plus(SPAN));
        LocalRecurrence recurrence = compile(tried);
        if (recurrence == null) {
            assertThat(expected).as(tried.text()).isEmpty();
            return new Tally(changes, missed, 1, 0);
        }
        String what = "case %d: '%s' in %s from %s".formatted(number, tried.text(), zone, from);
        compare(what, (LocalRecurrence) recurrence.in(zone), from, from.plus(SPAN), expected, random);
        return new Tally(changes, missed, 0, expected.size());
    }

    private static @Nullable LocalRecurrence compile(RandomExpressions.Case tried) {
        Reading<LocalRecurrence> reading =
                tried.calendar() ? Expressions.calendar(tried.text()) : Expressions.cron(tried.text());
        return switch (reading) {
            case Reading.Fits<LocalRecurrence>(LocalRecurrence recurrence) -> {
                assertThat(recurrence.wheneverItMatches())
                        .as(tried.text())
                        .isEqualTo(tried.meaning().whenever());
                yield recurrence;
            }
            case Reading.Broken<LocalRecurrence>(var problems) -> {
                assertThat(problems)
                        .as(tried.text())
                        .allMatch(problem -> problem.code().equals("never"));
                yield null;
            }
        };
    }

    /// Around a change of the clock, or anywhere.
    private static Instant begin(ZoneId zone, Random random, boolean around) {
        Instant any = Instant.ofEpochSecond(random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond()));
        ZoneOffsetTransition change = around ? zone.getRules().nextTransition(any) : null;
        if (around && (change == null || change.getInstant().isAfter(LAST))) {
            change = zone.getRules().previousTransition(any);
        }
        Instant begin = change == null || change.getInstant().isBefore(FIRST)
                ? any
                : change.getInstant().minusSeconds(random.nextLong(19 * 86_400));
        return begin.truncatedTo(ChronoUnit.MINUTES);
    }

    private static void compare(
            String what, LocalRecurrence actual, Instant from, Instant until, List<Instant> expected, Random random) {
        List<Instant> forward = new ArrayList<>();
        for (Instant slot = actual.atOrAfter(from);
                slot != null && slot.isBefore(until);
                slot = actual.nextAfter(slot)) {
            forward.add(slot);
        }
        same(what, expected, forward);
        List<Instant> backward = new ArrayList<>();
        for (Instant slot = actual.atOrBefore(until.minusNanos(1));
                slot != null && !slot.isBefore(from);
                slot = actual.atOrBefore(slot.minusNanos(1))) {
            backward.add(slot);
        }
        Collections.reverse(backward);
        same(what + ", backwards", expected, backward);
        for (int i = 0; i < 3; i++) {
            Instant one = from.plusSeconds(random.nextLong(SPAN.toSeconds()));
            Instant other =
                    one.plusSeconds(random.nextLong(Duration.between(one, until).toSeconds()));
            long between = expected.stream()
                    .filter(slot -> !slot.isBefore(one) && !slot.isAfter(other))
                    .count();
            assertThat(actual.count(one, other))
                    .as("%s: from %s to %s", what, one, other)
                    .isEqualTo(between);
        }
    }

    private static void same(String what, List<Instant> expected, List<Instant> actual) {
        if (actual.equals(expected)) {
            return;
        }
        List<Instant> missing = new ArrayList<>(expected);
        missing.removeAll(new HashSet<>(actual));
        List<Instant> surplus = new ArrayList<>(actual);
        surplus.removeAll(new HashSet<>(expected));
        throw new AssertionError("%s: missing %s, too many %s"
                .formatted(
                        what,
                        missing.stream().limit(5).toList(),
                        surplus.stream().limit(5).toList()));
    }
}

package dev.rota.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.BreakerRule;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// 10,000 random strings of what can happen to a schedule, against [BreakerModel].
class BreakerStringsTest {
    private static final String EVENTS = "sffffffffrdcxonmMFSejpPt";

    @Test
    void tenThousandRandomStringsOfOutcomesEndAsTheModelSays() {
        Random random = new Random(2026);
        int given = 0;
        int restored = 0;
        for (int n = 0; n < 10_000; n++) {
            BreakerRule rule = rule(random);
            int attempts = 1 + random.nextInt(3);
            FailingSchedule schedule = new FailingSchedule(rule, attempts);
            BreakerModel model = new BreakerModel(rule, attempts);
            StringBuilder told = new StringBuilder(rule + " attempts " + attempts + ": ");
            int length = 10 + random.nextInt(50);
            for (int i = 0; i < length; i++) {
                char event = EVENTS.charAt(random.nextInt(EVENTS.length()));
                schedule.pass(Duration.ofSeconds(random.nextInt(900)));
                boolean before = model.given;
                if (happen(event, schedule, model)) {
                    told.append(event);
                    assertThat(schedule.failures()).as(told.toString()).isEqualTo(model.streak());
                    assertThat(schedule.given()).as(told.toString()).isEqualTo(model.given);
                    given += !before && model.given ? 1 : 0;
                    restored += before && !model.given && event == 'P' ? 1 : 0;
                }
            }
        }
        assertThat(given).as("the strings reach what they are about").isGreaterThan(5_000);
        assertThat(restored).isGreaterThan(500);
    }

    /// @return whether it could happen at all
    private static boolean happen(char event, FailingSchedule schedule, BreakerModel model) {
        if (model.given) {
            return whileGiven(event, schedule, model);
        }
        switch (event) {
            case 's' -> {
                schedule.slot(Outcome.Succeeded.of("done"), false);
                model.succeeded(schedule.now());
            }
            case 'f' -> {
                schedule.slot(failure(FailureClass.CONNECT), false);
                model.failed(schedule.now(), true);
            }
            case 'r' -> {
                schedule.slot(failure(FailureClass.RESOURCE), false);
                model.failed(schedule.now(), false);
            }
            case 'x' -> {
                schedule.slot(failure(FailureClass.DNS), true);
                model.failed(schedule.now(), false);
            }
            case 'd' -> {
                schedule.slot(new Outcome.Deferred(schedule.now(), "later"), false);
                model.over();
            }
            case 'c' -> {
                schedule.slot(new Outcome.Cancelled("enough"), false);
                model.over();
            }
            case 'o' -> {
                schedule.slotOfAnOldJob(failure(FailureClass.CONNECT));
                model.failed(schedule.now(), false);
            }
            case 'n' -> {
                schedule.asked(failure(FailureClass.PARSE), false);
                model.counted(schedule.now());
            }
            case 'm', 'M' -> {
                schedule.asked(Outcome.Succeeded.of("done"), false);
                model.forget();
            }
            case 'j' -> {
                schedule.editJob();
                model.forget();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean whileGiven(char event, FailingSchedule schedule, BreakerModel model) {
        switch (event) {
            case 'F' -> schedule.asked(failure(FailureClass.PARSE), true);
            case 'S' -> schedule.asked(Outcome.Succeeded.of("done"), true);
            case 'e' -> {
                schedule.enable();
                model.enabled();
            }
            case 'p' -> {
                return schedule.probe(failure(FailureClass.HTTP_5XX));
            }
            case 'P' -> {
                if (!schedule.probe(Outcome.Succeeded.of("done"))) {
                    return false;
                }
                model.enabled();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Outcome failure(FailureClass why) {
        return new Outcome.Failed(why, "no", null);
    }

    private static BreakerRule rule(Random random) {
        int failures = 1 + random.nextInt(6);
        @Nullable Integer of = random.nextInt(3) == 0 ? failures + random.nextInt(12) : null;
        Duration atLeast = random.nextInt(3) == 0 ? Duration.ofMinutes(random.nextInt(600)) : Duration.ZERO;
        @Nullable Duration probation = random.nextBoolean() ? Duration.ofMinutes(1 + random.nextInt(30)) : null;
        return new BreakerRule(failures, of, atLeast, probation);
    }
}

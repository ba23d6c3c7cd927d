package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.Every;
import dev.rota.schedule.LocalRecurrence;
import dev.rota.schedule.Manual;
import dev.rota.schedule.Once;
import dev.rota.schedule.Recurrence;
import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
    private static final Instant AT = Instant.parse("2027-01-01T07:00:00.123456Z");

    private static Recurrence read(Reading<LocalRecurrence> reading) {
        return ((Reading.Fits<LocalRecurrence>) reading).value();
    }

    @Test
    void everyRecurrenceIsReadAsItWasWritten() {
        List<Recurrence> all = List.of(
                new Manual(),
                new Every(Duration.ofMinutes(90), AT),
                new Every(Duration.parse("PT1.5S"), Instant.EPOCH),
                new AfterCompletion(Duration.ofDays(366)),
                read(Expressions.cron("*/15 6-22 * * MON-FRI")),
                read(Expressions.cron("30 0 12 L * ?")),
                read(Expressions.cron("@daily")),
                read(Expressions.calendar("Mon..Fri 06..22:00/15")),
                read(Expressions.calendar("*-*~03 02:30:00")),
                new Once(AT));
        Set<Class<?>> seen = new HashSet<>();
        for (Recurrence recurrence : all) {
            seen.add(recurrence.getClass());
            assertThat(PlanJson.recurrence(PlanJson.write(recurrence))).isEqualTo(recurrence);
        }
        assertThat(seen).as("each form that there is").hasSize(forms(Recurrence.class));
    }

    @Test
    void aDelayIsKeptWithoutTheSlotItWaitsFor() {
        assertThat(PlanJson.write(new AfterCompletion(Duration.ofHours(1), AT)))
                .isEqualTo(PlanJson.write(new AfterCompletion(Duration.ofHours(1))));
    }

    private static int forms(Class<?> sealed) {
        int forms = 0;
        for (Class<?> form : sealed.getPermittedSubclasses()) {
            forms += form.isSealed() ? forms(form) : 1;
        }
        return forms;
    }
}

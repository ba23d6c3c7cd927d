package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What kills its daemon is put aside, and nothing else that was there.
class QuarantineIT {
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    private long schedule(String name) {
        return rota.schedule(name, Duration.ofHours(1), Duration.ofSeconds(5));
    }

    /// A daemon dies with just these.
    private void die(Long... ids) {
        UUID victim = rota.daemon();
        assertThat(start(victim, ids)).hasSize(ids.length);
        assertThat(rota.daemons.declareDead(victim, true)).hasValue(ids.length);
    }

    private Set<Claim> start(UUID daemon, Long... ids) {
        Arrays.stream(ids).forEach(rota::makeDue);
        String these = Arrays.stream(ids).map(String::valueOf).collect(Collectors.joining(","));
        rota.sql("update schedules set next_due = next_due + interval '1 hour' where id not in (" + these + ")");
        return Set.copyOf(rota.claim(daemon));
    }

    private String putAside() {
        return String.valueOf(rota.text("select coalesce(string_agg(name, ' ' order by name), '') from schedules"
                + " where auto_disabled_reason like 'quarantine:%'"));
    }

    @Test
    void aThirdProvedDeathPutsTheScheduleAside() {
        long id = schedule("killer");
        die(id);
        die(id);
        assertThat(putAside()).isEmpty();
        die(id);
        assertThat(rota.text("select auto_disabled_reason from schedules"))
                .isEqualTo("quarantine: its daemon died 3 times while it ran");
        assertThat(rota.number("select failures from schedules")).isZero();
    }

    @Test
    void whoWasThereAtASecondDeathRunsApartFromTheOthers() {
        Long[] all = {schedule("one"), schedule("two"), schedule("three"), schedule("four")};
        die(all);
        die(all);

        // Looked at in their order, whatever the clock says meanwhile: a second lies between any two of them.
        assertThat(rota.text("""
            select string_agg(round(extract(epoch from next_due - first))::text, ' ' order by next_due)
            from schedules, (select min(next_due) as first from schedules) least\
            """)).isEqualTo("0 1 2 3");
        assertThat(rota.number("select count(*) from schedules where next_due <= clock_timestamp()"))
                .isPositive();
    }

    @Test
    void thoseOfTwoDaemonsStandInOneLine() {
        Long[] here = {schedule("one"), schedule("two")};
        Long[] there = {schedule("three"), schedule("four")};
        die(here);
        die(there);
        UUID first = rota.daemon();
        assertThat(start(first, here)).hasSize(2);
        UUID second = rota.daemon();
        assertThat(start(second, there)).hasSize(2);
        assertThat(rota.daemons.declareDead(first, true)).hasValue(2);
        assertThat(rota.daemons.declareDead(second, true)).hasValue(2);

        assertThat(rota.text("""
            select bool_and(apart >= interval '0.999 seconds')::text || ' ' || count(apart) from (
              select next_due - lag(next_due) over (order by next_due) as apart from schedules) line\
            """)).isEqualTo("true 3");
    }

    @Test
    void whoDiesBesideAnotherSuspectIsNotBlamedYet() {
        long innocent = schedule("innocent");
        long killer = schedule("killer");
        long other = schedule("other killer");
        die(innocent, killer);
        die(innocent, killer);
        die(other);
        die(innocent, other);
        assertThat(putAside()).isEmpty();
        assertThat(rota.number("select deaths from schedules where id = " + innocent))
                .isEqualTo(3);

        UUID alive = rota.daemon();
        start(alive, innocent).forEach(claim -> rota.finish(claim, Outcome.Succeeded.of("done")));
        assertThat(rota.number("select deaths from schedules where id = " + innocent))
                .isZero();
        die(killer, innocent);
        assertThat(putAside()).isEqualTo("killer");
    }

    @Test
    void thoseThatKeepDyingTogetherStandFurtherApartEachTime() {
        Long[] both = {schedule("one"), schedule("two")};
        StringBuilder apart = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            die(both);
            apart.append(rota.text(
                            "select round(extract(epoch from max(next_due) - min(next_due)))::text from schedules"))
                    .append(' ');
        }
        assertThat(apart).hasToString("0 1 2 4 8 ");
        assertThat(putAside()).isEmpty();
        die(both);
        assertThat(putAside()).isEqualTo("one two");
    }
}

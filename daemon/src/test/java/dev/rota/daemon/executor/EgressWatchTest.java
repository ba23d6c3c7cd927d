package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EgressWatchTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final EgressWatch watch = new EgressWatch(new DatabaseClock(InstantSource.fixed(Claims.NOW), nanos::get));

    private boolean failed(String host, FailureClass why) {
        return watch.ended(List.of(host), new Outcome.Failed(why, "no", null));
    }

    private boolean succeeded(String host) {
        return watch.ended(List.of(host), Outcome.Succeeded.of("done"));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void fiveHostsOfWhichMoreThanHalfAreOutOfReachAreNeeded() {
        assertThat(failed("a", FailureClass.DNS)).isFalse();
        assertThat(failed("b", FailureClass.CONNECT)).isFalse();
        assertThat(failed("c", FailureClass.TLS)).isFalse();
        assertThat(failed("d", FailureClass.TIMEOUT)).isFalse();
        assertThat(failed("d", FailureClass.TIMEOUT)).isFalse();
        assertThat(failed("e", FailureClass.PARSE)).isTrue();
        assertThat(watch.since()).isNotNull();
    }

    @Test
    void halfOfThemIsNotMoreThanHalf() {
        List.of("a", "b", "c").forEach(host -> failed(host, FailureClass.DNS));
        List.of("d", "e").forEach(this::succeeded);
        assertThat(watch.since()).isNotNull();
        assertThat(succeeded("f")).isFalse();
        assertThat(watch.since()).isNull();
    }

    @Test
    void itEndsWhenTheHostsAnswerAgainOrWereNotAskedForAMinute() {
        List.of("a", "b", "c", "d", "e").forEach(host -> failed(host, FailureClass.CONNECT));
        pass(Duration.ofSeconds(60));
        assertThat(watch.since()).isNotNull();
        pass(Duration.ofSeconds(1));
        assertThat(watch.since()).isNull();
        assertThat(failed("a", FailureClass.CONNECT)).isFalse();
    }

    @Test
    void onlyTheLastHostOfARunIsTheOneThatFailed() {
        assertThat(watch.ended(List.of("a", "b", "c", "d", "e"), new Outcome.Failed(FailureClass.CONNECT, "no", null)))
                .isFalse();
    }

    @Test
    void whatTheHostsAnswerIsNotOurWayOut() {
        List.of("a", "b", "c", "d", "e", "f").forEach(host -> failed(host, FailureClass.HTTP_5XX));
        assertThat(watch.since()).isNull();
    }
}

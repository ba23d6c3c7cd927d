package dev.rota.daemon.executor;

import dev.rota.store.RunStore.Change;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What [Recorder] says in the log of schedules whose standing changed.
final class StandingLines {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private StandingLines() {}

    static void tell(Change change) {
        switch (change) {
            case Change.HasIssues(long _, String name, int failures, String last) ->
                LOG.atWarn()
                        .addKeyValue("schedule", name)
                        .addKeyValue("failures", failures)
                        .log("Having issues: {} failures in a row, the last: {}", failures, last);
            case Change.PutAside(long _, String name, String reason, Instant probeAt) ->
                LOG.atWarn()
                        .addKeyValue("schedule", name)
                        .log(
                                "Put aside: {}. {}",
                                reason,
                                probeAt == null
                                        ? "Enable it again when the cause is gone."
                                        : "It is probed at " + probeAt + ", or enable it when the cause is gone.");
            case Change.TakenBack(long _, String name) ->
                LOG.atInfo().addKeyValue("schedule", name).log("Taken back: a probe went through, it runs again.");
        }
    }
}

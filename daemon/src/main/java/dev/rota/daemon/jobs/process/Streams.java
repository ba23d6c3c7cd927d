package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.RunContext;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a program writes. The run's log belongs to the run's thread, so those who read hand their lines over.
final class Streams {
    private final BlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    private final Capture output;
    private final Capture errors;

    Streams(Command command, RunContext context) {
        this.output = new Capture(command.keep(), line -> {
            if (command.tell()) {
                told.add(() -> context.log().output(line));
            }
        });
        this.errors = new Capture(
                Command.KEPT_FOR_READING, line -> told.add(() -> context.log().output(line)));
    }

    Capture output() {
        return output;
    }

    Capture errors() {
        return errors;
    }

    /// Has the run's thread do something, as it does with lines.
    void tell(Runnable something) {
        told.add(something);
    }

    /// Ends the run's wait for a line.
    void wake() {
        told.add(() -> {});
    }

    /// Waits for a line at most so long, and tells it to the run's log.
    ///
    /// @return whether there was one
    boolean tellNext(long millis) throws InterruptedException {
        @Nullable Runnable line = told.poll(millis, TimeUnit.MILLISECONDS);
        if (line != null) {
            line.run();
        }
        return line != null;
    }

    void tellRest() {
        told.forEach(Runnable::run);
    }

    /// What was written, when the readers have come to the end.
    Ended ended(int exitCode, Instant at) {
        return new Ended(exitCode, output.output(), errors.output(), at);
    }
}

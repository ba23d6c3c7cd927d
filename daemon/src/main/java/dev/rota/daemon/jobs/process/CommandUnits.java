package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.run.FailureClass;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Programs in units of their own: for each connection to the socket the service manager starts one, which holds the
/// program and all it starts in a control group, as another user, and within limits of memory, tasks and time. The
/// connection ends when nothing of the unit is left; if we end, the connection does, and the unit with it.
///
/// @param socket of `rota-command.socket`
record CommandUnits(Path socket) implements Way {
    private static final long PATIENCE_MILLIS = 10_000;
    /// Of the process that runs the program: ended by a signal, or no longer heard of by the service manager.
    private static final Set<String> SILENCED = Set.of("signal", "core-dump", "watchdog");

    @Override
    public Ended run(Command command, RunContext context) throws JobFailed, InterruptedException {
        Streams streams = new Streams(command, context);
        UnitTalk talk = begin(command, context, streams);
        try {
            while (!talk.over()) {
                streams.tellNext(PATIENCE_MILLIS);
            }
        } finally {
            // An interrupt, or whatever else ends the wait.
            if (!talk.over()) {
                talk.cancel();
                awaitEnd(talk, streams, context);
            }
        }
        streams.tellRest();
        return verdict(command, context, talk, streams);
    }

    private UnitTalk begin(Command command, RunContext context, Streams streams)
            throws JobFailed, InterruptedException {
        try {
            return UnitTalk.begin(
                    socket,
                    request(command, context),
                    streams,
                    sentence -> streams.tell(() -> context.log().warn(sentence)));
        } catch (ClosedByInterruptException e) {
            boolean _ = Thread.interrupted();
            throw new InterruptedException("cut off before it began");
        } catch (IOException e) {
            throw new JobFailed(
                    FailureClass.RESOURCE,
                    "No unit for the program: " + socket + " cannot be reached (" + e.getMessage()
                            + "). `systemctl start rota-command.socket` mends that.",
                    null,
                    e);
        }
    }

    private static List<UnitFrame> request(Command command, RunContext context) {
        List<UnitFrame> frames = new ArrayList<>();
        command.argv().forEach(argument -> frames.add(UnitFrame.of('A', argument)));
        command.environmentOf(context.runId())
                .forEach((name, value) -> frames.add(UnitFrame.of('E', name + "=" + value)));
        if (command.directory() != null) {
            frames.add(UnitFrame.of('D', command.directory()));
        }
        frames.add(UnitFrame.of('G', ""));
        return frames;
    }

    /// The slot is held until nothing of the unit is left; further interrupts do not shorten that.
    private static void awaitEnd(UnitTalk talk, Streams streams, RunContext context) {
        boolean interrupted = false;
        while (!talk.over()) {
            try {
                if (!streams.tellNext(PATIENCE_MILLIS)) {
                    context.log().warn("The unit of this run does not end. Waiting for it.");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        streams.tellRest();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Ended verdict(Command command, RunContext context, UnitTalk talk, Streams streams) throws JobFailed {
        String program = command.argv().getFirst();
        String result = talk.result() == null ? "unknown" : talk.result();
        String refused = talk.refused();
        if (refused != null) {
            throw cannot(program + " cannot be started", refused);
        }
        String shut = talk.shut();
        if (shut != null) {
            throw cannot("The working directory " + command.directory() + " cannot be entered", shut);
        }
        Ended ended = streams.ended(code(talk.ended()), context.now());
        if (result.equals("oom-kill")) {
            throw failed(
                    FailureClass.EXIT_CODE,
                    program + " was ended: it wanted more memory than its unit may have (MemoryMax; systemd's result:"
                            + " oom-kill).",
                    ended);
        }
        boolean told = talk.ended() != null && talk.broken() == null;
        if (result.equals("timeout") && !told) {
            throw failed(
                    FailureClass.TIMEOUT,
                    program + " was ended: it ran longer than its unit may (RuntimeMaxSec; systemd's result: timeout).",
                    ended);
        }
        if (!told && SILENCED.contains(result)) {
            throw failed(
                    FailureClass.EXIT_CODE,
                    program + " was ended with its unit: what runs it there was killed or stopped, as only the program"
                            + " itself or an administrator can (systemd's result: " + result + ").",
                    ended);
        }
        if (!told) {
            // Nothing that the program did.
            throw failed(
                    FailureClass.RESOURCE,
                    "The unit of " + program + " ended before it told how the program did (systemd's result: " + result
                            + (talk.broken() == null ? "" : "; it said " + talk.broken()) + ").",
                    ended);
        }
        return ended;
    }

    private static JobFailed cannot(String what, String refused) {
        int space = refused.indexOf(' ');
        String number = space < 0 ? refused : refused.substring(0, space);
        // Neither processes (11) nor memory (12) nor descriptors (23, 24) nor room (28) is the job's to mend.
        boolean ours = List.of("11", "12", "23", "24", "28").contains(number);
        return new JobFailed(
                ours ? FailureClass.RESOURCE : FailureClass.CONFIG,
                what + ": error " + number + refused.substring(number.length()).replaceFirst(" ", ", ") + ".");
    }

    private static JobFailed failed(FailureClass failureClass, String sentence, Ended ended) {
        String last = ended.lastLines();
        return new JobFailed(failureClass, sentence, last.isBlank() ? null : last, null);
    }

    /// As a shell counts: a signal is 128 and its number.
    private static int code(@Nullable String ended) {
        if (ended == null) {
            return -1;
        }
        int number = Integer.parseInt(ended.substring(ended.indexOf(' ') + 1));
        return ended.startsWith("signal") ? 128 + number : number;
    }
}

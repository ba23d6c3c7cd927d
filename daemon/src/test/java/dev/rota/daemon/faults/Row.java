package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Finding;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// A row of the table of faults.
///
/// @param cells   as many as [#HEAD] has
/// @param failure why the trial counts as failed, in words; empty when all was well
record Row(List<String> cells, String failure) {
    static final String HEAD = """
        | fault | bit | well | ok2 | gaps | twice | overlap | open | blamed | fenced | abandoned | handed back | besides | s | |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|---|\
        """;

    private static final int COUNTS = 12;

    static Row of(Trial trial, Finding finding, long seconds) {
        Verdict v = finding.verdict();
        Stream<Object> cells = Stream.of(
                name(trial),
                finding.bit(),
                v.succeeded(),
                v.ok2(),
                v.gaps(),
                v.twice(),
                v.overlap(),
                v.open(),
                v.putAside(),
                v.fenced(),
                v.abandoned(),
                v.interrupted(),
                besides(finding),
                seconds,
                Stream.of(finding.problems().isEmpty() ? "ok" : failed(finding.problems()), finding.note())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")));
        return new Row(cells.map(String::valueOf).toList(), finding.problems());
    }

    /// Of a trial that found nothing.
    static Row without(Trial trial, Throwable why, long seconds) {
        return why instanceof TestAbortedException
                ? bare(trial, "SKIPPED: " + oneLine(why), "skipped", seconds)
                : bare(trial, failed(oneLine(why)), oneLine(why), seconds);
    }

    static Row notDone(Trial trial) {
        return bare(trial, "**NOT DONE: it was interrupted before**", "not done", 0);
    }

    /// With more to tell.
    Row and(String more) {
        return new Row(
                Stream.concat(cells.stream().limit(cells.size() - 1L), Stream.of(cells.getLast() + "; " + more))
                        .toList(),
                failure);
    }

    /// Failed for a reason that has nothing to do with what was counted.
    Row failedBy(String reason) {
        Row row = new Row(cells, failure.isEmpty() ? reason : failure + " " + reason);
        return row.and(failed(reason));
    }

    String text() {
        return cells.stream()
                .map(cell -> cell.replaceAll("\\s+", " ").replace("|", "/"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    String outcome() {
        return cells.getLast();
    }

    private static Row bare(Trial trial, String outcome, String failure, long seconds) {
        return new Row(
                Stream.of(
                                List.of(name(trial)),
                                Collections.nCopies(COUNTS, ""),
                                List.of(String.valueOf(seconds), outcome))
                        .flatMap(List::stream)
                        .toList(),
                failure);
    }

    private static String name(Trial trial) {
        return trial.id() + " " + trial.fault();
    }

    private static String failed(String why) {
        return "**FAILED: " + why + "**";
    }

    private static String besides(Finding finding) {
        return finding.wrong().keySet().stream()
                .map(what -> what.startsWith("not ") ? what.substring(4) : "0 " + what)
                .collect(Collectors.joining(", "));
    }

    private static String oneLine(Throwable why) {
        String text = switch (why) {
            case TimeoutException _ -> "it did not end in time";
            case InterruptedException _ -> "it was interrupted";
            case TestAbortedException _ -> String.valueOf(why.getMessage()).replace("Assumption failed: ", "");
            case Throwable _ -> why.toString();
        };
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}

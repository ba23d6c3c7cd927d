package dev.rota.bin.client;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which schedules are listed.
final class ListOptions {
    @Option(
            names = {"-q", "--search"},
            description = "words, or beginnings of words, of the name and the labels")
    private @Nullable String search;

    @Option(names = "--standing", description = "active, running, paused, failed, having_issues, …")
    private @Nullable String standing;

    @Option(names = "--label", description = "a label: name, or name=value")
    private @Nullable String label;

    @Option(names = "--kind", description = "the kind of job: collect, scrape, command")
    private @Nullable String kind;

    /// As parameters of a query, each with `&` in front.
    String parameters() {
        return Remote.parameter("q", search)
                + Remote.parameter("standing", standing)
                + Remote.parameter("label", label)
                + Remote.parameter("kind", kind);
    }
}

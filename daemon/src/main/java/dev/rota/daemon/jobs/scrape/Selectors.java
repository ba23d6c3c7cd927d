package dev.rota.daemon.jobs.scrape;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.run.FailureClass;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;

/// CSS selectors of a job, read once a run.
final class Selectors {
    private Selectors() {}

    /// @throws JobFailed class `config` with what is wrong with it
    static Evaluator compile(String css) throws JobFailed {
        try {
            return QueryParser.parse(css);
        } catch (Selector.SelectorParseException | IllegalArgumentException e) {
            throw new JobFailed(
                    FailureClass.CONFIG,
                    "The CSS selector '" + css + "' cannot be read: " + e.getMessage() + ".",
                    null,
                    e);
        }
    }
}

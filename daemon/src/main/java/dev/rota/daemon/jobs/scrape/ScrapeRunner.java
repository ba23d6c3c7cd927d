package dev.rota.daemon.jobs.scrape;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Fetcher;
import dev.rota.daemon.jobs.http.Request;
import dev.rota.daemon.jobs.http.TargetBusy;
import dev.rota.job.ScrapeJob;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import java.util.HashMap;
import java.util.Map;

/// Reads items from web pages.
public final class ScrapeRunner implements JobRunner<ScrapeJob> {
    private final Fetcher fetcher;

    public ScrapeRunner(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public Outcome run(ScrapeJob job, RunContext context) throws JobFailed, InterruptedException {
        if (job.start().isEmpty()) {
            throw new JobFailed(FailureClass.CONFIG, "The job names no page to start from.");
        }
        Items items = Items.of(job.items(), context.log());
        Walk walk = new Walk(fetcher, job, items, context);
        try {
            for (String start : job.start()) {
                walk.from(Request.of(start, "GET", headers(job), null, job.auth(), context));
            }
        } catch (TargetBusy busy) {
            return busy.outcome();
        }
        return judged(job, items, walk, context);
    }

    /// Guards stand before the first item is handed over.
    private static Outcome judged(ScrapeJob job, Items items, Walk walk, RunContext context) throws JobFailed {
        if (items.broken() * 2 > items.rows()) {
            throw new JobFailed(
                    FailureClass.QUALITY,
                    items.broken() + " of " + items.rows()
                            + " rows are broken (a required field is missing or unreadable; see the"
                            + " log). Has the page changed?");
        }
        if (items.size() < job.minItems()) {
            throw new JobFailed(
                    FailureClass.EMPTY,
                    items.size() + " items were found on " + walk.pages() + " pages; at least " + job.minItems()
                            + " are expected (min_items). Nothing was written. Has the page changed, or is it a login page?");
        }
        items.all().forEach(context::found);
        String pages = walk.pages() + (walk.pages() == 1 ? " page" : " pages");
        String flaws = (items.broken() > 0 ? ", " + items.broken() + " broken rows" : "")
                + (items.doubled() > 0 ? ", " + items.doubled() + " doubled" : "");
        // Nothing counts as missing unless everything there was to see was seen.
        boolean complete = walk.complete() && items.broken() == 0 && items.size() > 0;
        return new Outcome.Succeeded(
                items.size() + (items.size() == 1 ? " item" : " items") + " on " + pages + flaws
                        + (complete ? "" : ", incomplete"),
                complete,
                false);
    }

    private static Map<String, String> headers(ScrapeJob job) {
        Map<String, String> headers = new HashMap<>(job.headers());
        if (headers.keySet().stream().noneMatch("accept"::equalsIgnoreCase)) {
            headers.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1");
        }
        return headers;
    }
}

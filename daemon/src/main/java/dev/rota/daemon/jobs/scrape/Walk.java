package dev.rota.daemon.jobs.scrape;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Answer;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.daemon.jobs.http.Fetcher;
import dev.rota.daemon.jobs.http.Request;
import dev.rota.daemon.jobs.http.TargetBusy;
import dev.rota.job.ScrapeJob;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jspecify.annotations.Nullable;

/// Goes from page to page, each once.
final class Walk {
    private final Fetcher fetcher;
    private final RunContext context;
    private final Items items;
    private final @Nullable Evaluator next;
    private final int maxPages;
    private final Set<String> visited = new HashSet<>();
    /// How many rows a page had, by the hash of its body: servers answer the last page again for every number after
    /// it.
    private final Map<String, Integer> bodies = new HashMap<>();
    private int pages;
    private boolean complete = true;

    Walk(Fetcher fetcher, ScrapeJob job, Items items, RunContext context) throws JobFailed {
        this.fetcher = fetcher;
        this.context = context;
        this.items = items;
        this.next = job.next() == null ? null : Selectors.compile(job.next().css());
        this.maxPages = job.next() == null ? 1 : job.next().maxPages();
    }

    /// Reads a start page and those that follow it. Once a page was read, a failing one only ends the walk,
    /// incomplete.
    ///
    /// @throws JobFailed  when the first page of all fails
    /// @throws TargetBusy when the first page of all asks to be left alone
    void from(Request start) throws JobFailed, TargetBusy, InterruptedException {
        Request hop = start;
        for (int page = 1; visited.add(visitKey(hop.target())); page++) {
            Document document;
            try {
                document = page(hop);
            } catch (JobFailed e) {
                if (pages == 0) {
                    throw e;
                }
                stop("A later page failed, so this scrape is incomplete: " + e.sentence());
                return;
            } catch (TargetBusy e) {
                if (pages == 0) {
                    throw e;
                }
                stop("A later page was refused, so this scrape is incomplete: " + e.getMessage());
                return;
            }
            if (document == null) {
                return;
            }
            Optional<Request> following = following(document, hop);
            if (following.isEmpty()) {
                return;
            }
            if (page >= maxPages) {
                if (!visited.contains(visitKey(following.get().target()))) {
                    stop("Stopped after " + maxPages
                            + " pages (max_pages), with more to come: this scrape is incomplete.");
                }
                return;
            }
            hop = following.get();
        }
        context.log()
                .info("The next page is one that was read already ("
                        + hop.target().shown() + "): the walk ends.");
    }

    int pages() {
        return pages;
    }

    boolean complete() {
        return complete;
    }

    /// Reads the rows of one page.
    ///
    /// @return null when the page is one that was read already
    private @Nullable Document page(Request request) throws JobFailed, TargetBusy, InterruptedException {
        Answer answer = fetcher.fetch(request, Egress.Profile.SCRAPE, context);
        visited.add(visitKey(answer.target()));
        String type = answer.mediaType().orElse("text/html");
        if (!type.startsWith("text/") && !type.contains("html") && !type.contains("xml")) {
            throw new JobFailed(
                    FailureClass.PARSE, answer.target().shown() + " answered with " + type + ", which is not a page.");
        }
        Integer before = bodies.get(hash(answer.body()));
        if (before != null) {
            if (before == 0) {
                stop(answer.target().shown() + " is the same page again, without items: this scrape is incomplete.");
            } else {
                context.log().info(answer.target().shown() + " is the same page again: the walk ends.");
            }
            return null;
        }
        Document document = Html.parse(answer.text(context), answer.target().url());
        int rows = items.read(document, answer.target().shown());
        bodies.put(hash(answer.body()), rows);
        pages++;
        if (rows == 0 && pages > 1) {
            stop(answer.target().shown() + " has no items, unlike pages before it: this scrape is incomplete.");
        }
        context.log()
                .info("Page " + pages + ": " + rows + " rows in "
                        + answer.target().shown());
        context.progress(pages, null, "page " + pages + ": " + items.size() + " items so far");
        return document;
    }

    private Optional<Request> following(Document page, Request here) {
        Element link = next == null ? null : page.selectFirst(next);
        String href = link == null ? "" : link.absUrl("href");
        if (href.isEmpty()) {
            return Optional.empty();
        }
        try {
            Target target = Target.parse(href);
            // What the job sends (headers, a token) is for the site it names; a link may lead elsewhere.
            return Optional.of(
                    target.sameOrigin(here.target())
                            ? here.at(target)
                            : new Request(target, "GET", Map.of(), null, null));
        } catch (IllegalArgumentException e) {
            stop("The link to the next page cannot be followed, so this scrape is incomplete. " + e.getMessage());
            return Optional.empty();
        }
    }

    private void stop(String sentence) {
        complete = false;
        context.log().warn(sentence);
    }

    /// Addresses that differ only in the order of parameters or an ending slash usually show one page, but not
    /// always: only what never matters is normalised.
    private static String visitKey(Target target) {
        return target.url();
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

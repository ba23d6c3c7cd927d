package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Answer;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.daemon.jobs.http.Fetcher;
import dev.rota.daemon.jobs.http.Request;
import dev.rota.daemon.jobs.http.TargetBusy;
import dev.rota.job.Source;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON document over HTTP.
record HttpSource(Fetcher fetcher) {

    Reading read(Source.Http source, @Nullable String rows, RunContext context)
            throws JobFailed, TargetBusy, InterruptedException {
        Map<String, String> headers = new HashMap<>(source.headers());
        if (headers.keySet().stream().noneMatch("accept"::equalsIgnoreCase)) {
            headers.put("Accept", "application/json, */*;q=0.1");
        }
        if (source.body() != null && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            headers.put("Content-Type", "application/json");
        }
        if (source.method().equalsIgnoreCase("POST")
                && headers.keySet().stream().noneMatch("idempotency-key"::equalsIgnoreCase)) {
            headers.put("Idempotency-Key", context.slotKey());
        }
        Request request = Request.of(source.url(), source.method(), headers, source.body(), source.auth(), context);
        Answer answer = fetcher.fetch(request, Egress.Profile.COLLECT, context);
        String text = answer.text(context);
        String from = answer.target().shown();
        String excerpt = Answer.excerpt(text);
        return new Reading(from, JsonRows.read(text, rows, from, excerpt), answer.receivedAt(), excerpt);
    }
}

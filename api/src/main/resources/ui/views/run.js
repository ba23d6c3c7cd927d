import { html, useState } from "../html.js";
import { post } from "../api.js";
import { Ago, At, Ask, Freshness, RunStatus, say, useTitle } from "../bits.js";
import { shortId, span } from "../format.js";
import { hurry, usePoll, useTicking } from "../poll.js";
import { href } from "../router.js";
import { RunLog } from "../runlog.js";
import { may } from "../session.js";

export function RunView({ id }) {
  const poll = usePoll(`/api/runs/${id}`, (run) => run.status === "running");
  const [asking, setAsking] = useState(false);
  const run = poll.body;
  useTitle(run ? `Run ${shortId(run.id)} of ${run.schedule_name ?? run.schedule_id}` : "Run");
  if (!run) return html`<div class="head"><h1>Run</h1></div>${poll.error?.status === 404 ? html`<p class="empty">There is no such run; old runs are deleted after a while. <a href="#/runs">All runs</a></p>` : html`<${Freshness} poll=${poll} />`}`;
  const running = run.status === "running";
  const cancel = async () => {
    setAsking(false);
    try {
      await post(`/api/runs/${run.id}/cancel`);
      say("Asked the daemon to cancel it.");
      hurry();
    } catch (problem) {
      say(problem.message, "bad");
    }
  };
  return html`<p class="crumbs"><a href="#/runs">Runs</a> / <a href=${href(["schedules", run.schedule_id])}>${run.schedule_name ?? run.schedule_id}</a></p>
    <div class="head">
      <h1>Run <span class="mono">${shortId(run.id)}</span></h1><${RunStatus} run=${run} /><${Freshness} poll=${poll} />
      ${running && may("operator") && html`<button type="button" onClick=${() => setAsking(true)}>Cancel the run…</button>`}
    </div>
    ${running && html`<${Progress} run=${run} />`}
    ${run.status === "failed" && html`<div class="note bad"><strong>${run.failure_class || "failed"}</strong><p>${run.message || "No message was recorded."}</p>${run.detail && html`<pre>${typeof run.detail === "string" ? run.detail : JSON.stringify(run.detail, null, 2)}</pre>`}</div>`}
    ${run.status !== "failed" && run.message && html`<p>${run.message}</p>`}
    <dl class="facts">
      <${Fact} word="Slot"><${At} at=${run.slot} /><//>
      <${Fact} word="Started"><${At} at=${run.started_at} /><//>
      <${Fact} word="Finished"><${At} at=${run.finished_at} empty="still running" /><//>
      <${Fact} word="Took">${run.finished_at ? span(run.took_ms) : html`<${Elapsed} since=${run.started_at} />`}<//>
      <${Fact} word="Why">${run.trigger}${run.attempt > 1 ? `, attempt ${run.attempt}` : ""}<//>
      ${run.late && html`<${Fact} word="Late">yes${run.missed ? `, ${run.missed} missed before it` : ""}<//>`}
      ${run.window_bypassed && html`<${Fact} word="Active hours">bypassed<//>`}
      ${run.unchanged && html`<${Fact} word="Content">unchanged<//>`}
      ${run.degraded && html`<${Fact} word="Result">degraded<//>`}
      ${run.samples > 0 && html`<${Fact} word="Samples">${run.samples}<//>`}
      ${run.items?.processed > 0 && html`<${Fact} word="Items">${run.items.processed} seen: ${run.items.added} added, ${run.items.updated} changed, ${run.items.removed} removed${run.items.failed ? `, ${run.items.failed} broken` : ""}<//>`}
      <${Fact} word="Kind">${run.kind}, plan version ${run.plan_version}<//>
      ${run.daemon_id && html`<${Fact} word="Daemon"><span class="mono">${shortId(run.daemon_id)}</span><//>`}
    </dl>
    <${RunLog} id=${run.id} running=${running} />
    ${asking && html`<${Ask} title="Cancel this run?" yes="Cancel the run" danger=${true} onYes=${cancel} onNo=${() => setAsking(false)}><p>It is stopped and recorded as cancelled; it does not count as a failure.</p><//>`}`;
}

const Fact = ({ word, children }) => html`<div><dt>${word}</dt><dd>${children}</dd></div>`;

function Elapsed({ since }) {
  return useTicking((now) => span(Math.max(0, now - new Date(since).getTime())));
}

function Progress({ run }) {
  const p = run.progress;
  if (!p) return null;
  const known = p.total > 0;
  return html`<div class="progress"><label>${p.message || "In progress"}${known ? ` (${p.done} of ${p.total})` : ""}<progress max=${known ? p.total : null} value=${known ? p.done : null}></progress></label></div>`;
}

import { html, useState } from "../html.js";
import { url, write } from "../api.js";
import { setEnabled } from "../actions.js";
import { Ago, Ask, At, Freshness, ProblemNote, RunBars, RunTable, Standing, Switch, say, useTitle } from "../bits.js";
import { dateTime, everyText, labelsText, localZone, recurrenceText, span, windowsText } from "../format.js";
import { Items } from "../items.js";
import { usePoll } from "../poll.js";
import { go, href } from "../router.js";
import { RunNow } from "../runnow.js";
import { may } from "../session.js";
import { SeriesChart } from "../series.js";
import { isLive } from "./schedules.js";

export function ScheduleView({ id, params }) {
  const poll = usePoll(`/api/schedules/${id}`, isLive);
  const [deleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState(null);
  const s = poll.body;
  useTitle(s?.name ?? "Schedule");
  if (!s) return html`<div class="head"><h1>Schedule</h1></div>${poll.error?.status === 404 ? html`<p class="empty">There is no such schedule. <a href="#/schedules">All schedules</a></p>` : html`<${Freshness} poll=${poll} />`}`;
  const live = isLive(s);
  const pick = (change) => go(href(["schedules", id], { series: params.get("series"), range: params.get("range"), ...change }), { replace: true });
  const remove = async () => {
    setDeleting(false);
    try {
      await write("DELETE", `/api/schedules/${id}`, undefined, { "If-Match": poll.etag });
      say(`${s.name} is deleted; its history stays.`);
      go("#/schedules");
    } catch (error) {
      setProblem(error);
      poll.refresh();
    }
  };
  return html`<p class="crumbs"><a href="#/schedules">Schedules</a></p>
    <div class="head">
      <h1>${s.name}</h1><${Standing} standing=${s.state?.standing} label=${s.state?.label} /><${Freshness} poll=${poll} />
      <div class="row">
        <label class="toggle"><${Switch} disabled=${!may("operator")} on=${s.enabled} label="Enabled" onChange=${(on) => setEnabled(s, on)} />${s.enabled ? "Enabled" : "Paused"}</label>
        <${RunNow} schedule=${s} />
        ${may("editor") && html`<a class="button" href=${href(["schedules", id, "edit"])}>Edit</a>
          <a class="button" href=${href(["schedules", "new"], { copy: id })}>Copy</a>
          <button type="button" onClick=${() => setDeleting(true)}>Delete…</button>`}
      </div>
    </div>
    <${ProblemNote} problem=${problem} />
    <${Condition} s=${s} />
    <section aria-labelledby="bars-h"><h2 id="bars-h">Last runs</h2><${RunBars} recent=${s.state?.recent} wide=${true} /></section>
    ${s.kind === "collect" && html`<section aria-labelledby="series-h"><h2 id="series-h">Numbers</h2><${SeriesChart} schedule=${id} live=${live} name=${params.get("series")} range=${params.get("range") || "6h"} onPick=${pick} /></section>`}
    ${s.kind === "scrape" && html`<section aria-labelledby="items-h"><h2 id="items-h">Items</h2><${Items} schedule=${id} live=${live} /></section>`}
    <div class="columns">
      <section aria-labelledby="plan-h"><h2 id="plan-h">Plan</h2><${Plan} s=${s} /></section>
      <${Upcoming} id=${id} zone=${s.zone} version=${`${s.version}.${s.state?.next_slot}`} />
    </div>
    <${Recent} id=${id} live=${live} />
    <${Decisions} id=${id} zone=${s.zone} />
    ${deleting && html`<${Ask} title=${`Delete ${s.name}?`} yes="Delete" danger=${true} onYes=${remove} onNo=${() => setDeleting(false)}>
      <p>It will not run again. Its runs and what it collected stay until they age out.${live ? " The run in progress ends first." : ""}</p><//>`}`;
}

/** What it is doing or waiting for, in a sentence, and the way out when it was switched off for failing. */
function Condition({ s }) {
  const state = s.state || {};
  return html`<div class="condition">
    <span class="unseen" role="status">${s.name}: ${state.label}</span>
    ${state.auto_disabled_at && html`<div class="note bad">
      <strong>Switched off after failing</strong>
      <p>${state.auto_disabled_reason || "It failed too often in a row"} · <${At} at=${state.auto_disabled_at} /></p>
      ${may("operator") && html`<button type="button" class="primary" onClick=${() => setEnabled(s, true)}>Enable again</button>`}
    </div>`}
    ${state.current_run
      ? html`<p class="now"><i class="mark" aria-hidden="true"></i>Running since <${Ago} at=${state.current_started_at} />. <a href=${href(["runs", state.current_run])}>Watch the run</a></p>`
      : html`<p>${state.waiting_for || (state.next_due ? html`Next run <${Ago} at=${state.next_due} />.` : "It runs only when asked.")}</p>`}
    ${state.last_run?.status === "failed" && html`<p class="lastfail"><strong>Last run failed</strong>${state.last_run.failure_class ? ` (${state.last_run.failure_class})` : ""}: ${state.last_run.message || "no message"} <a href=${href(["runs", state.last_run.id])}>Show it</a>${state.consecutive_failures > 1 ? ` · ${state.consecutive_failures} in a row` : ""}</p>`}
    <dl class="facts">
      <div><dt>Last success</dt><dd><${Ago} at=${state.last_success_at} /></dd></div>
      <div><dt>Last failure</dt><dd><${Ago} at=${state.last_failure_at} /></dd></div>
      <div><dt>Next</dt><dd><${Ago} at=${state.next_due} empty="–" /></dd></div>
      <div><dt>Kind</dt><dd>${s.kind}${s.template ? `, template ${s.template}` : ""}</dd></div>
    </dl>
  </div>`;
}

function Plan({ s }) {
  const [json, setJson] = useState(false);
  const rows = [
    ["Runs", recurrenceText(s.recurrence)],
    ["Zone", s.zone],
    ["Active hours", windowsText(s.active_hours)],
    ["Outside them", s.active_hours?.length ? (s.outside_window === "skip" ? "the run is skipped" : "one run when they open") : null],
    ["If they close during a run", s.active_hours?.length ? (s.window_close === "stop" ? "the run is stopped" : "the run finishes") : null],
    ["Missed runs", { last: "one late run", none: "dropped", all: `all${s.missed?.max ? `, at most ${s.missed.max}` : ""}` }[s.missed?.policy] ?? s.missed?.policy],
    ["Late means", `more than ${everyText(s.grace)}`],
    ["Spread", s.spread && s.spread !== "PT0S" ? everyText(s.spread) : null],
    ["Attempts", s.attempts],
    ["Switched off after", `${s.failure_threshold} failures in a row`],
    ["Labels", labelsText(s.labels)],
    ["Owner", s.owner],
    ["Version", `${s.version}, changed ${dateTime(s.updated_at)}`],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="plan">${rows.map(([word, value]) => html`<dt>${word}</dt><dd>${value}</dd>`)}</dl>
    <button type="button" class="link" aria-expanded=${json ? "true" : "false"} onClick=${() => setJson(!json)}>${json ? "Hide the job" : "Show the job as JSON"}</button>
    ${json && html`<pre class="code">${JSON.stringify(s.job, null, 2)}</pre>`}`;
}

const suppressions = { outside_window: "outside active hours", paused: "paused", auto_disabled: "auto-disabled", blackout: "blackout", overlap: "overlaps a run", deferred: "deferred", unknown_kind: "unknown kind" };

function Upcoming({ id, zone, version }) {
  const poll = usePoll(url(`/api/schedules/${id}/upcoming`, { n: 10 }));
  const items = poll.body?.items ?? [];
  const both = zone && zone !== localZone;
  return html`<section aria-labelledby="up-h" data-version=${version}><h2 id="up-h">Next ten runs</h2>
    <${ProblemNote} problem=${poll.error} />
    ${poll.body && items.length === 0 && html`<p class="empty">No run is planned.</p>`}
    ${items.length > 0 && html`<div class="scroll"><table>
      <caption class="unseen">Next ten runs</caption>
      <thead><tr><th scope="col">${both ? zone : `Time (${localZone})`}</th>${both && html`<th scope="col">Here (${localZone})</th>`}<th scope="col">In</th><th scope="col"><span class="unseen">Note</span></th></tr></thead>
      <tbody>${items.map((item) => html`<tr class=${item.suppressed ? "gone" : ""}>
        <td><${At} at=${item.starts_at || item.slot} zone=${zone} /></td>
        ${both && html`<td><${At} at=${item.starts_at || item.slot} /></td>`}
        <td><${Ago} at=${item.starts_at || item.slot} /></td>
        <td>${item.suppressed ? suppressions[item.suppressed] ?? item.suppressed : ""}</td>
      </tr>`)}</tbody>
    </table></div>`}
  </section>`;
}

function Recent({ id, live }) {
  const poll = usePoll(url(`/api/schedules/${id}/runs`, { limit: 20 }), () => live);
  return html`<section aria-labelledby="runs-h">
    <div class="head"><h2 id="runs-h">Runs</h2><a href=${href(["runs"], { schedule: id })}>All of them</a><a href=${href(["logs"], { schedule: id })}>Log</a></div>
    <${ProblemNote} problem=${poll.error} />
    ${poll.body && html`<${RunTable} runs=${poll.body.items} withSchedule=${false} />`}
  </section>`;
}

const reasons = { ...suppressions, missed: "missed", coalesced: "merged into a late run", capacity: "no free slot" };

/** The slots that did not become runs, and why; nothing when there are none. */
function Decisions({ id, zone }) {
  const poll = usePoll(url(`/api/schedules/${id}/decisions`, { limit: 20 }));
  const items = poll.body?.items ?? [];
  if (items.length === 0) return null;
  return html`<section aria-labelledby="why-h"><h2 id="why-h">Slots that did not run</h2><div class="scroll"><table>
    <caption class="unseen">Slots that did not run</caption>
    <thead><tr><th scope="col">Why</th><th scope="col">First slot</th><th scope="col">Last slot</th><th scope="col" class="num">How many</th></tr></thead>
    <tbody>${items.map((d) => html`<tr><td>${reasons[d.reason] ?? d.reason}${d.detail ? html`<span class="under">${typeof d.detail === "string" ? d.detail : JSON.stringify(d.detail)}</span>` : ""}</td>
      <td><${At} at=${d.first_slot} zone=${zone} /></td><td><${At} at=${d.last_slot} zone=${zone} /></td><td class="num">${d.count ?? "more than 10,000"}</td></tr>`)}</tbody>
  </table></div></section>`;
}

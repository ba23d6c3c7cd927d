// A plan in words, one row each.
import { html, useState } from "./html.js";
import { dateTime, everyText, labelsText, recurrenceText, windowsText } from "./format.js";
import { href } from "./router.js";

const exceptionText = (one) => `${one.date}: ${one.windows?.length ? one.windows.map((w) => `${w.from}–${w.until}`).join(", ") : "closed"}`;

function breakerText(s) {
  const b = s.breaker;
  if (!b) return `${s.failure_threshold} failures in a row`;
  const parts = [b.of ? `${b.failures} failures among the last ${b.of}` : `${b.failures} failures in a row`];
  if (b.at_least_for && b.at_least_for !== "PT0S") parts.push(`over at least ${everyText(b.at_least_for)}`);
  if (b.probation) parts.push(`tried again after ${everyText(b.probation)}`);
  return parts.join(", ");
}

export function PlanList({ s }) {
  const [json, setJson] = useState(false);
  const bounded = s.active_hours?.length || s.exceptions?.length;
  const rows = [
    ["Runs", s.recurrence?.words ?? recurrenceText(s.recurrence)],
    ["Zone", s.zone],
    ["Active hours", windowsText(s.active_hours)],
    ["Other hours", s.exceptions?.length ? html`<ul class="plain">${s.exceptions.map((one) => html`<li>${exceptionText(one)}</li>`)}</ul>` : null],
    ["Not on the days of", s.blackouts?.length ? s.blackouts.map((name, i) => html`${i ? ", " : ""}<a href=${href(["calendars", name])}>${name}</a>`) : null],
    ["Outside them", bounded ? (s.outside_window === "skip" ? "the slot is skipped" : "one run when they open") : null],
    ["If they close during a run", bounded ? (s.window_close === "stop" ? "the run is stopped" : "the run finishes") : null],
    ["Missed runs", { last: "one late run", none: "dropped", all: `all${s.missed?.max ? `, at most ${s.missed.max}` : ""}` }[s.missed?.policy] ?? s.missed?.policy],
    ["Late means", `more than ${everyText(s.grace)}`],
    ["Spread", s.spread && s.spread !== "PT0S" ? everyText(s.spread) : null],
    ["Attempts", s.attempts > 1 && s.retry_backoff ? `${s.attempts}, ${everyText(s.retry_backoff)} apart and doubling` : s.attempts],
    ["Switched off after", breakerText(s)],
    ["Labels", labelsText(s.labels)],
    ["Owner", s.owner],
    ["Version", `${s.version}, changed ${dateTime(s.updated_at)}`],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
  return html`<dl class="plan">${rows.map(([word, value]) => html`<dt>${word}</dt><dd>${value}</dd>`)}</dl>
    <button type="button" class="link" aria-expanded=${json ? "true" : "false"} onClick=${() => setJson(!json)}>${json ? "Hide the job" : "Show the job as JSON"}</button>
    ${json && html`<pre class="code">${JSON.stringify(s.job, null, 2)}</pre>`}`;
}

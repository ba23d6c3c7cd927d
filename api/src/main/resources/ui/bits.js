// Small pieces every view uses. Text from outside is only ever a text child: nothing here writes markup.
import { html, useEffect, useRef, useState } from "./html.js";
import { dateTime, relative, shortId, span } from "./format.js";
import { useTicking } from "./poll.js";
import { href } from "./router.js";

const standingWords = {
  running: "Running",
  paused: "Paused",
  failed: "Failed",
  having_issues: "Having Issues",
  last_run_failed: "Last Run Failed",
  active: "Active",
  unknown_kind: "Unknown kind",
  finished: "Finished",
};
export const standings = Object.keys(standingWords);
export const standingWord = (standing) => standingWords[standing] || standing;

/** Where a schedule stands, told by a mark and by words, never by colour alone. */
export function Standing({ standing, label }) {
  return html`<span class="badge" data-tone=${standing}><i class="mark" aria-hidden="true"></i>${label || standingWord(standing)}</span>`;
}

const runWords = { succeeded: "Succeeded", failed: "Failed", running: "Running", deferred: "Deferred", cancelled: "Cancelled", interrupted: "Interrupted", abandoned: "Abandoned" };
export const runStatuses = Object.keys(runWords);
export const runWord = (status) => runWords[status] || status;

export function RunStatus({ run }) {
  const note = run.status === "failed" && run.failure_class ? ` · ${run.failure_class}` : run.unchanged ? " · unchanged" : "";
  return html`<span class="badge" data-tone=${"run-" + run.status}><i class="mark" aria-hidden="true"></i>${runWord(run.status)}${note}</span>`;
}

/** What a daemon suspects when most of the hosts it turns to do not answer. */
export function EgressSuspect({ since }) {
  return html`<span role="status">Most hosts cannot be reached since <${Ago} at=${since} />: is it this machine's own network? Until that is over no failure counts.</span>`;
}

/** An instant as "12 s ago" with the full time behind it. */
export function Ago({ at, empty = "never" }) {
  const text = useTicking((now) => relative(at, now));
  if (!at) return html`<span class="dim">${empty}</span>`;
  return html`<time datetime=${at} title=${dateTime(at)}>${text}</time>`;
}

export function At({ at, zone, empty = "–" }) {
  if (!at) return html`<span class="dim">${empty}</span>`;
  return html`<time datetime=${at} title=${at}>${dateTime(at, zone)}</time>`;
}

const ageText = (ms) => (ms < 1500 ? "" : ms < 59_500 ? `${Math.round(ms / 1000)} s` : span(ms));

/** The age of what is on the screen, and after an error what happens next. */
export function Freshness({ poll }) {
  const age = useTicking((now) => (poll.readAt ? ageText(now - poll.readAt) : null));
  const wait = useTicking((now) => Math.max(0, Math.ceil((poll.retryAt - now) / 1000)));
  if (poll.error) {
    // Only the message is announced: a countdown read out every second would drown everything else.
    return html`<p class="stale">
      <strong role="status">${poll.error.message}</strong>${" "}
      ${age === null ? "Nothing could be read yet." : age ? `What you see is ${age} old.` : ""} Trying again in ${wait} s.${" "}
      <button class="link" type="button" onClick=${poll.refresh}>Try now</button>
    </p>`;
  }
  return html`<p class="fresh">${age === null ? "Reading…" : age ? `as of ${age} ago` : "as of now"}</p>`;
}

/** The words in the browser's tab. */
export function useTitle(text) {
  useEffect(() => {
    document.title = text ? `${text} · Rota` : "Rota";
  }, [text]);
}

export function ProblemNote({ problem, title }) {
  if (!problem) return null;
  return html`<div class="note bad" role="alert">
    <strong>${title || problem.title || "That did not work"}</strong>
    <p>${problem.message}</p>
    ${problem.errors?.length > 0 &&
    html`<ul>${problem.errors.map((e) => html`<li>${e.pointer ? html`<code>${e.pointer}</code>${" "}` : ""}${e.message}</li>`)}</ul>`}
    ${problem.requestId && html`<p class="dim">Request ${problem.requestId}</p>`}
  </div>`;
}

export function Switch({ on, label, onChange, disabled }) {
  return html`<button type="button" class="switch" role="switch" aria-checked=${on ? "true" : "false"} aria-label=${label} disabled=${disabled} onClick=${() => onChange(!on)}><i aria-hidden="true"></i></button>`;
}

/** The last runs as bars, oldest left: tall is long, the tone is the outcome. */
export function RunBars({ recent, wide = false }) {
  const runs = [...(recent || [])].reverse();
  if (runs.length === 0) return html`<span class="dim">no runs yet</span>`;
  const longest = Math.max(...runs.map((run) => run.took_ms || 0), 1);
  return html`<span class=${wide ? "bars wide" : "bars"} role="group" aria-label="Last runs, oldest first">
    ${runs.map((run) => {
      const text = `${runWord(run.status)}, ${dateTime(run.slot || run.started_at)}${run.took_ms != null ? ", took " + span(run.took_ms) : ""}`;
      const height = 35 + 65 * Math.sqrt((run.took_ms || 0) / longest);
      return html`<a href=${href(["runs", run.id])} title=${text} aria-label=${text} tabindex=${wide ? 0 : -1} data-tone=${"run-" + run.status}><i style=${{ height: `${height}%` }}></i></a>`;
    })}
  </span>`;
}

export function RunRow({ run, withSchedule = true }) {
  return html`<tr>
    <td class=${withSchedule ? "mid-only" : ""}><a href=${href(["runs", run.id])} class="mono">${shortId(run.id)}</a></td>
    ${withSchedule && html`<td class="grow"><a href=${href(["schedules", run.schedule_id])}>${run.schedule_name ?? run.schedule_id}</a></td>`}
    <td><a class="plainlink" href=${href(["runs", run.id])}><${RunStatus} run=${run} /></a></td>
    <td><${Ago} at=${run.started_at} /></td>
    <td class="num">${run.finished_at ? span(run.took_ms) : "…"}</td>
    <td class="wide-only dim nowrap">${run.trigger}${run.attempt > 1 ? `, attempt ${run.attempt}` : ""}</td>
    <td class="wide-only message">${run.message || ""}</td>
  </tr>`;
}

export function RunTable({ runs, withSchedule = true, caption = "Runs" }) {
  if (!runs?.length) return html`<p class="empty">No runs yet.</p>`;
  return html`<div class="scroll"><table>
    <caption class="unseen">${caption}</caption>
    <thead><tr>
      <th scope="col" class=${withSchedule ? "mid-only" : ""}>Run</th>${withSchedule && html`<th scope="col">Schedule</th>`}<th scope="col">Outcome</th><th scope="col">Started</th><th scope="col" class="num">Took</th>
      <th scope="col" class="wide-only">Why</th><th scope="col" class="wide-only">Message</th>
    </tr></thead>
    <tbody>${runs.map((run) => html`<${RunRow} key=${run.id} run=${run} withSchedule=${withSchedule} />`)}</tbody>
  </table></div>`;
}

/** A question in a modal dialog; `children` may be a function of the ways to answer. */
export function Ask({ title, children, yes, onYes, onNo, danger }) {
  const dialog = useRef(null);
  useEffect(() => {
    if (!dialog.current.open) dialog.current.showModal();
  }, []);
  return html`<dialog ref=${dialog} aria-labelledby="ask-title" onCancel=${(event) => { event.preventDefault(); onNo(); }}>
    <h2 id="ask-title">${title}</h2>
    ${children}
    <div class="row end">
      <button type="button" onClick=${onNo}>Cancel</button>
      <button type="button" class=${danger ? "danger" : "primary"} onClick=${onYes}>${yes}</button>
    </div>
  </dialog>`;
}

// ---- short messages, read out by screen readers ----

let show = () => {};
let serial = 0;

/** Says something in the corner of the page for some seconds. */
export function say(text, tone = "good") {
  show({ id: ++serial, text, tone });
}

export function Messages() {
  const [messages, setMessages] = useState([]);
  useEffect(() => {
    show = (message) => {
      setMessages((was) => [...was.slice(-3), message]);
      setTimeout(() => setMessages((was) => was.filter((m) => m.id !== message.id)), 7000);
    };
    return () => { show = () => {}; };
  }, []);
  return html`<div class="messages" role="status" aria-live="polite">${messages.map((m) => html`<p key=${m.id} data-tone=${m.tone}>${m.text}</p>`)}</div>`;
}

/** A text field that reports after a pause in typing, so that a search is not a request a key. */
export function Search({ value, onChange, label, placeholder }) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  useEffect(() => setText(value), [value]);
  const typed = (event) => {
    const now = event.currentTarget.value;
    setText(now);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(now), 250);
  };
  return html`<input type="search" aria-label=${label} placeholder=${placeholder || label} value=${text} onInput=${typed} />`;
}

// What a schedule is doing or waiting for, in a sentence; how near it is to being switched off, and the way back.
import { html } from "./html.js";
import { setEnabled } from "./actions.js";
import { Ago, At } from "./bits.js";
import { useTicking } from "./poll.js";
import { href } from "./router.js";
import { may } from "./session.js";

export function Condition({ s }) {
  const state = s.state || {};
  return html`<div class="condition">
    <span class="unseen" role="status">${s.name}: ${state.label}</span>
    ${state.auto_disabled_at && html`<div class="note bad">
      <strong>Switched off after failing</strong>
      <p>${state.auto_disabled_reason || "It failed too often in a row"} · <${At} at=${state.auto_disabled_at} /></p>
      ${state.probe_due && html`<p>It is tried again by itself <${Ago} at=${state.probe_due} />.</p>`}
      ${may("operator") && html`<button type="button" class="primary" onClick=${() => setEnabled(s, true)}>Enable and reset the count</button>`}
    </div>`}
    ${state.current_run
      ? html`<p class="waiting now"><i class="mark" aria-hidden="true"></i>Running since <${Ago} at=${state.current_started_at} />. <a href=${href(["runs", state.current_run])}>Watch the run</a></p>`
      : html`<p class="waiting">${state.waiting_for || (state.next_due ? html`<${Next} at=${state.next_due} />` : "It runs only when asked.")}</p>`}
    <${Breaker} s=${s} />
    <dl class="facts">
      <div><dt>Last success</dt><dd><${Ago} at=${state.last_success_at} /></dd></div>
      <div><dt>Last failure</dt><dd><${Ago} at=${state.last_failure_at} /></dd></div>
      <div><dt>Next</dt><dd><${Ago} at=${state.next_due} empty="–" /></dd></div>
      <div><dt>Kind</dt><dd>${s.kind}${s.template ? `, template ${s.template}` : ""}</dd></div>
    </dl>
  </div>`;
}

function Next({ at }) {
  const due = useTicking((now) => Date.parse(at) <= now);
  return due ? "A run is due now." : html`Next run <${Ago} at=${at} />.`;
}

/** "3 of 5 failed in a row", with the last errors; nothing while all is well. */
function Breaker({ s }) {
  const state = s.state || {};
  const failures = state.consecutive_failures ?? 0;
  const most = s.breaker?.failures ?? s.failure_threshold;
  const errors = errorsOf(state);
  if (failures === 0 && errors.length === 0) return null;
  const off = Boolean(state.auto_disabled_at);
  const pips = most <= 20 ? Array.from({ length: most }, (_, i) => i < failures) : [];
  return html`<section class="breaker" aria-labelledby="breaker-h" data-failures=${failures}>
    <div class="row"><h2 id="breaker-h">Failures</h2>
      ${failures > 0 && html`${!s.breaker?.of && html`<span class="pips" aria-hidden="true">${pips.map((full) => html`<i class=${full ? "full" : ""}></i>`)}</span>`}
        <span>${failures} ${s.breaker?.of ? `in a row; ${most} of the last ${s.breaker.of} switch it off` : `of ${most} in a row${off ? "" : failures >= most - 2 && most > 2 ? "; soon it is switched off" : ""}`}</span>`}
      ${failures > 0 && !off && s.enabled && may("operator") && html`<button type="button" class="small" onClick=${() => setEnabled(s, true)}>Reset the count</button>`}
    </div>
    <ul class="errors">${errors.map((e) => html`<li key=${e.run_id ?? e.at}><${Ago} at=${e.at} /> ${e.failure_class && html`<code>${e.failure_class}</code>`} <span>${e.message || "no message"}</span> ${e.run_id && html`<a href=${href(["runs", e.run_id])}>Show it</a>`}</li>`)}</ul>
  </section>`;
}

/** The last errors as the server keeps them; of an older server the last run alone. */
function errorsOf(state) {
  if (state.recent_errors) return state.recent_errors;
  const last = state.last_run;
  return last?.status === "failed" ? [{ at: last.finished_at ?? last.started_at, failure_class: last.failure_class, message: last.message, run_id: last.id }] : [];
}

// Somebody else changed what is being edited: shows what, and lets the user decide. Nothing is taken over by itself.
import { html } from "./html.js";
import { changes } from "./plan.js";

const text = (value) => (value === undefined || value === null ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));

export function Conflict({ base, theirs, draft, version, onMine, onTheirs }) {
  const theirChanges = changes(base, theirs);
  const mine = new Set(changes(base, draft).map((change) => change.pointer));
  return html`<div class="note warn" role="alert">
    <strong>Somebody changed this schedule meanwhile (now version ${version})</strong>
    ${theirChanges.length === 0
      ? html`<p>What can be edited here is the same as before.</p>`
      : html`<ul>${theirChanges.map((change) => html`<li><code>${change.pointer}</code>: ${text(change.from)} → ${text(change.to)}${mine.has(change.pointer) ? html` <strong>you changed this too</strong>` : ""}</li>`)}</ul>`}
    <div class="row">
      <button type="button" class="primary" onClick=${onMine}>Keep my changes on top of theirs</button>
      <button type="button" onClick=${onTheirs}>Drop my changes, show theirs</button>
    </div>
  </div>`;
}

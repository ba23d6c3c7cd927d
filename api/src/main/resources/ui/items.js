// The items a scrape keeps, with the history of one.
import { html, useState } from "./html.js";
import { url } from "./api.js";
import { Ago, ProblemNote, Search } from "./bits.js";
import { usePoll } from "./poll.js";

const textOf = (value) => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
const isLink = (value) => typeof value === "string" && /^https?:\/\/\S+$/.test(value);

/** A value from a page: a link only when it is plainly http, and then without giving anything away to its target. */
function Value({ value }) {
  const text = textOf(value);
  return isLink(value) ? html`<a href=${value} rel="noopener noreferrer nofollow" target="_blank">${text}</a>` : text;
}

export function Items({ schedule, live }) {
  const [q, setQ] = useState("");
  const [cursors, setCursors] = useState([]);
  const [open, setOpen] = useState(null);
  const poll = usePoll(url(`/api/schedules/${schedule}/items`, { q, after: cursors.at(-1), limit: 50 }), () => live);
  const items = poll.body?.items ?? [];
  const fields = [...new Set(items.flatMap((item) => Object.keys(item.fields ?? item.data ?? {})))].slice(0, 8);
  return html`<div class="filters"><${Search} label="Search the items" value=${q} onChange=${(text) => { setCursors([]); setQ(text); }} /></div>
    <${ProblemNote} problem=${poll.error} />
    ${poll.body && items.length === 0 && html`<p class="empty">${q ? "No item matches." : "No items are kept yet."}</p>`}
    ${items.length > 0 && html`<div class="scroll"><table class="items">
      <caption class="unseen">Items</caption>
      <thead><tr><th scope="col">Key</th>${fields.map((f) => html`<th scope="col">${f}</th>`)}<th scope="col">Changed</th></tr></thead>
      <tbody>${items.map((item) => html`<tr key=${item.key} class=${item.removed_at ? "gone" : ""}>
        <td><button type="button" class="link" aria-expanded=${open === item.key ? "true" : "false"} onClick=${() => setOpen(open === item.key ? null : item.key)}>${item.key}</button>${item.removed_at ? html` <span class="dim">removed</span>` : ""}</td>
        ${fields.map((f) => html`<td><${Value} value=${(item.fields ?? item.data ?? {})[f]} /></td>`)}
        <td><${Ago} at=${item.removed_at || item.changed_at || item.last_changed_at || item.first_seen_at} /></td>
      </tr>`)}</tbody>
    </table></div>`}
    ${open !== null && html`<${History} key=${open} schedule=${schedule} item=${open} />`}
    <p class="more">
      ${cursors.length > 0 && html`<button type="button" onClick=${() => setCursors(cursors.slice(0, -1))}>Back</button>`}
      ${poll.body?.next && html`<button type="button" onClick=${() => setCursors([...cursors, poll.body.next])}>Further</button>`}
    </p>`;
}

function History({ schedule, item }) {
  const poll = usePoll(`/api/schedules/${schedule}/items/${encodeURIComponent(item)}/history`);
  const changes = poll.body?.items ?? [];
  return html`<section class="panel" aria-label=${`History of ${item}`}>
    <h3>History of ${item}</h3>
    <${ProblemNote} problem=${poll.error} />
    ${poll.body && changes.length === 0 && html`<p class="empty">No change is recorded.</p>`}
    <ul class="changes">${changes.map((change) => html`<li><${Ago} at=${change.at || change.changed_at} /> ${change.change || change.kind || ""}
      ${change.diff || change.fields || change.data ? html`<pre>${JSON.stringify(change.diff || change.fields || change.data, null, 2)}</pre>` : ""}</li>`)}</ul>
  </section>`;
}

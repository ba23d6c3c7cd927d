// The slots that did not become runs, and why; the newest first.
import { html } from "./html.js";
import { url } from "./api.js";
import { At } from "./bits.js";
import { usePoll } from "./poll.js";
import { suppressed } from "./reasons.js";

const detailText = (detail) => (typeof detail === "string" ? detail : JSON.stringify(detail));

export function Decisions({ id, zone, live }) {
  const poll = usePoll(url(`/api/schedules/${id}/decisions`, { limit: 20 }), () => live);
  const items = poll.body?.items ?? [];
  if (!poll.body) return null;
  return html`<section aria-labelledby="why-h"><h2 id="why-h">Slots that did not run</h2>
    ${items.length === 0
      ? html`<p class="empty">Every slot so far became a run.</p>`
      : html`<div class="scroll"><table>
        <caption class="unseen">Slots that did not run</caption>
        <thead><tr><th scope="col">Why</th><th scope="col">First slot</th><th scope="col" class="mid-only">Last slot</th><th scope="col" class="num">Slots</th></tr></thead>
        <tbody>${items.map((d) => html`<tr key=${d.id}><td>${suppressed(d.reason)}${d.detail ? html`<span class="under">${detailText(d.detail)}</span>` : ""}</td>
          <td><${At} at=${d.first_slot} zone=${zone} /></td><td class="mid-only"><${At} at=${d.last_slot} zone=${zone} /></td><td class="num">${d.count ?? "more than 10,000"}</td></tr>`)}</tbody>
      </table></div>`}
  </section>`;
}

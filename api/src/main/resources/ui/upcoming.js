// The next ten slots of a schedule, in its zone and in the reader's, each with what is in its way.
import { html, useEffect } from "./html.js";
import { url } from "./api.js";
import { Ago, At, ProblemNote } from "./bits.js";
import { localZone } from "./format.js";
import { usePoll } from "./poll.js";
import { suppressed } from "./reasons.js";

/** @param stamp changes when the plan or the next slot does: then it is read again at once */
export function Upcoming({ id, zone, stamp }) {
  const poll = usePoll(url(`/api/schedules/${id}/upcoming`, { n: 10 }));
  useEffect(() => { if (poll.body) poll.refresh(); }, [stamp]);
  const items = poll.body?.items ?? [];
  const both = zone && zone !== localZone;
  return html`<section aria-labelledby="up-h"><h2 id="up-h">Next ten slots</h2>
    <${ProblemNote} problem=${poll.error} />
    ${poll.body && items.length === 0 && html`<p class="empty">No run is planned.</p>`}
    ${items.length > 0 && html`<div class="scroll"><table>
      <caption class="unseen">Next ten slots</caption>
      <thead><tr><th scope="col">${both ? zone : `Time (${localZone})`}</th>${both && html`<th scope="col">Here (${localZone})</th>`}<th scope="col">In</th></tr></thead>
      <tbody>${items.map((item) => html`<tr key=${item.slot} class=${item.suppressed ? "gone" : ""}>
        <td><${At} at=${item.starts_at || item.slot} zone=${zone} />${item.suppressed || item.reason ? html`<span class="under">${item.reason || suppressed(item.suppressed)}</span>` : ""}</td>
        ${both && html`<td><${At} at=${item.starts_at || item.slot} /></td>`}
        <td>${item.suppressed ? "will not run" : html`<${Ago} at=${item.starts_at || item.slot} />`}</td>
      </tr>`)}</tbody>
    </table></div>`}
  </section>`;
}

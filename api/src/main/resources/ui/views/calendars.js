import { html } from "../html.js";
import { Freshness, useTitle } from "../bits.js";
import { entryText, isAhead } from "../calendardays.js";
import { count, localZone } from "../format.js";
import { listOf, usePoll } from "../poll.js";
import { href } from "../router.js";
import { may } from "../session.js";
import { dateIn } from "../zonetime.js";

/** Named days on which schedules that name them do not run: holidays, maintenance. */
export function Calendars() {
  useTitle("Calendars");
  const poll = usePoll("/api/calendars");
  const list = listOf(poll.body);
  const today = dateIn(Date.now(), localZone);
  return html`<div class="head"><h1>Calendars</h1><${Freshness} poll=${poll} />
      ${may("editor") && html`<a class="button primary" href="#/calendars/new">New calendar</a>`}</div>
    <p class="dim">Days on which the schedules that name them do not run. Each schedule reads them in its own zone.</p>
    ${poll.body && (list.length === 0
      ? html`<p class="empty">There is no calendar yet. ${may("editor") && html`<a href="#/calendars/new">Make one</a> for holidays or maintenance.`}</p>`
      : html`<div class="scroll"><table>
          <caption class="unseen">Calendars</caption>
          <thead><tr><th scope="col">Name</th><th scope="col" class="num">Entries</th><th scope="col" class="mid-only">Next of them</th><th scope="col" class="num">Used by</th></tr></thead>
          <tbody>${list.map((c) => {
            const ahead = (c.entries ?? []).filter((entry) => isAhead(entry, today));
            return html`<tr key=${c.name} data-calendar=${c.name}>
              <td class="grow"><a class="name" href=${href(["calendars", c.name])}>${c.name}</a>${c.description && html`<span class="under">${c.description}</span>`}</td>
              <td class="num">${c.entries?.length ?? "–"}</td>
              <td class="mid-only">${ahead.slice(0, 2).map((entry) => html`<span class="under">${entryText(entry)}${entry.note ? `, ${entry.note}` : ""}</span>`)}${c.entries && ahead.length === 0 ? html`<span class="dim">nothing ahead</span>` : ""}</td>
              <td class="num">${c.schedules == null ? "–" : count(c.schedules, "schedule")}</td>
            </tr>`;
          })}</tbody>
        </table></div>`)}`;
}

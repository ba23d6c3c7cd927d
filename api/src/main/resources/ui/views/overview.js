import { html } from "../html.js";
import { Ago, At, EgressSuspect, Freshness, RunTable, useTitle } from "../bits.js";
import { hour, span } from "../format.js";
import { usePoll } from "../poll.js";
import { href } from "../router.js";

export function Overview() {
  const poll = usePoll("/api/overview", (body) => body.running > 0);
  useTitle("Overview");
  const seen = poll.body;
  return html`<div class="head"><h1>Overview</h1><${Freshness} poll=${poll} /></div>
    ${seen &&
    html`<${Daemon} daemons=${seen.daemons || []} />
      <ul class="tiles">
        <${Tile} n=${seen.running} word="running" to=${href(["schedules"], { standing: "running" })} tone="running" />
        <${Tile} n=${seen.due} word="due" to=${href(["schedules"])} />
        <${Tile} n=${seen.failing} word="failing" to=${href(["schedules"], { standing: "having_issues" })} tone="having_issues" />
        <${Tile} n=${seen.auto_disabled} word="auto-disabled" to=${href(["schedules"], { standing: "failed" })} tone="failed" />
        <${Tile} n=${seen.paused} word="paused" to=${href(["schedules"], { standing: "paused" })} tone="paused" />
        <${Tile} n=${seen.schedules} word="schedules" to=${href(["schedules"])} />
      </ul>
      <div class="columns">
        <section aria-labelledby="hours-h"><h2 id="hours-h">Last 24 hours</h2><${Hours} hours=${seen.hours || []} now=${seen.now} /></section>
        <section aria-labelledby="next-h"><h2 id="next-h">Next</h2><${Next} next=${seen.next || []} /></section>
      </div>
      <section aria-labelledby="recent-h">
        <div class="head"><h2 id="recent-h">Recent runs</h2><a href=${href(["runs"])}>All runs</a></div>
        <${RunTable} runs=${seen.recent} caption="Recent runs" />
      </section>`}`;
}

function Tile({ n, word, to, tone }) {
  return html`<li><a href=${to} data-tone=${n > 0 ? tone : null}><b>${n ?? 0}</b><span>${word}</span></a></li>`;
}

/** One line that answers the first question: is anything working at all? */
function Daemon({ daemons }) {
  const present = daemons.filter((daemon) => daemon.state !== "stopped"); // one that ended in order needs no word here
  if (present.length === 0) {
    return html`<p class="note bad" role="status"><strong>No daemon is alive.</strong> Nothing will run. Start one with <code>rota daemon</code> or <code>rota up</code>.</p>`;
  }
  return html`<ul class="pulse">${present.map((daemon) => {
    const quiet = !daemon.alive;
    return html`<li data-tone=${quiet ? "failed" : "active"}>
      <i class="mark" aria-hidden="true"></i>
      <a href=${href(["daemons"])}>${daemon.host}</a>
      <span>${quiet ? "silent: " : ""}heartbeat ${span(daemon.heartbeat_age_ms)} old</span>
      <span>${daemon.running}/${daemon.slots} slots busy</span>
      ${daemon.poll_lag_ms != null && html`<span>poll lag ${span(daemon.poll_lag_ms)}</span>`}
      ${daemon.egress_suspect_since && html`<span class="bad"><${EgressSuspect} since=${daemon.egress_suspect_since} /></span>`}
    </li>`;
  })}</ul>`;
}

function Next({ next }) {
  if (next.length === 0) return html`<p class="empty">Nothing is due.</p>`;
  return html`<table>
    <caption class="unseen">Next runs</caption>
    <thead class="unseen"><tr><th scope="col">Schedule</th><th scope="col">In</th><th scope="col">At</th></tr></thead>
    <tbody>${next.map((item) => html`<tr key=${item.schedule_id}>
      <td class="grow"><a href=${href(["schedules", item.schedule_id])}>${item.name}</a></td>
      <td class="num"><${Ago} at=${item.next_due} /></td>
      <td class="num wide-only dim"><${At} at=${item.next_due} /></td>
    </tr>`)}</tbody>
  </table>`;
}

/** A bar an hour, failures stacked on top; hours without a row were empty. */
function Hours({ hours, now }) {
  const end = Math.floor(new Date(now).getTime() / 3_600_000);
  const byHour = new Map(hours.map((h) => [Math.floor(new Date(h.hour).getTime() / 3_600_000), h]));
  const all = Array.from({ length: 24 }, (_, i) => {
    const at = end - 23 + i;
    return { succeeded: 0, failed: 0, ...byHour.get(at), hour: new Date(at * 3_600_000).toISOString() };
  });
  const most = Math.max(1, ...all.map((h) => h.succeeded + h.failed));
  const good = all.reduce((sum, h) => sum + h.succeeded, 0);
  const bad = all.reduce((sum, h) => sum + h.failed, 0);
  return html`<div class="hours" role="img" aria-label=${`${good} runs succeeded and ${bad} failed in the last 24 hours`}>
      ${all.map((h) => html`<span title=${`${hour(h.hour)}: ${h.succeeded} succeeded, ${h.failed} failed`}>
        ${h.failed > 0 && html`<i class="bad" style=${{ height: `${Math.max(4, (100 * h.failed) / most)}%` }}></i>`}
        ${h.succeeded > 0 && html`<i class="good" style=${{ height: `${Math.max(4, (100 * h.succeeded) / most)}%` }}></i>`}
      </span>`)}
    </div>
    <p class="axis dim"><span>${hour(all[0].hour)}</span><span>${good} succeeded, ${bad} failed</span><span>now</span></p>`;
}

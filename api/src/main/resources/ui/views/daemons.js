import { html } from "../html.js";
import { Ago, EgressSuspect, Freshness, useTitle } from "../bits.js";
import { number, span } from "../format.js";
import { usePoll } from "../poll.js";

export function Daemons() {
  useTitle("Daemons");
  const poll = usePoll("/api/daemons");
  const queue = usePoll("/api/queue-stats");
  const version = usePoll("/api/version");
  const daemons = poll.body?.items;
  return html`<div class="head"><h1>Daemons</h1><${Freshness} poll=${poll} /></div>
    ${daemons &&
    (daemons.length === 0
      ? html`<p class="note bad">No daemon has been seen. Start one with <code>rota daemon</code>.</p>`
      : html`<div class="cards">${daemons.map((d) => html`<section class="panel" key=${d.id} data-tone=${d.alive ? "active" : d.state === "stopped" ? "paused" : "failed"}>
          <h2><i class="mark" aria-hidden="true"></i>${d.host}</h2>
          <dl>
            <dt>State</dt><dd>${d.state}</dd>
            <dt>Heartbeat</dt><dd>${span(d.heartbeat_age_ms)} old${!d.alive && d.state !== "stopped" ? " (silent)" : ""}</dd>
            <dt>Slots</dt><dd>${d.running} of ${d.slots} busy</dd>
            <dt>Last poll</dt><dd><${Ago} at=${d.last_poll_at} />${d.poll_lag_ms != null ? `, lag ${span(d.poll_lag_ms)}` : ""}</dd>
            <dt>Clock</dt><dd>${d.clock_offset_ms == null ? "–" : `${number(d.clock_offset_ms)} ms off the database's`}</dd>
            ${d.egress_suspect_since && html`<dt>Network</dt><dd class="bad"><${EgressSuspect} since=${d.egress_suspect_since} /></dd>`}
            <dt>Started</dt><dd><${Ago} at=${d.started_at} /></dd>
            <dt>Process</dt><dd>${d.pid}, Rota ${d.version}</dd>
          </dl>
        </section>`)}</div>`)}
    ${queue.body?.lanes &&
    html`<section><h2>Lanes</h2><div class="scroll"><table>
      <thead><tr><th scope="col">Lane</th><th scope="col" class="num">Active</th><th scope="col" class="num">Queued</th><th scope="col" class="num">Slots</th><th scope="col" class="num">Peak</th></tr></thead>
      <tbody>${queue.body.lanes.map((lane) => html`<tr key=${lane.lane}><td>${lane.lane}</td><td class="num">${lane.active}</td><td class="num">${lane.queued}</td><td class="num">${lane.max}</td><td class="num">${lane.peak ?? "–"}</td></tr>`)}</tbody>
    </table></div>
    <p class="dim">${number(queue.body.total_processed ?? 0)} runs so far, ${number(queue.body.total_errors ?? 0)} of them failed.</p></section>`}
    ${version.body && html`<p class="dim">API ${version.body.version}, Java ${version.body.java}, schema ${version.body.schema}.</p>`}`;
}

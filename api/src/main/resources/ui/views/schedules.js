import { html, useState, useEffect } from "../html.js";
import { get, url } from "../api.js";
import { setEnabled } from "../actions.js";
import { Ago, Freshness, RunBars, Search, Standing, standings, standingWord, Switch, say, useTitle } from "../bits.js";
import { Bulk } from "../bulk.js";
import { recurrenceText } from "../format.js";
import { usePoll } from "../poll.js";
import { go, href } from "../router.js";
import { RunNow } from "../runnow.js";
import { may } from "../session.js";

export const isLive = (schedule) => schedule.state?.standing === "running" || Boolean(schedule.state?.current_run);

export function Schedules({ params }) {
  const filters = Object.fromEntries(["q", "standing", "kind", "label"].map((name) => [name, params.get(name) || ""]));
  const path = url("/api/schedules", { ...filters, limit: 100 });
  const poll = usePoll(path, (body) => body.items.some(isLive));
  useTitle("Schedules");
  const [more, setMore] = useState({ path, items: [], next: null });
  useEffect(() => setMore({ path, items: [], next: null }), [path]);
  const set = (name, value) => go(href(["schedules"], { ...filters, [name]: value }), { replace: true });
  const further = more.path === path ? more : { items: [], next: null };
  const next = further.items.length ? further.next : poll.body?.next;
  const first = poll.body?.items ?? [];
  const items = [...first, ...further.items.filter((item) => !first.some((known) => known.id === item.id))];
  const load = async () => {
    try {
      const { body } = await get(url("/api/schedules", { ...filters, limit: 100, after: next }));
      setMore({ path, items: [...further.items, ...body.items], next: body.next });
    } catch (error) {
      say(error.message, "bad");
    }
  };
  const filtered = Object.values(filters).some(Boolean);
  return html`<div class="head">
      <h1>Schedules</h1><${Freshness} poll=${poll} />
      ${may("editor") && html`<a class="button primary" href="#/schedules/new">New schedule</a>`}
    </div>
    <form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}>
      <${Search} label="Search by name or label" value=${filters.q} onChange=${(q) => set("q", q)} />
      <select aria-label="Standing" value=${filters.standing} onChange=${(e) => set("standing", e.currentTarget.value)}>
        <option value="">Any standing</option>
        ${standings.map((s) => html`<option value=${s} selected=${s === filters.standing}>${standingWord(s)}</option>`)}
      </select>
      <select aria-label="Kind" value=${filters.kind} onChange=${(e) => set("kind", e.currentTarget.value)}>
        <option value="">Any kind</option>
        ${["collect", "scrape", "command"].map((k) => html`<option value=${k} selected=${k === filters.kind}>${k}</option>`)}
      </select>
      ${filters.label && html`<button type="button" class="chip" onClick=${() => set("label", "")}>${filters.label} ✕</button>`}
      ${filtered && html`<a href="#/schedules">Clear</a>`}
    </form>
    ${poll.body && items.length > 1 && html`<${Bulk} filters=${filters} />`}
    ${poll.body &&
    (items.length === 0
      ? html`<p class="empty">${filtered ? "No schedule matches." : html`There is no schedule yet. <a href="#/schedules/new">Make the first one.</a>`}</p>`
      : html`<div class="scroll"><table class="schedules">
          <caption class="unseen">Schedules</caption>
          <thead><tr>
            <th scope="col"><span class="unseen">Enabled</span></th><th scope="col">Name</th><th scope="col">Standing</th>
            <th scope="col" class="wide-only">Last runs</th><th scope="col" class="wide-only">Last run</th><th scope="col" class="mid-only">Next</th><th scope="col"><span class="unseen">Actions</span></th>
          </tr></thead>
          <tbody>${items.map((item) => html`<${Row} key=${item.id} schedule=${item} />`)}</tbody>
        </table></div>
        ${next && html`<p class="more"><button type="button" onClick=${load}>Show more</button></p>`}`)}`;
}

function Row({ schedule }) {
  const state = schedule.state || {};
  return html`<tr data-schedule=${schedule.id}>
    <td><${Switch} disabled=${!may("operator")} on=${schedule.enabled} label=${`${schedule.name} enabled`} onChange=${(on) => setEnabled(schedule, on)} /></td>
    <td class="grow"><a class="name" href=${href(["schedules", schedule.id])}>${schedule.name}</a>
      <span class="under">${schedule.kind} · ${schedule.recurrence?.words ?? recurrenceText(schedule.recurrence)}${schedule.active_hours?.length ? " · in its hours" : ""}${schedule.owner ? ` · ${schedule.owner}` : ""}
        ${Object.entries(schedule.labels ?? {}).map(([name, value]) => html` <a class="labels" href=${href(["schedules"], { label: `${name}=${value}` })}>${name}=${value}</a>`)}</span>
      ${schedule.enabled && state.next_due && !state.auto_disabled_at && state.waiting_for && html`<span class="under">${state.waiting_for}</span>`}
    </td>
    <td><${Standing} standing=${state.standing} label=${state.label} />${state.consecutive_failures > 0 && html`<span class="under">${state.consecutive_failures} in a row</span>`}</td>
    <td class="wide-only"><${RunBars} recent=${state.recent} /></td>
    <td class="wide-only"><${Ago} at=${state.last_run?.started_at} /></td>
    <td class="mid-only">${!schedule.enabled ? html`<span class="dim">paused</span>` : state.auto_disabled_at ? html`<span class="dim">auto-disabled</span>` : html`<${Ago} at=${state.next_due} empty="by hand" />`}</td>
    <td class="act"><${RunNow} schedule=${schedule} small=${true} /></td>
  </tr>`;
}

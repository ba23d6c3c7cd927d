import { html, useState } from "../html.js";
import { url, write } from "../api.js";
import { setEnabled } from "../actions.js";
import { Ask, Freshness, ProblemNote, RunBars, RunTable, Standing, Switch, say, useTitle } from "../bits.js";
import { Condition } from "../condition.js";
import { Decisions } from "../decisions.js";
import { Items } from "../items.js";
import { PlanList } from "../planlist.js";
import { usePoll } from "../poll.js";
import { go, href } from "../router.js";
import { RunNow } from "../runnow.js";
import { may } from "../session.js";
import { SeriesChart } from "../series.js";
import { Upcoming } from "../upcoming.js";
import { WeekStrip } from "../weekstrip.js";
import { isLive } from "./schedules.js";

export function ScheduleView({ id, params }) {
  const poll = usePoll(`/api/schedules/${id}`, isLive);
  const [deleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState(null);
  const s = poll.body;
  useTitle(s?.name ?? "Schedule");
  if (!s) return html`<div class="head"><h1>Schedule</h1></div>${poll.error?.status === 404 ? html`<p class="empty">There is no such schedule. <a href="#/schedules">All schedules</a></p>` : html`<${Freshness} poll=${poll} />`}`;
  const live = isLive(s);
  const pick = (change) => go(href(["schedules", id], { series: params.get("series"), range: params.get("range"), ...change }), { replace: true });
  const remove = async () => {
    setDeleting(false);
    try {
      await write("DELETE", `/api/schedules/${id}`, undefined, { "If-Match": poll.etag });
      say(`${s.name} is deleted; its history stays.`);
      go("#/schedules");
    } catch (error) {
      setProblem(error);
      poll.refresh();
    }
  };
  return html`<p class="crumbs"><a href="#/schedules">Schedules</a></p>
    <div class="head">
      <h1>${s.name}</h1><${Standing} standing=${s.state?.standing} label=${s.state?.label} /><${Freshness} poll=${poll} />
      <div class="row">
        <label class="toggle"><${Switch} disabled=${!may("operator")} on=${s.enabled} label="Enabled" onChange=${(on) => setEnabled(s, on)} />${s.enabled ? "Enabled" : "Paused"}</label>
        <${RunNow} schedule=${s} />
        ${may("editor") && html`<a class="button" href=${href(["schedules", id, "edit"])}>Edit</a>
          <a class="button" href=${href(["schedules", "new"], { copy: id })}>Copy</a>
          <button type="button" onClick=${() => setDeleting(true)}>Delete…</button>`}
      </div>
    </div>
    <${ProblemNote} problem=${problem} />
    <${Condition} s=${s} />
    <section aria-labelledby="bars-h"><h2 id="bars-h">Last runs</h2><${RunBars} recent=${s.state?.recent} wide=${true} /></section>
    <${WeekStrip} s=${s} />
    ${s.kind === "collect" && html`<section aria-labelledby="series-h"><h2 id="series-h">Numbers</h2><${SeriesChart} schedule=${id} live=${live} name=${params.get("series")} range=${params.get("range") || "6h"} onPick=${pick} /></section>`}
    ${s.kind === "scrape" && html`<section aria-labelledby="items-h"><h2 id="items-h">Items</h2><${Items} schedule=${id} live=${live} /></section>`}
    <div class="columns">
      <section aria-labelledby="plan-h"><h2 id="plan-h">Plan</h2><${PlanList} s=${s} /></section>
      <${Upcoming} id=${id} zone=${s.zone} stamp=${`${s.version}.${s.state?.next_slot}`} />
    </div>
    <${Recent} id=${id} live=${live} />
    <${Decisions} id=${id} zone=${s.zone} live=${live} />
    ${deleting && html`<${Ask} title=${`Delete ${s.name}?`} yes="Delete" danger=${true} onYes=${remove} onNo=${() => setDeleting(false)}>
      <p>It will not run again. Its runs and what it collected stay until they age out.${live ? " The run in progress ends first." : ""}</p><//>`}`;
}

function Recent({ id, live }) {
  const poll = usePoll(url(`/api/schedules/${id}/runs`, { limit: 20 }), () => live);
  return html`<section aria-labelledby="runs-h">
    <div class="head"><h2 id="runs-h">Runs</h2><a href=${href(["runs"], { schedule: id })}>All of them</a><a href=${href(["logs"], { schedule: id })}>Log</a></div>
    <${ProblemNote} problem=${poll.error} />
    ${poll.body && html`<${RunTable} runs=${poll.body.items} withSchedule=${false} />`}
  </section>`;
}

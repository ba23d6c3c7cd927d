import { html } from "../html.js";
import { url } from "../api.js";
import { Freshness, RunTable, runStatuses, runWord, useTitle } from "../bits.js";
import { usePoll } from "../poll.js";
import { go, href } from "../router.js";

export function Runs({ params }) {
  useTitle("Runs");
  const status = params.get("status") || "";
  const schedule = params.get("schedule") || "";
  const after = params.get("after") || "";
  const poll = usePoll(url("/api/runs", { status, schedule, after, limit: 50 }), (body) => body.items.some((run) => run.status === "running"));
  return html`<div class="head"><h1>Runs</h1><${Freshness} poll=${poll} /></div>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <select aria-label="Outcome" value=${status} onChange=${(e) => go(href(["runs"], { status: e.currentTarget.value, schedule }), { replace: true })}>
        <option value="">Any outcome</option>
        ${runStatuses.map((s) => html`<option value=${s} selected=${s === status}>${runWord(s)}</option>`)}
      </select>
      ${schedule && html`<a class="chip" href=${href(["runs"], { status })}>schedule ${schedule} ✕</a>`}
    </form>
    ${poll.body && html`<${RunTable} runs=${poll.body.items} />`}
    <p class="more">
      ${after && html`<a class="button" href=${href(["runs"], { status, schedule })}>Newest</a>`}
      ${poll.body?.next && html`<a class="button" href=${href(["runs"], { status, schedule, after: poll.body.next })}>Older</a>`}
    </p>`;
}

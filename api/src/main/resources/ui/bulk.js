// Enables or pauses everything that the filter finds; what would happen is shown first, and nothing happens before yes.
import { html, useState } from "./html.js";
import { post } from "./api.js";
import { Ask, ProblemNote, say, standingWord } from "./bits.js";
import { count } from "./format.js";
import { hurry } from "./poll.js";
import { href } from "./router.js";
import { may } from "./session.js";

const verbs = { enable: ["Enable", "enabled"], disable: ["Pause", "paused"] };

export function Bulk({ filters }) {
  const [plan, setPlan] = useState(null); // {action, filter, answer}: what the dry run said
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  if (!may("operator")) return null;
  const filter = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
  const send = (action, what, dry) => post("/api/schedules/bulk", { action, filter: what, dry_run: dry }).then(({ body }) => body);
  const tried = async (work) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      setPlan(null);
      setProblem(failure);
    }
    setBusy(false);
  };
  const look = (action) => tried(async () => setPlan({ action, filter, answer: await send(action, filter, true) }));
  const go = () => tried(async () => {
    const done = await send(plan.action, plan.filter, false);
    setPlan(null);
    say(`${count(done.changed, "schedule")} ${verbs[plan.action][1]}.`);
    hurry(3000);
  });
  return html`<div class="row bulkbar" role="group" aria-label="All that match">
      <span class="dim">${Object.keys(filter).length ? "All that match:" : "All schedules:"}</span>
      ${Object.keys(verbs).map((action) => html`<button type="button" class="small" disabled=${busy} onClick=${() => look(action)}>${verbs[action][0]} all…</button>`)}
    </div>
    <${ProblemNote} problem=${problem} title="Nothing was changed" />
    ${plan && html`<${DryRun} ...${plan} onYes=${go} onNo=${() => setPlan(null)} />`}`;
}

function DryRun({ action, answer, onYes, onNo }) {
  const [verb, done] = verbs[action];
  const items = answer.items ?? [];
  const none = answer.changed === 0;
  return html`<${Ask} title=${none ? "Nothing to change" : `${verb} ${count(answer.changed, "schedule")}?`} yes=${none ? "Close" : `${verb} ${answer.changed}`} danger=${!none && action === "disable"} onYes=${none ? onNo : onYes} onNo=${onNo}>
    <div class="bulk" data-bulk=${action}>
      <p>${count(answer.matched, "schedule")} match${answer.matched === 1 ? "es" : ""}; ${none ? `all of them are ${done} already` : `${answer.changed} would be ${done}`}.</p>
      <ul tabindex=${items.length > 8 ? 0 : null} aria-label="What would change">${items.map((item) => html`<li key=${item.id}><a href=${href(["schedules", item.id])} target="_blank">${item.name}</a><span class="dim">${word(item.from)} → ${word(item.to)}</span></li>`)}</ul>
      ${answer.changed > items.length && items.length > 0 && html`<p class="dim">and ${answer.changed - items.length} more</p>`}
    </div>
  <//>`;
}

const word = (state) => (typeof state === "boolean" ? (state ? "enabled" : "paused") : standingWord(state));

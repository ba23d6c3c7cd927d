// The calendars on whose days a schedule does not run.
import { html } from "./html.js";
import { idOf, problemsAt, Wrong } from "./fields.js";
import { listOf, usePoll } from "./poll.js";
import { href } from "./router.js";

export function Blackouts({ value, onChange, problems }) {
  const poll = usePoll("/api/calendars");
  const chosen = value ?? [];
  if (!poll.body && chosen.length === 0) return null; // a server without calendars
  const known = listOf(poll.body);
  const all = [...known, ...chosen.filter((name) => !known.some((c) => c.name === name)).map((name) => ({ name, description: "not known here" }))];
  const toggle = (name, on) => {
    const next = on ? [...chosen, name] : chosen.filter((other) => other !== name);
    onChange(next.length ? next : undefined);
  };
  const wrong = ["", ...chosen.map((_, i) => "/" + i)].flatMap((part) => problemsAt(problems, "/blackouts" + part));
  return html`<fieldset class=${wrong.length ? "group wrong" : "group"} id=${idOf("/blackouts")} data-pointer="/blackouts" tabindex="-1">
    <legend>Not on the days of</legend>
    ${all.length === 0
      ? html`<p class="hint">There is no calendar yet. <a href="#/calendars/new">Make one</a> for holidays or maintenance; a slot on its days is skipped and never made up for.</p>`
      : html`<p class="hint">A slot on a day of these calendars is skipped and never made up for.</p>
          <div class="choices">${all.map((c) => html`<span key=${c.name}><label class="check"><input type="checkbox" checked=${chosen.includes(c.name)} onChange=${(e) => toggle(c.name, e.currentTarget.checked)} />${c.name}</label>
            ${c.description && html`<span class="hint">${c.description}</span>`} <a class="hint" href=${href(["calendars", c.name])}>show</a></span>`)}</div>`}
    <${Wrong} id=${idOf("/blackouts")} messages=${wrong} />
  </fieldset>`;
}

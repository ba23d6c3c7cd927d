// Dates on which the active hours are others, or none: they replace the windows that start on that date.
import { html } from "./html.js";
import { attributes, idOf, problemsAt, Wrong } from "./fields.js";
import { localZone } from "./format.js";
import { FromUntil } from "./hours.js";
import { dateIn, plusDays } from "./zonetime.js";

export function Exceptions({ value, onChange, problems }) {
  const list = value ?? [];
  const put = (next) => onChange(next.length ? next : undefined);
  const set = (i, part) => put(list.map((one, n) => (n === i ? { ...one, ...part } : one)));
  const add = () => put([...list, { date: plusDays(dateIn(Date.now(), localZone), 1), windows: [] }]);
  return html`<fieldset class="group" id=${idOf("/exceptions")} data-pointer="/exceptions" tabindex="-1">
    <legend>Other hours on some dates</legend>
    ${list.length === 0 && html`<p class="hint">None. On a date with other hours, these take the place of the painted ones.</p>`}
    ${list.map((one, i) => html`<${Exception} key=${i} n=${i} one=${one} onChange=${(part) => set(i, part)} onRemove=${() => put(list.filter((_, n) => n !== i))} problems=${problems} />`)}
    <${Wrong} id=${idOf("/exceptions")} messages=${problemsAt(problems, "/exceptions")} />
    <button type="button" class="small" onClick=${add}>Add a date</button>
  </fieldset>`;
}

function Exception({ n, one, onChange, onRemove, problems }) {
  const at = `/exceptions/${n}`;
  const windows = one.windows ?? [];
  const set = (i, part) => onChange({ windows: windows.map((w, k) => (k === i ? { ...w, ...part } : w)) });
  const places = ["", "/date", "/windows", ...windows.flatMap((_, i) => ["", "/from", "/until"].map((part) => `/windows/${i}${part}`))];
  const wrong = places.flatMap((part) => problemsAt(problems, at + part));
  return html`<div class=${wrong.length ? "window wrong" : "window"} data-pointer=${at} role="group" aria-label=${`Date ${n + 1}`}>
    <div class="row">
      <input type="date" aria-label="Date" ...${attributes(at + "/date", problems)} value=${one.date} onInput=${(e) => onChange({ date: e.currentTarget.value })} />
      <span class="hint">${windows.length === 0 ? "closed all day" : "open only"}</span>
      <button type="button" class="small" onClick=${() => onChange({ windows: [...windows, { from: "06:00", until: "12:00" }] })}>Add hours</button>
      <button type="button" class="small x" aria-label=${`Remove date ${n + 1}`} title="Remove" onClick=${onRemove}>✕</button>
    </div>
    ${windows.map((w, i) => html`<${FromUntil} key=${i} at=${`${at}/windows/${i}`} w=${w} name=${`hours ${i + 1}`} onChange=${(part) => set(i, part)} onRemove=${() => onChange({ windows: windows.filter((_, k) => k !== i) })} problems=${problems} />`)}
    <${Wrong} id=${idOf(at)} messages=${wrong} />
  </div>`;
}

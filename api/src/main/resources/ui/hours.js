// Active hours: painted, or typed to the minute; and the dates on which they are others.
import { html, useState } from "./html.js";
import { attributes, idOf, problemsAt, Wrong } from "./fields.js";
import { days, daysText, windowsText } from "./format.js";
import { Painter } from "./painter.js";

export function ActiveHours({ value, onChange, problems }) {
  const windows = value ?? [];
  const [exact, setExact] = useState(false);
  const put = (next) => onChange(next.length ? next : undefined);
  const set = (i, part) => put(windows.map((w, n) => (n === i ? { ...w, ...part } : w)));
  const broken = problems.some((p) => /^\/active_hours\/\d/.test(p.pointer));
  return html`<fieldset class="group" id=${idOf("/active_hours")} data-pointer="/active_hours" tabindex="-1">
    <legend>Active hours</legend>
    <p class="hint" id="painter-hint">Drag over the hours at which it may run; with the keyboard, Space turns an hour and Shift with an arrow carries it on. Nothing painted: at any hour.</p>
    <${Painter} windows=${windows} onChange=${put} describedBy="painter-hint" />
    <p class="said" aria-live="polite" data-said="hours">${windows.length ? windowsText(windows) : "At any hour."}</p>
    <details open=${exact || broken} onToggle=${(e) => setExact(e.currentTarget.open)}>
      <summary>To the minute</summary>
      ${windows.map((w, i) => html`<${Window} key=${i} n=${i} w=${w} onChange=${(part) => set(i, part)} onRemove=${() => put(windows.filter((_, n) => n !== i))} problems=${problems} />`)}
      <button type="button" class="small" onClick=${() => put([...windows, { days: [...days], from: "06:00", until: "22:00" }])}>Add hours</button>
    </details>
    <${Wrong} id=${idOf("/active_hours")} messages=${problemsAt(problems, "/active_hours")} />
  </fieldset>`;
}

function Window({ n, w, onChange, onRemove, problems }) {
  const at = `/active_hours/${n}`;
  const chosen = w.days ?? days;
  const toggle = (day) => onChange({ days: days.filter((d) => (d === day ? !chosen.includes(d) : chosen.includes(d))) });
  const wrong = ["", "/days", "/from", "/until"].flatMap((part) => problemsAt(problems, at + part));
  const words = w.from === w.until ? "From and until must differ." : `${daysText(chosen)}, ${w.from} to ${w.until}${w.from > w.until ? " of the next day" : ""}`;
  return html`<div class=${wrong.length ? "window wrong" : "window"} data-pointer=${at} role="group" aria-label=${`Hours ${n + 1}`}>
    <div class="days" role="group" aria-label="Days">${days.map((day) => html`<label><input type="checkbox" checked=${chosen.includes(day)} onChange=${() => toggle(day)} /><span>${day[0].toUpperCase() + day.slice(1)}</span></label>`)}</div>
    <${FromUntil} at=${at} w=${w} onChange=${onChange} problems=${problems} onRemove=${onRemove} name=${`hours ${n + 1}`} />
    <p class="hint" aria-live="polite">${chosen.length === 0 ? "Choose at least one day." : words}</p>
    <${Wrong} id=${idOf(at)} messages=${wrong} />
  </div>`;
}

/** Two times of day; the second may be the end of the day, which a time field cannot say. */
export function FromUntil({ at, w, onChange, problems, onRemove, name }) {
  const toEnd = w.until === "24:00";
  return html`<div class="row">
    <label>from <input type="time" ...${attributes(at + "/from", problems)} value=${w.from} onInput=${(e) => onChange({ from: e.currentTarget.value })} /></label>
    <label>until <input type="time" ...${attributes(at + "/until", problems)} value=${toEnd ? "" : w.until} disabled=${toEnd} onInput=${(e) => onChange({ until: e.currentTarget.value })} /></label>
    <label class="check"><input type="checkbox" checked=${toEnd} onChange=${(e) => onChange({ until: e.currentTarget.checked ? "24:00" : "22:00" })} />24:00</label>
    <button type="button" class="small x" aria-label=${`Remove ${name}`} title="Remove" onClick=${onRemove}>✕</button>
  </div>`;
}

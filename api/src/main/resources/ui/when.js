// The part of the editor about when: how often, in which zone, at which hours.
import { html } from "./html.js";
import { attributes, DurationInput, idOf, Labelled, problemsAt, TextInput, Wrong } from "./fields.js";
import { days, daysText } from "./format.js";

export function Recurrence({ value, onChange, problems }) {
  const form = !value || Object.keys(value).length === 0 ? "manual" : value.every !== undefined ? "every" : "other";
  return html`<fieldset class="group" id=${idOf("/recurrence")} data-pointer="/recurrence" tabindex="-1">
    <legend>Runs</legend>
    <div class="row">
      <label class="check"><input type="radio" name="recurrence" checked=${form === "every"} onChange=${() => onChange({ every: "PT1H" })} />again and again</label>
      <label class="check"><input type="radio" name="recurrence" checked=${form === "manual"} onChange=${() => onChange({})} />only when asked</label>
      ${form === "other" && html`<label class="check"><input type="radio" name="recurrence" checked=${true} />${JSON.stringify(value)}</label>`}
    </div>
    ${form === "every" && html`<${Labelled} pointer="/recurrence/every" label="Every" required=${true} problems=${problems} description="On a fixed grid from the first run; 1 second to 366 days.">
      <${DurationInput} label="every" value=${value.every} onChange=${(every) => onChange({ ...value, every: every ?? "" })} attrs=${attributes("/recurrence/every", problems, true, true)} />
    <//>`}
    <${Wrong} id=${idOf("/recurrence")} messages=${problemsAt(problems, "/recurrence")} />
  </fieldset>`;
}

const zones = typeof Intl.supportedValuesOf === "function" ? ["Etc/UTC", ...Intl.supportedValuesOf("timeZone")] : ["Etc/UTC"];

export function Zone({ value, onChange, problems }) {
  return html`<${Labelled} pointer="/zone" label="Time zone" problems=${problems} description="IANA name. Active hours are meant in this zone.">
    <${TextInput} value=${value} placeholder="the server's default" list="zones" onChange=${(zone) => onChange(zone || undefined)} attrs=${attributes("/zone", problems, true)} />
  <//>`;
}

/** The names of all zones, once a page, for every zone field. */
export const Zones = () => html`<datalist id="zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>`;

export function ActiveHours({ value, onChange, problems }) {
  const windows = value ?? [];
  const set = (i, part) => onChange(windows.map((w, n) => (n === i ? { ...w, ...part } : w)));
  const without = (i) => onChange(windows.length === 1 ? undefined : windows.filter((_, n) => n !== i));
  return html`<fieldset class="group" id=${idOf("/active_hours")} data-pointer="/active_hours" tabindex="-1">
    <legend>Active hours</legend>
    ${windows.length === 0 && html`<p class="hint">At any hour.</p>`}
    ${windows.map((w, i) => html`<${Window} key=${i} n=${i} w=${w} onChange=${(part) => set(i, part)} onRemove=${() => without(i)} problems=${problems} />`)}
    <${Wrong} id=${idOf("/active_hours")} messages=${problemsAt(problems, "/active_hours")} />
    <button type="button" class="small" onClick=${() => onChange([...windows, { days: [...days], from: "06:00", until: "22:00" }])}>Add hours</button>
  </fieldset>`;
}

function Window({ n, w, onChange, onRemove, problems }) {
  const at = `/active_hours/${n}`;
  const toEnd = w.until === "24:00";
  const chosen = w.days ?? days;
  const toggle = (day) => onChange({ days: days.filter((d) => (d === day ? !chosen.includes(d) : chosen.includes(d))) });
  const wrong = ["", "/days", "/from", "/until"].flatMap((part) => problemsAt(problems, at + part));
  const words = w.from === w.until ? "From and until must differ." : `${daysText(chosen)}, ${w.from} to ${w.until}${w.from > w.until ? " of the next day" : ""}`;
  return html`<div class=${wrong.length ? "window wrong" : "window"} data-pointer=${at} role="group" aria-label=${`Hours ${n + 1}`}>
    <div class="days" role="group" aria-label="Days">${days.map((day) => html`<label><input type="checkbox" checked=${chosen.includes(day)} onChange=${() => toggle(day)} /><span>${day[0].toUpperCase() + day.slice(1)}</span></label>`)}</div>
    <div class="row">
      <label>from <input type="time" ...${attributes(at + "/from", problems)} value=${w.from} onInput=${(e) => onChange({ from: e.currentTarget.value })} /></label>
      <label>until <input type="time" ...${attributes(at + "/until", problems)} value=${toEnd ? "" : w.until} disabled=${toEnd} onInput=${(e) => onChange({ until: e.currentTarget.value })} /></label>
      <label class="check"><input type="checkbox" checked=${toEnd} onChange=${(e) => onChange({ until: e.currentTarget.checked ? "24:00" : "22:00" })} />end of day (24:00)</label>
      <button type="button" class="small x" aria-label=${`Remove hours ${n + 1}`} title="Remove" onClick=${onRemove}>✕</button>
    </div>
    <p class="hint" aria-live="polite">${chosen.length === 0 ? "Choose at least one day." : words}</p>
    <${Wrong} id=${idOf(at)} messages=${wrong} />
  </div>`;
}

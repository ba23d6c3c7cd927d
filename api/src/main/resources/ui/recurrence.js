// How a schedule comes back: one of five forms. What was typed under another form comes back when that is chosen again.
import { html, useRef } from "./html.js";
import { attributes, DurationInput, idOf, Labelled, problemsAt, TextInput, Wrong } from "./fields.js";
import { dateTime, localZone } from "./format.js";
import { dateIn, instantOf, minuteIn, plusDays, withOffset } from "./zonetime.js";
import { clockText, minutes } from "./windows.js";

const forms = [["every", "Every so often"], ["cron", "Cron"], ["calendar", "Calendar"], ["at", "Once"], ["manual", "Only when asked"]];
const formOf = (value) => forms.find(([key]) => value?.[key] !== undefined)?.[0] ?? "manual";

export function Recurrence({ value, zone, onChange, problems, words }) {
  const form = formOf(value);
  const typed = useRef({});
  const begin = {
    every: () => ({ every: "PT1H" }),
    cron: () => ({ cron: "0 8 * * MON-FRI" }),
    calendar: () => ({ calendar: "Mon..Fri 08:00" }),
    at: () => ({ at: withOffset(instantOf(plusDays(dateIn(Date.now(), zone), 1), 480, zone), zone) }),
    manual: () => ({}),
  };
  const choose = (next) => {
    typed.current[form] = value ?? {};
    onChange(typed.current[next] ?? begin[next]());
  };
  const parts = { value: value ?? {}, zone, onChange, problems };
  const others = problems.filter((p) => p.pointer.startsWith("/recurrence") && !shownAt[form].includes(p.pointer));
  return html`<fieldset class="group" id=${idOf("/recurrence")} data-pointer="/recurrence" tabindex="-1">
    <legend>Runs</legend>
    <div class="forms">${forms.map(([key, word]) => html`<label><input type="radio" name="recurrence" value=${key} checked=${key === form} onChange=${() => choose(key)} /><span>${word}</span></label>`)}</div>
    ${form === "every" && html`<${Every} ...${parts} />`}
    ${form === "cron" && html`<${Cron} ...${parts} />`}
    ${form === "calendar" && html`<${Calendar} ...${parts} />`}
    ${form === "at" && html`<${Once} ...${parts} />`}
    ${form === "manual" && html`<p class="hint">It has no slots of its own; a person or a program presses “run now”.</p>`}
    <p class="said" aria-live="polite" data-said="recurrence">${form !== "manual" ? words : ""}</p>
    <${Wrong} id=${idOf("/recurrence")} messages=${others.map((p) => p.message)} />
  </fieldset>`;
}

const shownAt = { every: ["/recurrence/every", "/recurrence/anchor"], cron: ["/recurrence/cron"], calendar: ["/recurrence/calendar"], at: ["/recurrence/at"], manual: [] };

function Every({ value, zone, onChange, problems }) {
  const after = value.after === "completion";
  const mode = (fixed) => {
    const { after: _, anchor, ...rest } = value;
    onChange(fixed ? rest : { ...rest, after: "completion" });
  };
  const anchored = (anchor) => {
    const { anchor: _, ...rest } = value;
    onChange(anchor ? { ...rest, anchor } : rest);
  };
  return html`<${Labelled} pointer="/recurrence/every" label="Every" required=${true} problems=${problems} description="1 second to 366 days of elapsed time.">
      <${DurationInput} label="every" value=${value.every} onChange=${(every) => onChange({ ...value, every: every ?? "" })} attrs=${attributes("/recurrence/every", problems, true, true)} />
    <//>
    <div class="stack" role="radiogroup" aria-label="Counted from">
      <label class="check"><input type="radio" name="counted" checked=${!after} onChange=${() => mode(true)} />on a fixed grid, whatever a run takes</label>
      <label class="check"><input type="radio" name="counted" checked=${after} onChange=${() => mode(false)} />after the end of the run before</label>
    </div>
    ${!after && html`<${Labelled} pointer="/recurrence/anchor" label="First run" problems=${problems} description=${value.anchor ? "The grid goes through this instant." : "Empty: when it is created."}>
      <${Instant} value=${value.anchor} zone=${zone} onChange=${anchored} attrs=${attributes("/recurrence/anchor", problems, true)} />
    <//>`}`;
}

const crons = [["*/15 * * * *", "every 15 minutes"], ["0 * * * *", "hourly"], ["0 6 * * *", "daily at 6"], ["0 8 * * MON-FRI", "weekdays at 8"], ["0 3 1 * *", "the 1st at 3"], ["0 3 L * *", "the last day at 3"]];
const calendars = [["*:00/15", "every 15 minutes"], ["Mon..Fri 06..22:00/15", "weekdays, every 15 minutes from 6 to 22"], ["Sat,Sun 04:30", "weekends at 4:30"], ["*-*-01 03:00", "the 1st at 3"], ["*-*~01 03:00", "the last day at 3"]];

const Presets = ({ list, onPick }) => html`<p class="presets"><span class="hint">Such as</span>${list.map(([text, word]) => html`<button type="button" class="chip" title=${text} onClick=${() => onPick(text)}>${word}</button>`)}</p>`;

function Cron({ value, onChange, problems }) {
  return html`<${Labelled} pointer="/recurrence/cron" label="Cron expression" required=${true} problems=${problems} description="minute hour day month weekday; with a sixth field in front: seconds. Names (MON, JAN), L, W, # and @daily are known.">
      <${TextInput} syntax="regex" value=${value.cron} onChange=${(cron) => onChange({ cron })} attrs=${attributes("/recurrence/cron", problems, true, true)} />
    <//>
    <${Presets} list=${crons} onPick=${(cron) => onChange({ cron })} />`;
}

function Calendar({ value, onChange, problems }) {
  return html`<${Labelled} pointer="/recurrence/calendar" label="Calendar expression" required=${true} problems=${problems} description="As systemd's OnCalendar: weekdays year-month-day hour:minute:second, each with lists, ranges (..) and steps (/).">
      <${TextInput} syntax="regex" value=${value.calendar} onChange=${(calendar) => onChange({ calendar })} attrs=${attributes("/recurrence/calendar", problems, true, true)} />
    <//>
    <${Presets} list=${calendars} onPick=${(calendar) => onChange({ calendar })} />`;
}

function Once({ value, zone, onChange, problems }) {
  const at = Date.parse(value.at);
  const here = !Number.isNaN(at) && zone !== localZone ? ` = ${dateTime(value.at)} ${localZone}` : "";
  return html`<${Labelled} pointer="/recurrence/at" label=${`Date and time in ${zone}`} required=${true} problems=${problems} description=${`${value.at ?? ""}${here}`}>
    <${Instant} value=${value.at} zone=${zone} onChange=${(next) => onChange({ at: next ?? "" })} attrs=${attributes("/recurrence/at", problems, true, true)} />
  <//>`;
}

/** A date and a time of a zone's clocks; written with the offset that the zone has then. */
function Instant({ value, zone, onChange, attrs }) {
  const ms = Date.parse(value);
  const shown = Number.isNaN(ms) ? "" : `${dateIn(ms, zone)}T${clockText(Math.floor(minuteIn(ms, zone)))}`;
  const typed = (text) => {
    const minute = minutes(text.slice(11, 16));
    onChange(text && minute !== null ? withOffset(instantOf(text.slice(0, 10), minute, zone), zone) : undefined);
  };
  return html`<input ...${attrs} type="datetime-local" class="instant" value=${shown} onChange=${(e) => typed(e.currentTarget.value)} />`;
}

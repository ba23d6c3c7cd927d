// The part of the editor about when: how often, in which zone, at which hours, and what becomes of the rest.
import { html } from "./html.js";
import { Blackouts } from "./blackouts.js";
import { Exceptions } from "./exceptions.js";
import { attributes, Labelled, TextInput } from "./fields.js";
import { dateTime, localZone } from "./format.js";
import { ActiveHours } from "./hours.js";
import { FailurePolicies, LatePolicies, WindowPolicies } from "./policies.js";
import { useTicking } from "./poll.js";
import { Preview } from "./preview.js";
import { Recurrence } from "./recurrence.js";
import { knowsZone } from "./zonetime.js";

// The preview stands below the painter: what an answer brings must not move the week away under the pointer.
export function When({ draft, set, problems, preview }) {
  const zone = draft.zone && knowsZone(draft.zone) ? draft.zone : (preview.answer?.zone ?? localZone);
  const parts = { draft, set, problems };
  return html`<section aria-labelledby="when-h"><h2 id="when-h">When</h2>
    <${Recurrence} value=${draft.recurrence} zone=${zone} onChange=${(next) => set("recurrence", next)} problems=${problems} words=${preview.problems.some((p) => p.pointer.startsWith("/recurrence")) ? "" : preview.answer?.words} />
    <${Zone} value=${draft.zone} used=${zone} onChange=${(next) => set("zone", next)} problems=${problems} />
    <${ActiveHours} value=${draft.active_hours} onChange=${(next) => set("active_hours", next)} problems=${problems} />
    <${Preview} preview=${preview} />
    <${Exceptions} value=${draft.exceptions} onChange=${(next) => set("exceptions", next)} problems=${problems} />
    <${WindowPolicies} ...${parts} />
    <${Blackouts} value=${draft.blackouts} onChange=${(next) => set("blackouts", next)} problems=${problems} />
    <${LatePolicies} ...${parts} />
    <${FailurePolicies} ...${parts} />
  </section>`;
}

const zones = typeof Intl.supportedValuesOf === "function" ? ["Etc/UTC", ...Intl.supportedValuesOf("timeZone")] : ["Etc/UTC"];

/** Any name of the IANA list, typed or chosen; beside it what the clocks there show now. */
function Zone({ value, used, onChange, problems }) {
  const now = useTicking((ms) => dateTime(new Date(ms).toISOString(), used, false));
  const about = `${value ? "" : `The server's default, ${used}. `}Now ${now} there.`;
  return html`<datalist id="zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>
    <${Labelled} pointer="/zone" label="Time zone" problems=${problems} description=${about}>
      <div class="row tight">
        <${TextInput} value=${value} placeholder="the server's default" list="zones" onChange=${(zone) => onChange(zone || undefined)} attrs=${attributes("/zone", problems, true)} />
        ${value !== localZone && html`<button type="button" class="small" title=${localZone} onClick=${() => onChange(localZone)}>Use mine</button>`}
      </div>
    <//>`;
}

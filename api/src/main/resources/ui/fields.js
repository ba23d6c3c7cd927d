// Single-value inputs with their label, their explanation and what is wrong with them.
import { html, useEffect, useState } from "./html.js";
import { isoToMs } from "./format.js";

export const idOf = (pointer) => "f" + pointer.replaceAll(/[^A-Za-z0-9_-]/g, (c) => "." + c.charCodeAt(0));

/** Problems at exactly this place. */
export const problemsAt = (problems, pointer) => problems.filter((problem) => problem.pointer === pointer).map((problem) => problem.message);

/** @param children the input; it is given id, aria-describedby and aria-invalid by `attributes` */
export function Labelled({ pointer, label, description, required, problems, children }) {
  const wrong = problemsAt(problems, pointer);
  const id = idOf(pointer);
  return html`<div class=${wrong.length ? "field wrong" : "field"} data-pointer=${pointer}>
    <label for=${id}>${label}${required ? html`<span class="req" title="required" aria-hidden="true">*</span>` : ""}</label>
    ${children}
    ${description && html`<p class="hint" id=${id + "-hint"}>${description}</p>`}
    <${Wrong} id=${id} messages=${wrong} />
  </div>`;
}

export function Wrong({ id, messages }) {
  return messages.length > 0 && html`<p class="wrongtext" id=${id + "-wrong"}>${messages.join(" ")}</p>`;
}

export function attributes(pointer, problems, description, required) {
  const wrong = problemsAt(problems, pointer).length > 0;
  const id = idOf(pointer);
  const by = [description && id + "-hint", wrong && id + "-wrong"].filter(Boolean).join(" ");
  return { id, "aria-describedby": by || null, "aria-invalid": wrong ? "true" : null, "aria-required": required ? "true" : null };
}

const codeSyntaxes = ["css", "jsonpath", "xpath", "regex", "url", "secret"];

export function TextInput({ value, onChange, syntax = "", placeholder = "", attrs, list }) {
  const typed = (event) => onChange(event.currentTarget.value);
  if (syntax === "multiline") return html`<textarea ...${attrs} rows="4" spellcheck=${false} class="code" placeholder=${placeholder} value=${value ?? ""} onInput=${typed}></textarea>`;
  return html`<input ...${attrs} type=${syntax === "url" ? "url" : "text"} spellcheck=${false} autocapitalize="off" autocomplete="off" list=${list} class=${codeSyntaxes.includes(syntax) ? "code" : ""} placeholder=${placeholder} value=${value ?? ""} onInput=${typed} />`;
}

/** A number; what is typed stays as typed until it is one, and an emptied field is left out. */
export function NumberInput({ value, onChange, whole, min, max, placeholder = "", attrs }) {
  return html`<input ...${attrs} type="number" inputmode=${whole ? "numeric" : "decimal"} step=${whole ? 1 : "any"} min=${min} max=${max} placeholder=${placeholder} value=${value ?? ""}
    onInput=${(event) => onChange(event.currentTarget.value === "" ? undefined : Number(event.currentTarget.value))} />`;
}

const units = [["d", 86_400_000, "days"], ["h", 3_600_000, "hours"], ["min", 60_000, "minutes"], ["s", 1000, "seconds"]];

/** The largest unit that divides a duration, and how many of it. */
export function split(iso) {
  const ms = isoToMs(iso);
  if (ms === null) return null;
  const unit = ms === 0 ? units[3] : (units.find(([, size]) => ms % size === 0) ?? units[3]);
  return { amount: ms / unit[1], unit: unit[0] };
}

export function toIso(amount, unit) {
  return unit === "d" ? `P${amount}D` : unit === "h" ? `PT${amount}H` : unit === "min" ? `PT${amount}M` : `PT${amount}S`;
}

/** A span as a number and a unit; written as ISO 8601. A text that is no duration is shown as it is. */
export function DurationInput({ value, onChange, placeholder = "", attrs, label }) {
  const parts = value ? split(value) : null;
  const [unit, setUnit] = useState(parts?.unit ?? split(placeholder)?.unit ?? "s");
  useEffect(() => {
    if (parts && parts.amount !== 0 && toIso(amountIn(value, unit), unit) !== value) setUnit(parts.unit);
  }, [value]);
  if (value && !parts) return html`<input ...${attrs} type="text" class="code" value=${value} onInput=${(e) => onChange(e.currentTarget.value || undefined)} />`;
  const amount = value ? amountIn(value, unit) : "";
  const fallback = placeholder && split(placeholder) ? String(amountIn(placeholder, unit)) : "";
  return html`<span class="duration">
    <input ...${attrs} type="number" min="0" step="any" inputmode="decimal" placeholder=${fallback} value=${amount}
      onInput=${(e) => onChange(e.currentTarget.value === "" ? undefined : toIso(Number(e.currentTarget.value), unit))} />
    <select aria-label=${`Unit of ${label}`} onChange=${(e) => { setUnit(e.currentTarget.value); if (value) onChange(toIso(amount, e.currentTarget.value)); }}>
      ${units.map(([name, , word]) => html`<option value=${name} selected=${name === unit}>${word}</option>`)}
    </select>
  </span>`;
}

function amountIn(iso, unit) {
  const size = units.find(([name]) => name === unit)[1];
  return Number((isoToMs(iso) / size).toPrecision(12));
}

export function Select({ value, onChange, options, attrs }) {
  return html`<select ...${attrs} onChange=${(e) => onChange(e.currentTarget.value)}>
    ${options.map(([v, word]) => html`<option value=${v} selected=${v === value}>${word}</option>`)}
  </select>`;
}

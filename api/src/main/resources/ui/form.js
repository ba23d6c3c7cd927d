// Draws a form from the catalogue's description of a job, whatever its kind: one component for each type of field.
// The value is the JSON itself; a field that was left out is an absent key. Places are JSON Pointers.
import { html, useRef, useState } from "./html.js";
import { attributes, DurationInput, idOf, Labelled, NumberInput, problemsAt, Select, TextInput, Wrong } from "./fields.js";
import { escape, same } from "./plan.js";

/** What a new value of this field starts as. */
export function blank(field) {
  switch (field.type) {
    case "boolean":
      return false;
    case "enum":
      return field.enum[0];
    case "list":
      return [];
    case "map":
      return {};
    case "object":
      return blankOf(field.fields);
    case "union":
      return { [field.tag]: field.options[0].value, ...blankOf(field.options[0].fields) };
    case "integer":
    case "number":
      return undefined;
    default:
      return "";
  }
}

/** A record with its required fields begun. */
export function blankOf(fields) {
  const value = {};
  for (const field of fields) {
    if (field.required) {
      const start = blank(field);
      if (start !== undefined) value[field.name] = start;
    }
  }
  return value;
}

const initials = { url: "URL", css: "CSS", id: "ID" };
const words = (name) => (name ? (initials[name] ?? name[0].toUpperCase() + name.slice(1).replaceAll("_", " ")) : "");
const shown = (value) => (value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

const manyFields = 4;

/** Of a long entry of a list that was filled in before: the fields that stand at what they are without a word. */
function seldomOf(fields, at, pointer) {
  const optional = fields.filter((f) => !f.required);
  const fresh = optional.every((f) => at[f.name] === undefined);
  if (!/\/\d+$/.test(pointer) || fields.length <= manyFields || fresh) return [];
  return optional.filter((f) => at[f.name] === undefined || same(at[f.name], f.default)).map((f) => f.name);
}

/** The fields of a record, one under the other. In a list, what is seldom needed and not set stands behind "More". */
export function Fields({ fields, value, onChange, pointer, problems }) {
  const at = value ?? {};
  const latest = useRef(at);
  latest.current = at;
  const set = (name, part) => {
    const next = { ...latest.current };
    if (part === undefined) delete next[name];
    else next[name] = part;
    onChange(next);
  };
  const [seldom] = useState(() => seldomOf(fields, at, pointer)); // settled once: nothing may move while it is typed
  const draw = (field) => html`<${Field} key=${field.name} field=${field} value=${at[field.name]} onChange=${(part) => set(field.name, part)} pointer=${`${pointer}/${escape(field.name)}`} problems=${problems} />`;
  const broken = seldom.some((name) => problems.some((p) => p.pointer.startsWith(`${pointer}/${escape(name)}`)));
  return html`<div class="fields">${fields.filter((f) => !seldom.includes(f.name)).map(draw)}</div>
    ${seldom.length > 0 && html`<details open=${broken}><summary>More: ${seldom.map(words).join(", ").toLowerCase()}</summary><div class="fields">${fields.filter((f) => seldom.includes(f.name)).map(draw)}</div></details>`}`;
}

export function Field({ field, value, onChange, pointer, problems, label = words(field.name) }) {
  switch (field.type) {
    case "list":
    case "map":
    case "object":
    case "union":
      return html`<${Group} ...${{ field, value, onChange, pointer, problems, label }} />`;
    default:
      return html`<${Single} ...${{ field, value, onChange, pointer, problems, label }} />`;
  }
}

function Single({ field, value, onChange, pointer, problems, label }) {
  const attrs = attributes(pointer, problems, field.description, field.required);
  if (field.type === "boolean") {
    const wrong = problemsAt(problems, pointer);
    return html`<div class=${wrong.length ? "field tick wrong" : "field tick"} data-pointer=${pointer}>
      <label class="check" for=${attrs.id}><input ...${attrs} type="checkbox" checked=${value ?? field.default ?? false} onChange=${(e) => onChange(e.currentTarget.checked)} />${label}</label>
      ${field.description && html`<p class="hint" id=${attrs.id + "-hint"}>${field.description}</p>`}
      <${Wrong} id=${attrs.id} messages=${wrong} />
    </div>`;
  }
  return html`<${Labelled} ...${{ pointer, label, problems }} description=${field.description} required=${field.required}>
    <${Bare} ...${{ field, value, onChange, attrs, label }} />
  <//>`;
}

/** The input alone; also used inside the rows of lists and maps. */
function Bare({ field, value, onChange, attrs, label }) {
  const placeholder = shown(field.default);
  const text = (typed) => onChange(typed === "" && !field.required && field.name ? undefined : typed);
  switch (field.type) {
    case "integer":
    case "number":
      return html`<${NumberInput} ...${{ value, onChange, placeholder, attrs }} whole=${field.type === "integer"} min=${field.min} max=${field.max} />`;
    case "enum": {
      const options = field.enum.map((word) => [word, word]);
      if (!field.required && field.name) options.unshift(["", field.default != null ? `${shown(field.default)} (unless said otherwise)` : "not set"]);
      return html`<${Select} ...${{ attrs, options }} value=${value ?? ""} onChange=${(word) => onChange(word === "" ? undefined : word)} />`;
    }
    case "duration":
      return html`<${DurationInput} ...${{ value, onChange, placeholder, attrs, label }} />`;
    default:
      return html`<${TextInput} ...${{ value, placeholder, attrs }} syntax=${field.syntax} onChange=${text} list=${field.type === "zone" ? "zones" : null} />`;
  }
}

/** A field of several values: in a fieldset; an optional record is only there when asked for. */
function Group({ field, value, onChange, pointer, problems, label }) {
  const optional = !field.required && field.default == null && (field.type === "object" || field.type === "union");
  const absent = optional && value === undefined;
  const id = idOf(pointer);
  const wrong = problemsAt(problems, pointer);
  return html`<fieldset class=${wrong.length ? "group wrong" : "group"} id=${id} data-pointer=${pointer} tabindex="-1" aria-describedby=${[field.description && id + "-hint", wrong.length && id + "-wrong"].filter(Boolean).join(" ") || null}>
    <legend>${label}${field.required && field.name ? html`<span class="req" aria-hidden="true">*</span>` : ""}</legend>
    ${field.description && html`<p class="hint" id=${id + "-hint"}>${field.description}</p>`}
    <${Wrong} id=${id} messages=${wrong} />
    ${absent
      ? html`<button type="button" class="small" onClick=${() => onChange(blank(field))}>Set ${label.toLowerCase()}</button>`
      : html`<${Inside} ...${{ field, value, onChange, pointer, problems, label }} />
          ${optional && html`<button type="button" class="small" onClick=${() => onChange(undefined)}>Remove ${label.toLowerCase()}</button>`}`}
  </fieldset>`;
}

function Inside({ field, value, onChange, pointer, problems, label }) {
  switch (field.type) {
    case "list":
      return html`<${ListRows} ...${{ field, value, onChange, pointer, problems, label }} />`;
    case "map":
      return html`<${MapRows} ...${{ field, value, onChange, pointer, problems, label }} />`;
    case "union":
      return html`<${Union} ...${{ field, value, onChange, pointer, problems, label }} />`;
    default:
      return html`<${Fields} fields=${field.fields} ...${{ value, onChange, pointer, problems }} />`;
  }
}

const simple = (field) => !["list", "map", "object", "union"].includes(field.type);

function ListRows({ field, value, onChange, pointer, problems, label }) {
  const list = Array.isArray(value) ? value : Array.isArray(field.default) ? field.default : [];
  const set = (i, part) => onChange(list.map((old, n) => (n === i ? (part ?? null) : old)));
  const one = label.toLowerCase().replace(/s$/, "");
  return html`${list.map((part, i) => {
      const at = `${pointer}/${i}`;
      const name = `${label} ${i + 1}`;
      const drop = html`<button type="button" class="small x" aria-label=${`Remove ${name}`} title="Remove" onClick=${() => onChange(list.filter((_, n) => n !== i))}>✕</button>`;
      if (!simple(field.items)) {
        return html`<div class="entry" key=${i}><${Field} field=${{ required: true, ...field.items }} value=${part} onChange=${(next) => set(i, next)} pointer=${at} problems=${problems} label=${part?.name || name} />${drop}</div>`;
      }
      const wrong = problemsAt(problems, at);
      return html`<div class=${wrong.length ? "pair wrong" : "pair"} key=${i} data-pointer=${at}>
        <${Bare} field=${field.items} value=${part} onChange=${(next) => set(i, next)} label=${name} attrs=${{ ...attributes(at, problems), "aria-label": name }} />${drop}
        <${Wrong} id=${idOf(at)} messages=${wrong} />
      </div>`;
    })}
    <button type="button" class="small" onClick=${() => onChange([...list, blank(field.items) ?? null])}>Add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}</button>`;
}

/** Rows live here while they are typed, since two half-typed names may be the same, which an object cannot hold. */
function MapRows({ field, value, onChange, pointer, problems, label }) {
  const given = value ?? field.default ?? {};
  const [state, setState] = useState({ from: given, rows: Object.entries(given) });
  let rows = state.rows;
  if (given !== state.from && JSON.stringify(given) !== JSON.stringify(state.from)) {
    rows = Object.entries(given);
    setState({ from: given, rows });
  }
  const update = (next) => {
    const object = Object.fromEntries(next.filter(([name]) => name !== ""));
    setState({ from: object, rows: next });
    onChange(object);
  };
  const one = label.toLowerCase().replace(/s$/, "");
  const doubled = rows.find(([name], i) => name !== "" && rows.findIndex(([other]) => other === name) !== i);
  return html`${rows.map(([name, part], i) => {
      const at = `${pointer}/${escape(name)}`;
      const wrong = name === "" ? [] : problemsAt(problems, at);
      const setName = (typed) => update(rows.map((row, n) => (n === i ? [typed, row[1]] : row)));
      const setPart = (next) => update(rows.map((row, n) => (n === i ? [row[0], next] : row)));
      const drop = html`<button type="button" class="small x" aria-label=${`Remove ${one} ${name || i + 1}`} title="Remove" onClick=${() => update(rows.filter((_, n) => n !== i))}>✕</button>`;
      const nameInput = html`<input type="text" class="code key" aria-label=${`Name of ${one} ${i + 1}`} placeholder="name" spellcheck=${false} autocapitalize="off" value=${name} onInput=${(e) => setName(e.currentTarget.value)} />`;
      if (!simple(field.items)) {
        return html`<div class="entry" key=${i}><div class="pair">${nameInput}${drop}</div>
          <${Inside} field=${{ required: true, ...field.items }} value=${part} onChange=${setPart} pointer=${at} problems=${problems} label=${name || one} /><${Wrong} id=${idOf(at)} messages=${wrong} /></div>`;
      }
      return html`<div class=${wrong.length ? "pair wrong" : "pair"} key=${i} data-pointer=${at}>${nameInput}
        <${Bare} field=${field.items} value=${part} onChange=${setPart} label=${name} attrs=${{ ...attributes(at, problems), "aria-label": `Value of ${name || one}` }} />${drop}
        <${Wrong} id=${idOf(at)} messages=${wrong} /></div>`;
    })}
    ${doubled && html`<p class="wrongtext">The name ${doubled[0]} stands twice; the last one counts.</p>`}
    <button type="button" class="small" onClick=${() => update([...rows, ["", blank(field.items)]])}>Add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}</button>`;
}

/** One of several forms. Fields of the same name are kept when another form is chosen. */
function Union({ field, value, onChange, pointer, problems, label }) {
  const tag = value?.[field.tag];
  const option = field.options.find((o) => o.value === tag);
  const at = `${pointer}/${escape(field.tag)}`;
  const choose = (word) => {
    const next = field.options.find((o) => o.value === word);
    const kept = Object.fromEntries(next.fields.filter((f) => value && value[f.name] !== undefined && sameType(option, f)).map((f) => [f.name, value[f.name]]));
    onChange({ [field.tag]: word, ...blankOf(next.fields), ...kept });
  };
  const options = field.options.map((o) => [o.value, o.value]);
  if (!option) options.unshift([tag ?? "", tag ? `${tag} (not known)` : "choose…"]);
  return html`<${Labelled} pointer=${at} label=${words(field.tag)} required=${true} problems=${problems} description=${option?.description}>
      <${Select} attrs=${{ ...attributes(at, problems, option?.description, true), "aria-label": `${label}: ${field.tag}` }} value=${tag ?? ""} options=${options} onChange=${choose} />
    <//>
    ${option && html`<${Fields} key=${tag} fields=${option.fields} ...${{ value, onChange, pointer, problems }} />`}`;
}

function sameType(option, field) {
  return option?.fields.some((f) => f.name === field.name && f.type === field.type);
}

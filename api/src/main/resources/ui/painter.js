// A week to paint active hours into: with a mouse or a finger by dragging, with the keyboard by arrows and Space.
import { html, useMemo, useRef, useState } from "./html.js";
import { clockText, DAY, openIn, painted, weekOf, windowsOf } from "./windows.js";

const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const range = (a, b) => Array.from({ length: Math.abs(b - a) + 1 }, (_, i) => Math.min(a, b) + i);

export function Painter({ windows, onChange, describedBy }) {
  const [step, setStep] = useState(60);
  const [at, setAt] = useState({ day: 0, cell: 8 });
  const [stroke, setStroke] = useState(null); // {open, from, to}: what the pointer is painting
  const grid = useRef(null);
  const week = useMemo(() => weekOf(windows), [windows]);
  const cells = DAY / step;
  const isOpen = (day, cell) => openIn(week, day, cell * step, (cell + 1) * step)[0] === step;
  const apply = (days, first, last, open) => onChange(windowsOf(painted(week, days, first * step, (last + 1) * step, open)));
  const brushed = ({ open, from, to }) => {
    const columns = range(from.cell, to.cell);
    return painted(week, range(from.day, to.day), columns[0] * step, (columns.at(-1) + 1) * step, open);
  };
  const shown = stroke ? brushed(stroke) : week;

  const under = (event) => {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-cell]");
    return cell && grid.current.contains(cell) ? { day: Number(cell.dataset.day), cell: Number(cell.dataset.cell) } : null;
  };
  const press = (event) => {
    const place = event.button === 0 ? under(event) : null;
    if (!place) return;
    grid.current.setPointerCapture(event.pointerId);
    setAt(place);
    setStroke({ open: !isOpen(place.day, place.cell), from: place, to: place });
  };
  const drag = (event) => {
    const place = stroke && under(event);
    if (place && (place.day !== stroke.to.day || place.cell !== stroke.to.cell)) setStroke({ ...stroke, to: place });
  };
  const lift = () => {
    if (stroke) onChange(windowsOf(brushed(stroke)));
    setStroke(null);
  };
  const key = (event) => {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -cells], End: [0, cells] };
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      return apply([at.day], at.cell, at.cell, !isOpen(at.day, at.cell));
    }
    if (!moves[event.key]) return undefined;
    event.preventDefault();
    const [down, right] = moves[event.key];
    const to = { day: Math.min(6, Math.max(0, at.day + down)), cell: Math.min(cells - 1, Math.max(0, at.cell + right)) };
    const over = range(at.cell, to.cell);
    if (event.shiftKey) apply(range(at.day, to.day), over[0], over.at(-1), isOpen(at.day, at.cell));
    setAt(to);
    return grid.current.querySelector(`[data-day="${to.day}"][data-cell="${to.cell}"]`)?.focus();
  };
  const resize = (next) => {
    setAt({ day: at.day, cell: Math.floor((at.cell * step) / next) });
    setStep(next);
  };
  return html`<div class="painter">
    <div class="hourmarks" aria-hidden="true">${[0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => html`<span style=${{ left: `${(hour / 24) * 100}%` }}>${hour}</span>`)}</div>
    <div class="grid" role="grid" ref=${grid} aria-label="Active hours of the week" aria-multiselectable="true" aria-describedby=${describedBy}
      onPointerDown=${press} onPointerMove=${drag} onPointerUp=${lift} onPointerCancel=${() => setStroke(null)} onKeyDown=${key}>
      ${names.map((name, day) => html`<div role="row" class="day" key=${name}>
        <span role="rowheader">${name.slice(0, 3)}</span>
        <div class="cells" role="presentation">${range(0, cells - 1).map((cell) => html`<${Cell} key=${cell} ...${{ name, day, cell, step }} part=${openIn(shown, day, cell * step, (cell + 1) * step)} current=${at.day === day && at.cell === cell} onFocus=${setAt} />`)}</div>
      </div>`)}
    </div>
    <div class="row brushes">
      <div class="picks" role="group" aria-label="Width of a cell">${[60, 30].map((size) => html`<button type="button" aria-pressed=${size === step ? "true" : "false"} onClick=${() => resize(size)}>${size === 60 ? "1 h" : "30 min"}</button>`)}</div>
      <button type="button" class="small" onClick=${() => onChange([{ days: ["mon", "tue", "wed", "thu", "fri"], from: "06:00", until: "22:00" }])}>Weekdays 6–22</button>
      <button type="button" class="small" onClick=${() => onChange([{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "22:00", until: "06:00" }])}>Nights 22–6</button>
      <button type="button" class="small" disabled=${!windows?.length} onClick=${() => onChange([])}>Any hour</button>
    </div>
  </div>`;
}

function Cell({ name, day, cell, step, part: [open, first, last], current, onFocus }) {
  const words = open === step ? "open" : open === 0 ? "closed" : "partly open";
  const style = open > 0 && open < step ? { "--from": `${(first / step) * 100}%`, "--until": `${(last / step) * 100}%` } : null;
  return html`<span role="gridcell" data-day=${day} data-cell=${cell} class=${open === step ? "open" : open ? "partly" : ""} style=${style ?? {}} tabindex=${current ? 0 : -1} aria-selected=${open === step ? "true" : "false"}
    aria-label=${`${name} ${clockText(cell * step)} to ${clockText((cell + 1) * step)}, ${words}`} onFocus=${() => current || onFocus({ day, cell })}></span>`;
}

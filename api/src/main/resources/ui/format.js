// Words for times, spans, numbers and schedules. Pure: every function is a function of its arguments.

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const localZone = browserZone;

const formats = new Map();
function formatter(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    } catch {
      made = new Intl.DateTimeFormat("en-GB", options); // a zone this browser does not know
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

/** "22 Nov 06:00:05" in a zone; with the year when it is not this one. */
export function dateTime(iso, zone = browserZone, seconds = true) {
  if (!iso) return "–";
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return String(iso);
  const options = { day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (seconds) options.second = "2-digit";
  if (at.getFullYear() !== new Date().getFullYear()) options.year = "numeric";
  return formatter(zone, options).format(at).replace(",", "");
}

export function clock(iso) {
  return iso ? formatter(browserZone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(iso)) : "";
}

export function hour(iso) {
  return formatter(browserZone, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

/** A span in at most two units: "820 ms", "4.2 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function span(ms) {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return "–";
  const left = Math.abs(ms);
  if (left < 1000) return `${Math.round(left)} ms`;
  if (left < 10_000) return `${(left / 1000).toFixed(1)} s`;
  const s = Math.round(left / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
  if (s < 86_400) return two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min");
  return two(Math.floor(s / 86_400), "d", Math.floor((s % 86_400) / 3600), "h");
}

function two(a, unitA, b, unitB) {
  return b ? `${a} ${unitA} ${b} ${unitB}` : `${a} ${unitA}`;
}

/** "in 3 min 20 s", "12 s ago", "now". */
export function relative(iso, now) {
  if (!iso) return "never";
  const ms = new Date(iso).getTime() - now;
  if (Math.abs(ms) < 1500) return "now";
  const coarse = Math.abs(ms) < 60_000 ? Math.round(ms / 1000) * 1000 : ms;
  const text = Math.abs(coarse) < 60_000 ? `${Math.abs(coarse) / 1000} s` : span(coarse);
  return ms > 0 ? `in ${text}` : `${text} ago`;
}

const durationShape = /^(-)?P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration, or null when it is none. */
export function isoToMs(text) {
  const match = durationShape.exec(text || "");
  if (!match || text === "P" || text.endsWith("T")) return null;
  const [, sign, d = 0, h = 0, m = 0, s = 0] = match;
  return (sign ? -1 : 1) * (d * 86_400 + h * 3600 + m * 60 + Number(s)) * 1000;
}

export function everyText(text) {
  const ms = isoToMs(text);
  return ms === null ? text : span(ms);
}

export function recurrenceText(recurrence) {
  if (!recurrence) return "by hand";
  if (recurrence.every) return `every ${everyText(recurrence.every)}`;
  if (recurrence.cron) return `cron ${recurrence.cron}`;
  if (recurrence.calendar) return `calendar ${recurrence.calendar}`;
  if (recurrence.at) return `once ${dateTime(recurrence.at)}`;
  return "by hand";
}

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const days = week;

export function daysText(list) {
  if (!list || list.length === 0 || list.length === 7) return "every day";
  const order = week.filter((day) => list.includes(day));
  const first = week.indexOf(order[0]);
  const run = order.length > 2 && order.every((day, i) => week.indexOf(day) === first + i);
  const word = (day) => day[0].toUpperCase() + day.slice(1);
  return run ? `${word(order[0])}–${word(order.at(-1))}` : order.map(word).join(", ");
}

export function windowsText(windows) {
  if (!windows || windows.length === 0) return "at any hour";
  return windows.map((w) => `${daysText(w.days)} ${w.from}–${w.until}${w.from > w.until ? " (next day)" : ""}`).join("; ");
}

/** A number short enough for a table: 1.23 k, 4.56 M; small ones as they are. Text (64-bit values) stays text. */
export function number(value, unit = "") {
  if (value === null || value === undefined) return "–";
  if (typeof value !== "number") return `${value}${unit ? " " + unit : ""}`;
  const size = Math.abs(value);
  let text;
  if (size !== 0 && size < 0.001) text = value.toExponential(2);
  else if (size < 10_000) text = String(Number(value.toPrecision(5)));
  else {
    const step = Math.min(4, Math.floor(Math.log10(size) / 3));
    text = `${Number((value / 1000 ** step).toPrecision(4))} ${["", "k", "M", "G", "T"][step]}`;
  }
  return unit ? `${text}${text.endsWith(" k") || text.endsWith(" M") || text.endsWith(" G") || text.endsWith(" T") ? "" : " "}${unit}` : text;
}

export function count(n, one, many = one + "s") {
  return `${n} ${n === 1 ? one : many}`;
}

/** Short form of a run's UUID; the API takes any unique beginning. */
export function shortId(id) {
  return String(id ?? "").slice(0, 8);
}

export function labelsText(labels) {
  const entries = Object.entries(labels || {});
  return entries.length ? entries.map(([name, value]) => `${name}=${value}`).join(" ") : "";
}

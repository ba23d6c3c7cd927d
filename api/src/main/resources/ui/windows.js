// Active hours as a week of minutes, so that they can be painted; and back as few windows as say the same. Pure.
import { days } from "./format.js";

export const DAY = 1440;
const WEEK = 7 * DAY;

export const minutes = (text) => {
  const match = /^(\d\d):(\d\d)$/.exec(text ?? "");
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
};
export const clockText = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** One byte a minute from Monday 00:00: 1 is open. A window belongs to the day on which it starts. */
export function weekOf(windows) {
  const week = new Uint8Array(WEEK);
  for (const window of windows ?? []) {
    const from = minutes(window.from);
    const until = minutes(window.until);
    if (from === null || until === null || from === until) continue;
    for (const day of window.days ?? days) {
      const start = days.indexOf(day) * DAY;
      for (let at = from; at < (until > from ? until : until + DAY); at++) week[(start + at) % WEEK] = 1;
    }
  }
  return week;
}

/** A copy with these minutes of these days (0 is Monday) open or closed. */
export function painted(week, onDays, from, until, open) {
  const next = week.slice();
  for (const day of onDays) next.fill(open ? 1 : 0, day * DAY + from, day * DAY + until);
  return next;
}

/** How much of a stretch is open: [minutes, first open minute, minute after the last]. */
export function openIn(week, day, from, until) {
  const part = week.subarray(day * DAY + from, day * DAY + until);
  const first = part.indexOf(1);
  return first < 0 ? [0, 0, 0] : [part.reduce((sum, open) => sum + open, 0), first, part.lastIndexOf(1) + 1];
}

export function windowsOf(week) {
  const start = week.findIndex((open, i) => open === 1 && week[(i + WEEK - 1) % WEEK] === 0);
  if (start < 0) return week[0] ? [{ days: [...days], from: "00:00", until: "24:00" }] : [];
  const byTimes = new Map();
  const add = (day, from, until) => {
    const key = `${clockText(from)} ${clockText(until)}`;
    byTimes.set(key, [...(byTimes.get(key) ?? []), day % 7]);
  };
  for (let at = start; at < start + WEEK; ) {
    if (!week[at % WEEK]) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < start + WEEK && week[end % WEEK]) end += 1;
    stretch(at, end, add);
    at = end;
  }
  return [...byTimes]
    .map(([key, on]) => ({ days: days.filter((_, i) => on.includes(i)), from: key.slice(0, 5), until: key.slice(6) }))
    .sort((a, b) => days.indexOf(a.days[0]) - days.indexOf(b.days[0]) || a.from.localeCompare(b.from));
}

/** Over one midnight it stays one window; over more it is cut at each. */
function stretch(from, until, add) {
  const day = Math.floor(from / DAY);
  const last = Math.floor((until - 1) / DAY);
  if (last === day + 1 && until - from < DAY) return add(day, from - day * DAY, until - last * DAY);
  for (let on = day; on <= last; on++) add(on, Math.max(from, on * DAY) - on * DAY, Math.min(until, (on + 1) * DAY) - on * DAY);
}

// What a day of a week strip draws: where a slot stands, what it is called, what is drawn together. Pure.
import { count, dateTime } from "./format.js";
import { suppressed } from "./reasons.js";
import { dateIn, instantOf, minuteIn, plusDays } from "./zonetime.js";

const binMinutes = 15;
const statusWords = { succeeded: "succeeded", failed: "failed", running: "running", deferred: "deferred", cancelled: "cancelled", interrupted: "interrupted", abandoned: "abandoned" };
const ranks = ["bad", "live", "warn", "rest", "good", "planned", "decision"];

/** The tone of an entry; each also has its own shape, so that colour is never all there is. */
export function toneOf(entry) {
  if (entry.outcome === "planned") return "planned";
  if (entry.outcome !== "run") return "decision";
  return { succeeded: "good", failed: "bad", running: "live", cancelled: "rest" }[entry.status] ?? (entry.status ? "warn" : "planned");
}

export function outcomeWords(entry) {
  if (entry.outcome === "planned") return "planned";
  return entry.outcome === "run" ? (statusWords[entry.status] ?? "planned") : suppressed(entry.outcome);
}

/** Where a day begins and ends, and how far along it (0–100) an instant is by the clocks of the zone. */
export function dayFrame(date, zone) {
  const from = instantOf(date, 0, zone);
  const until = instantOf(plusDays(date, 1), 0, zone);
  const left = (ms) => (ms <= from ? 0 : ms >= until ? 100 : dateIn(ms, zone) === date ? (minuteIn(ms, zone) / 1440) * 100 : 100);
  return { date, from, until, left };
}

/** Marks of one day from left to right: stretches of decisions as they are, everything else a quarter of an hour each. */
export function marksOf(entries, frame, zone) {
  const marks = [];
  const bins = new Map();
  for (const entry of entries) {
    const at = Date.parse(entry.slot);
    const last = Date.parse(entry.last_slot ?? entry.slot);
    if (last < frame.from || at >= frame.until) continue;
    if (last > at) {
      const left = frame.left(at);
      const text = `${dateTime(entry.slot, zone, false)} to ${dateTime(entry.last_slot, zone, false)}: ${entry.count ?? "more than 10,000"} slots ${outcomeWords(entry)}`;
      marks.push({ key: "s" + entry.slot, left, width: frame.left(last) - left, tones: [toneOf(entry)], text: withReason(text, entry), run: null });
      continue;
    }
    const bin = Math.floor(minuteIn(at, zone) / binMinutes);
    bins.set(bin, [...(bins.get(bin) ?? []), entry]);
  }
  for (const [bin, list] of bins) marks.push(binMark(bin, list, zone));
  return marks.sort((a, b) => a.left - b.left);
}

function binMark(bin, list, zone) {
  const tones = ranks.filter((tone) => list.some((entry) => toneOf(entry) === tone));
  const [one] = list;
  const worst = list.find((entry) => toneOf(entry) === tones[0] && entry.run_id) ?? list.find((entry) => entry.run_id);
  const alone = list.length === 1;
  const left = (((alone ? minuteIn(Date.parse(one.slot), zone) : bin * binMinutes) / 1440) * 100);
  const parts = tones.map((tone) => {
    const those = list.filter((entry) => toneOf(entry) === tone);
    return `${those.length} ${[...new Set(those.map(outcomeWords))].join(" or ")}`;
  });
  const text = alone
    ? withReason(`${dateTime(one.slot, zone)}: ${outcomeWords(one)}`, one)
    : `${dateTime(one.slot, zone, false)} to ${dateTime(list.at(-1).slot, zone, false)}: ${count(list.length, "slot")}, ${parts.join(", ")}`;
  return { key: "b" + bin, left, width: 0, tones, text, run: worst?.run_id ?? null };
}

const withReason = (text, entry) => (entry.reason ? `${text}. ${entry.reason}` : text);

/** The same as rows of a table: slots one after the other with the same fate are one row. */
export function rowsOf(entries) {
  const rows = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    const words = outcomeWords(entry);
    if (last && last.words === words && last.reason === (entry.reason ?? "")) {
      last.last = entry.last_slot ?? entry.slot;
      last.count = last.count === null || entry.count === null ? null : last.count + (entry.count ?? 1);
      last.run = null;
    } else {
      rows.push({ first: entry.slot, last: entry.last_slot ?? entry.slot, words, reason: entry.reason ?? "", count: entry.count === undefined ? 1 : entry.count, run: entry.run_id ?? null });
    }
  }
  return rows;
}

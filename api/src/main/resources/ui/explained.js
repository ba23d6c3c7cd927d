// Reads what became of a schedule's slots, a day at a time: a past day once, today with every change.
import { useEffect, useRef, useState } from "./html.js";
import { get, url } from "./api.js";

const iso = (ms) => new Date(ms).toISOString();

/** Of one day that has more slots than an answer holds, the newest that have passed matter most. */
async function readDay(id, { from, until }, now) {
  const ask = async (a, b) => (await get(url(`/api/schedules/${id}/explain`, { from: iso(a), to: iso(b) }))).body;
  const whole = await ask(from, until);
  if (!whole.truncated || now <= from || now >= until) return whole;
  const reach = Date.parse(whole.entries.at(-1).slot) - from;
  const past = await ask(Math.max(from, now - 0.9 * reach), now);
  const ahead = await ask(now, until);
  return { ...whole, entries: [...past.entries, ...ahead.entries] };
}

/**
 * @param frames days: [{date, from, until}] in epoch milliseconds
 * @param version changes when the plan does; `stamp` changes with every run and decision
 * @returns {days: {date: body}, problem, missing}; `missing` on a server without this route
 */
export function useExplained(id, frames, version, stamp) {
  const [state, setState] = useState({ days: {}, problem: null, missing: false });
  const keys = useRef(new Map());
  const now = Date.now();
  const keyOf = (frame) => (frame.until < now ? version : frame.from > now ? `${version}+` : stamp);
  const all = frames.map((frame) => frame.date + keyOf(frame)).join();
  useEffect(() => {
    let stopped = false;
    for (const frame of frames) {
      const key = keyOf(frame);
      if (keys.current.get(frame.date) === key) continue;
      keys.current.set(frame.date, key);
      readDay(id, frame, now).then(
        (body) => !stopped && setState((was) => ({ ...was, problem: null, days: { ...was.days, [frame.date]: body } })),
        (problem) => {
          keys.current.delete(frame.date);
          if (!stopped) setState((was) => ({ ...was, problem, missing: problem.status === 404 || problem.status === 405 }));
        },
      );
    }
    return () => { stopped = true; };
  }, [all]);
  return state;
}

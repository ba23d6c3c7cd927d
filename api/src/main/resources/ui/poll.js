// Keeps one resource fresh: every 30 s, every 2 s while something runs, not at all while the page is hidden, and ever
// more slowly (to 300 s) while the server gives errors. What was read stays on the screen with its age.
import { get } from "./api.js";
import { useEffect, useState, useRef, useCallback } from "./html.js";

export const CALM_MS = 30_000;
export const LIVE_MS = 2_000;
export const LONGEST_MS = 300_000;

/** How long to wait after `errors` failures in a row, in milliseconds. */
export function backoff(errors, base) {
  return errors === 0 ? base : Math.min(LONGEST_MS, base * 2 ** errors);
}

let hurryUntil = 0;
const pollers = new Set();

/** After a press of a button: look again at once, and often for a while, since the daemon answers in its own time. */
export function hurry(forMs = 10_000) {
  hurryUntil = Date.now() + forMs;
  pollers.forEach((poller) => poller());
}

/**
 * @param path what to read; null reads nothing
 * @param isLive says of a body whether something in it is running now
 * @returns {body, etag, error, readAt, retryAt, refresh}; readAt and retryAt in epoch milliseconds
 */
export function usePoll(path, isLive = () => false) {
  const [state, setState] = useState({ path, body: null, etag: null, error: null, readAt: 0, retryAt: 0 });
  const live = useRef(isLive);
  live.current = isLive;
  const kick = useRef(() => {});

  useEffect(() => {
    if (!path) return undefined;
    let timer = 0;
    let errors = 0;
    let stopped = false;
    let abort = null;
    setState((was) => (was.path === path ? was : { path, body: null, etag: null, error: null, readAt: 0, retryAt: 0 }));

    async function look() {
      clearTimeout(timer);
      abort?.abort();
      const mine = (abort = new AbortController());
      let base = CALM_MS;
      try {
        const answer = await get(path, { signal: mine.signal });
        if (stopped || mine.signal.aborted) return;
        errors = 0;
        if (live.current(answer.body) || Date.now() < hurryUntil) base = LIVE_MS;
        setState({ path, body: answer.body, etag: answer.etag, error: null, readAt: Date.now(), retryAt: 0 });
      } catch (error) {
        if (stopped || mine.signal.aborted || error.name === "AbortError") return;
        errors += 1;
        const wait = Math.max(backoff(errors, base), error.retryAfter * 1000 || 0);
        setState((was) => ({ ...was, error, retryAt: Date.now() + wait }));
      }
      if (!document.hidden) timer = setTimeout(look, backoff(errors, base));
    }
    const wake = () => (document.hidden ? clearTimeout(timer) : look());
    kick.current = look;
    pollers.add(look);
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", look);
    look();
    return () => {
      stopped = true;
      clearTimeout(timer);
      abort?.abort();
      pollers.delete(look);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", look);
    };
  }, [path]);

  const refresh = useCallback(() => kick.current(), []);
  return state.path === path ? { ...state, refresh } : { path, body: null, etag: null, error: null, readAt: 0, retryAt: 0, refresh };
}

/** What a list answered: a page of items, or the bare list; nothing while it is not known. */
export const listOf = (body) => (Array.isArray(body) ? body : (body?.items ?? []));

const tickers = new Set();
setInterval(() => document.hidden || tickers.forEach((tick) => tick()), 1000);

/** A value that depends on the time now; looked at every second, drawn again only when it has changed. */
export function useTicking(compute) {
  const latest = useRef(compute);
  latest.current = compute;
  const [, setValue] = useState(() => compute(Date.now()));
  useEffect(() => {
    const tick = () => setValue(latest.current(Date.now()));
    tickers.add(tick);
    return () => tickers.delete(tick);
  }, []);
  return compute(Date.now());
}

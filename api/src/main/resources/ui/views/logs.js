import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { get, url } from "../api.js";
import { At, Search, useTitle } from "../bits.js";
import { LogLines } from "../loglines.js";
import { LIVE_MS, backoff } from "../poll.js";
import { go, href } from "../router.js";

const mostLines = 3000;

/** The tail of all runs' logs. */
export function Logs({ params }) {
  useTitle("Logs");
  const filters = Object.fromEntries(["schedule", "run", "level", "grep"].map((name) => [name, params.get(name) || ""]));
  const path = url("/api/logs", filters);
  const [state, setState] = useState({ path: "", lines: [], problem: null });
  const [follow, setFollow] = useState(true);
  const following = useRef(true);
  following.current = follow;
  const box = useRef(null);

  useEffect(() => {
    let after = "";
    let errors = 0;
    let stopped = false;
    let timer = 0;
    setState({ path, lines: [], problem: null });
    async function read() {
      if (!document.hidden && (following.current || !after)) {
        try {
          const { body } = await get(url("/api/logs", { ...filters, after, limit: 200 }));
          if (stopped) return;
          errors = 0;
          after = body.next ?? after;
          const back = body.looked_back_to;
          setState((was) => (body.lines.length || was.problem || back
            ? { path, lines: [...was.lines, ...body.lines].slice(-mostLines), problem: null, back: back ?? was.back } : was));
          if (body.more) return void (timer = setTimeout(read, 0));
        } catch (problem) {
          if (stopped) return;
          errors += 1;
          setState((was) => ({ ...was, problem }));
        }
      }
      timer = setTimeout(read, backoff(errors, LIVE_MS));
    }
    read();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [path]);

  useLayoutEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [state.lines, follow]);

  const set = (name, value) => go(href(["logs"], { ...filters, [name]: value }), { replace: true });
  return html`<div class="head"><h1>Logs</h1>
      <label class="check"><input type="checkbox" checked=${follow} onChange=${(e) => setFollow(e.currentTarget.checked)} />Follow</label>
    </div>
    <form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}>
      <${Search} label="Lines that match (RE2)" value=${filters.grep} onChange=${(grep) => set("grep", grep)} />
      <select aria-label="Level" onChange=${(e) => set("level", e.currentTarget.value)}>
        ${[["", "Any level"], ["info", "Info and worse"], ["warn", "Warnings and worse"], ["error", "Errors"]].map(([value, word]) => html`<option value=${value} selected=${value === filters.level}>${word}</option>`)}
      </select>
      ${["schedule", "run"].filter((name) => filters[name]).map((name) => html`<button type="button" class="chip" onClick=${() => set(name, "")}>${name} ${filters[name]} ✕</button>`)}
    </form>
    ${state.problem && html`<p class="stale" role="status">${state.problem.message}</p>`}
    ${state.back && html`<p class="dim">Only the newest lines were searched, back to <${At} at=${state.back} />.</p>`}
    <${LogLines} box=${box} lines=${state.lines} withSource=${true} empty="No lines." />`;
}

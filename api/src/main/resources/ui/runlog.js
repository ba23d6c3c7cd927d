// A run's log, read by byte offset: what is on the screen is never fetched again, and a line is never shown twice.
import { html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";
import { get, url } from "./api.js";
import { LIVE_MS, backoff } from "./poll.js";
import { LogLines } from "./loglines.js";

const mostLines = 5000;

export function RunLog({ id, running }) {
  const [lines, setLines] = useState([]);
  const [problem, setProblem] = useState(null);
  const [follow, setFollow] = useState(true);
  const [filter, setFilter] = useState("");
  const [complete, setComplete] = useState(false);
  const wasRunning = useRef(running);
  wasRunning.current = running;
  const box = useRef(null);

  useEffect(() => {
    let offset = 0;
    let errors = 0;
    let stopped = false;
    let timer = 0;
    setLines([]);
    async function read() {
      let done = false;
      try {
        const { body } = await get(url(`/api/runs/${id}/log`, { after: offset, limit: 500 }));
        if (stopped) return;
        errors = 0;
        setProblem(null);
        if (body.lines.length) setLines((was) => [...was, ...body.lines].slice(-mostLines));
        const moved = body.next_offset > offset;
        offset = body.next_offset ?? offset;
        done = body.complete && !moved;
        setComplete(Boolean(body.complete));
        if (moved && body.lines.length) return void (timer = setTimeout(read, 0));
      } catch (error) {
        if (stopped) return;
        errors += 1;
        setProblem(error);
        if (error.status === 404) return;
      }
      if (!done) timer = setTimeout(read, backoff(errors, document.hidden || !wasRunning.current ? 15_000 : LIVE_MS));
    }
    read();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [id]);

  const wanted = filter.trim().toLowerCase();
  const shown = wanted ? lines.filter((line) => line.text.toLowerCase().includes(wanted)) : lines;
  useLayoutEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [shown.length, follow]);

  return html`<section aria-labelledby="log-h">
    <div class="head"><h2 id="log-h">Log</h2>
      <div class="filters">
        <input type="search" aria-label="Show only lines with" placeholder="Show only lines with" value=${filter} onInput=${(e) => setFilter(e.currentTarget.value)} />
        <label class="check"><input type="checkbox" checked=${follow} onChange=${(e) => setFollow(e.currentTarget.checked)} />Follow</label>
      </div>
    </div>
    ${problem && html`<p class="stale" role="status">${problem.message}</p>`}
    <${LogLines} box=${box} lines=${shown} empty=${wanted ? "No line has that." : complete ? "The run wrote no log." : "No lines yet."} />
    <p class="dim">${wanted ? `${shown.length} of ` : ""}${lines.length} lines${complete ? "" : running ? ", more to come" : ""}</p>
  </section>`;
}

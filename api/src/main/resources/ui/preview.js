// What a schedule would do, asked of the server as it is typed: its words, the next ten runs, and what looks odd.
import { html, useEffect, useRef, useState } from "./html.js";
import { post } from "./api.js";
import { Ago, At } from "./bits.js";
import { count, localZone } from "./format.js";
import { timing } from "./plan.js";
import { suppressed } from "./reasons.js";

const pauseMs = 300;
const aheadMs = 366 * 86_400_000;
const runsShown = 10;

/**
 * Simulates the timing of `draft`; the job is a stand-in, so that a half-typed one does not hide the times.
 * @returns {answer, problems, failure, busy}: the last good answer, what is wrong now (by pointer), why nothing came
 */
export function usePreview(draft, id, standIn) {
  const [state, setState] = useState({ answer: null, problems: [], failure: null, busy: true });
  const plan = Object.fromEntries(timing.filter((name) => draft[name] !== undefined).map((name) => [name, draft[name]]));
  const key = JSON.stringify(plan);
  const missing = useRef(false); // a server without this route is asked once
  useEffect(() => {
    if (missing.current) return undefined;
    const abort = new AbortController();
    setState((was) => ({ ...was, busy: true }));
    const timer = setTimeout(async () => {
      const now = Date.now();
      const schedule = { name: "preview", job: standIn, ...(id ? { id: Number(id) } : {}), ...JSON.parse(key) };
      try {
        const span = { from: new Date(now).toISOString(), to: new Date(now + aheadMs).toISOString() };
        const { body } = await post("/api/schedules/simulate", { schedule, ...span, limit: 200, compressed: true }, undefined, abort.signal);
        if (!abort.signal.aborted) setState({ answer: body, problems: [], failure: null, busy: false });
      } catch (failure) {
        if (abort.signal.aborted) return;
        missing.current = failure.status === 404 || failure.status === 405;
        const problems = failure.errors?.map((e) => ({ ...e, pointer: e.pointer.replace(/^\/schedule(?=\/|$)/, "") })) ?? [];
        setState((was) => ({ answer: was.answer, problems, failure, busy: false }));
      }
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key]);
  return { ...state, missing: missing.current };
}

/** Slots one after the other with the same fate are one row; it ends with the tenth run. */
export function rowsOf(entries) {
  const rows = [];
  let runs = 0;
  for (const entry of entries ?? []) {
    const last = rows.at(-1);
    const times = entry.count === null ? Infinity : (entry.count ?? 1);
    if (entry.outcome !== "run" && last?.outcome === entry.outcome && last.reason === entry.reason) {
      last.count += times;
    } else {
      rows.push({ ...entry, count: times });
    }
    if (entry.outcome === "run" && ++runs === runsShown) break;
  }
  return rows;
}

export function Preview({ preview }) {
  const { answer, failure, busy, missing } = preview;
  if (missing) return null;
  const zone = answer?.zone ?? localZone;
  const both = zone !== localZone;
  const rows = rowsOf(answer?.entries);
  const runs = rows.filter((row) => row.outcome === "run").length;
  return html`<section class=${busy || failure ? "preview old" : "preview"} aria-labelledby="preview-h" aria-busy=${busy ? "true" : "false"} data-preview=${busy ? "busy" : failure ? "wrong" : "ready"}>
    <h3 id="preview-h">Next ten runs</h3>
    ${failure && !failure.errors?.length && html`<p class="wrongtext" role="status">${failure.message}</p>`}
    ${failure?.errors?.length > 0 && html`<p class="hint">As it was before the error.</p>`}
    ${answer?.lint?.map((l) => html`<p class=${l.severity === "error" || l.severity === "warning" || l.severity === "warn" ? "note warn" : "note"} data-lint=${l.code} key=${l.code}>${l.message}</p>`)}
    ${answer && rows.length === 0 && html`<p class="empty">No slot within a year.</p>`}
    ${rows.length > 0 && html`<div class="scroll"><table>
      <caption class="unseen">Next runs, and slots that will not run</caption>
      <thead><tr><th scope="col">${both ? zone : `Time (${zone})`}</th>${both && html`<th scope="col">Here (${localZone})</th>`}<th scope="col">In</th></tr></thead>
      <tbody>${rows.map((row) => html`<${Row} key=${row.slot + row.outcome} row=${row} zone=${zone} both=${both} />`)}</tbody>
    </table></div>`}
    ${answer && rows.length > 0 && runs < runsShown && html`<p class="hint">${answer.truncated ? "There is more than was looked at." : `${count(runs, "run")} within a year.`}</p>`}
  </section>`;
}

function Row({ row, zone, both }) {
  const at = row.outcome === "run" ? row.starts_at || row.slot : row.slot;
  const why = `${row.count === Infinity ? "Many slots: " : row.count > 1 ? `${row.count} slots: ` : ""}${row.reason || suppressed(row.outcome)}`;
  return html`<tr class=${row.outcome === "run" ? "" : "gone"} data-outcome=${row.outcome}>
    <td><${At} at=${at} zone=${zone} />${row.outcome === "run" && row.reason ? html`<span class="under">${row.reason}</span>` : ""}</td>
    ${row.outcome === "run"
      ? html`${both && html`<td><${At} at=${at} /></td>`}<td><${Ago} at=${at} /></td>`
      : html`<td colspan=${both ? 2 : 1} class="why">${why}</td>`}
  </tr>`;
}

// The chart of a schedule's series: which name, which range, read again with every poll.
import { html, useEffect, useState } from "./html.js";
import { get, url } from "./api.js";
import { ProblemNote } from "./bits.js";
import { Chart } from "./chart.js";
import { count, labelsText } from "./format.js";
import { usePoll } from "./poll.js";

const ranges = [["30m", "30 min"], ["6h", "6 h"], ["24h", "24 h"], ["7d", "7 d"], ["30d", "30 d"], ["90d", "90 d"]];
const mostLines = 10;

export function SeriesChart({ schedule, live, name, range, onPick }) {
  const poll = usePoll(url("/api/series", { schedule, limit: 200 }), () => live);
  const all = poll.body?.items ?? [];
  const names = [...new Set(all.map((s) => s.name))];
  const shown = names.includes(name) ? name : names[0];
  const picked = all.filter((s) => s.name === shown).slice(0, mostLines);
  const [state, setState] = useState({ key: "", lines: [], problem: null });
  const key = picked.map((s) => s.id).join(",") + "|" + range;

  useEffect(() => {
    if (picked.length === 0) return undefined;
    let stopped = false;
    Promise.all(picked.map((s) => get(url(`/api/series/${s.id}/samples`, { range }))))
      .then((answers) => !stopped && setState({
        key,
        problem: null,
        resolution: answers[0].body.resolution,
        truncated: answers.some(({ body }) => body.truncated),
        lines: answers.map(({ body }, i) => ({ name: labelsText(picked[i].labels) || shown, points: body.points ?? [] })),
      }))
      .catch((problem) => !stopped && setState((was) => ({ ...was, problem })));
    return () => { stopped = true; };
  }, [key, poll.readAt]);

  if (poll.body && all.length === 0) return html`<p class="empty">No numbers have been collected yet.</p>`;
  if (!poll.body) return null;
  const one = picked[0] ?? {};
  const unit = one.type === "counter" ? `${one.unit || ""}/s` : one.unit || "";
  const left = all.filter((s) => s.name === shown).length - picked.length;
  return html`<div class="filters">
      ${names.length > 1
        ? html`<select aria-label="Series" onChange=${(e) => onPick({ series: e.currentTarget.value })}>${names.map((n) => html`<option value=${n} selected=${n === shown}>${n}</option>`)}</select>`
        : html`<code>${shown}</code>`}
      <div class="picks" role="group" aria-label="Range">${ranges.map(([value, word]) => html`<button type="button" aria-pressed=${value === range ? "true" : "false"} onClick=${() => onPick({ range: value })}>${word}</button>`)}</div>
    </div>
    <${ProblemNote} problem=${state.problem} />
    ${state.key === key && html`<${Chart} title=${shown} lines=${state.lines} unit=${unit} />`}
    ${state.key === key && (state.truncated || state.resolution !== "raw") && html`<p class="dim">${state.truncated ? "There are more values in this range than are drawn. " : ""}${state.resolution === "hourly" ? "Each point is the mean of an hour." : state.resolution === "daily" ? "Each point is the mean of a day." : ""}</p>`}
    ${left > 0 && html`<p class="dim">${count(left, "further series", "further series")} of this name ${left === 1 ? "is" : "are"} not drawn.</p>`}`;
}

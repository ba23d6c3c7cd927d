// A time chart of several lines: uPlot behind one component, plus the numbers in words for those who cannot see it.
import uPlot from "./vendor/uplot.js";
import { html, useEffect, useRef } from "./html.js";
import { dateTime, number } from "./format.js";

const tones = ["#1f8a83", "#c9762b", "#5b6fc4", "#b8477e", "#7a9a2f", "#8a6fb8", "#a3803c", "#3f87b5", "#b5553f", "#5f8f6a"];

/** Points of the wire ([ms, value, …]) as columns on one shared time axis; an absent value is a gap. */
export function columns(lines) {
  const tables = lines.map((line) => [line.points.map((p) => p[0] / 1000), line.points.map((p) => (typeof p[1] === "number" ? p[1] : null))]);
  return tables.length ? uPlot.join(tables) : [[]];
}

/** Least, mean, greatest and last of what is drawn; hours and days ([ms, mean, min, max, count]) bring their own extremes. */
export function stats(points) {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let weight = 0;
  let last = null;
  for (const [, value, low, high, n] of points) {
    if (typeof value !== "number") continue;
    min = Math.min(min, typeof low === "number" ? low : value);
    max = Math.max(max, typeof high === "number" ? high : value);
    sum += value * (n ?? 1);
    weight += n ?? 1;
    last = value;
  }
  return last === null ? null : { min, max, avg: sum / weight, last };
}

function options(width, lines, unit) {
  const css = getComputedStyle(document.documentElement);
  const ink = css.getPropertyValue("--dim-now").trim() || "#888";
  const line = css.getPropertyValue("--line-now").trim() || "#8884";
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "11px system-ui" };
  return {
    width,
    height: 230,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { x: { time: true } },
    axes: [
      { ...axis, values: [[86400, "{D} {MMM}", null, null, null, null, null, null, 1], [3600, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1], [60, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1], [1, "{HH}:{mm}:{ss}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1]] },
      { ...axis, size: 64, values: (_, splits) => splits.map((v) => number(v, unit)) },
    ],
    series: [{}, ...lines.map((l, i) => ({ label: l.name, stroke: tones[i % tones.length], width: 1.5, points: { show: l.points.length < 40, size: 4 }, spanGaps: false }))],
  };
}

/** @param lines [{name, points}] @param unit shown at the axis */
export function Chart({ lines, unit, title }) {
  const box = useRef(null);
  const tip = useRef(null);
  const shape = lines.map((l) => l.name).join("\u0000") + (lines.some((l) => l.points.length < 40) ? "." : "") + unit;
  const plot = useRef(null);
  const shown = useRef(lines);
  shown.current = lines;
  useEffect(() => {
    const host = box.current;
    const made = new uPlot(
      {
        ...options(host.clientWidth || 600, lines, unit),
        hooks: { setCursor: [(u) => { if (tip.current) tip.current.textContent = under(u, shown.current, unit); }] },
      },
      columns(lines),
      host,
    );
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: host.clientWidth, height: 230 }));
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(columns(lines)), [lines]);
  return html`<figure class="chart">
    <div ref=${box} aria-hidden="true"></div>
    <p class="tip dim" ref=${tip} aria-hidden="true"></p>
    <div class="scroll"><table>
      <caption class="unseen">${title}: smallest, mean, largest and last value of each series</caption>
      <thead><tr><th scope="col">Series</th><th scope="col" class="num">Min</th><th scope="col" class="num">Mean</th><th scope="col" class="num">Max</th><th scope="col" class="num">Last</th></tr></thead>
      <tbody>${lines.map((l, i) => {
        const s = stats(l.points);
        return html`<tr key=${l.name}><td class="grow"><i class="swatch" style=${{ background: tones[i % tones.length] }} aria-hidden="true"></i>${l.name}</td>
          ${s ? [s.min, s.avg, s.max, s.last].map((v) => html`<td class="num">${number(v, unit)}</td>`) : html`<td class="num dim" colspan="4">no values in this range</td>`}</tr>`;
      })}</tbody>
    </table></div>
  </figure>`;
}

function under(u, lines, unit) {
  const i = u.cursor.idx;
  if (i === null || i === undefined || u.data[0][i] === undefined) return "";
  const at = dateTime(new Date(u.data[0][i] * 1000).toISOString());
  return at + "  " + lines.map((l, n) => (u.data[n + 1]?.[i] == null ? "" : `${l.name} ${number(u.data[n + 1][i], unit)}`)).filter(Boolean).join("  ");
}

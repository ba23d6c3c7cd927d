// A week of a schedule at a glance: when it may run, what ran and how it ended, which slots did not run and why.
import { html, useRef, useState } from "./html.js";
import { At, ProblemNote } from "./bits.js";
import { useExplained } from "./explained.js";
import { useTicking } from "./poll.js";
import { href } from "./router.js";
import { dayFrame, marksOf, rowsOf } from "./strip.js";
import { dateIn, plusDays } from "./zonetime.js";

const legend = [["good", "succeeded"], ["bad", "failed"], ["live", "running"], ["warn", "deferred or broken off"], ["rest", "cancelled"], ["planned", "planned"], ["decision", "did not run"]];
const daysBack = 3;
const dayForm = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", timeZone: "UTC" });
const monthForm = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

export function WeekStrip({ s }) {
  const today = useTicking((now) => dateIn(now, s.zone));
  const [shift, setShift] = useState(0);
  const [tip, setTip] = useState("");
  const [current, setCurrent] = useState(null);
  const box = useRef(null);
  const frames = Array.from({ length: 7 }, (_, i) => dayFrame(plusDays(today, shift * 7 - daysBack + i), s.zone));
  const version = [s.version, s.enabled, s.state?.auto_disabled_at, shift].join("|");
  const { days, problem, missing } = useExplained(s.id, frames, version, [version, s.state?.next_slot, s.state?.current_run, s.state?.last_run?.id].join("|"));
  if (missing) return null;
  const entries = frames.flatMap((frame) => days[frame.date]?.entries ?? []);
  const truncated = frames.some((frame) => days[frame.date]?.truncated);

  const move = (event) => {
    const marks = [...box.current.querySelectorAll("[data-mark]")];
    const from = marks.indexOf(document.activeElement);
    const row = document.activeElement?.closest("[data-date]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    let next = step ? marks[from + step] : event.key === "Home" ? marks[0] : event.key === "End" ? marks.at(-1) : null;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      let other = row;
      do other = event.key === "ArrowUp" ? other?.previousElementSibling : other?.nextElementSibling;
      while (other && !other.querySelector("[data-mark]"));
      const left = parseFloat(document.activeElement.style.left);
      const near = (mark) => Math.abs(parseFloat(mark.style.left) - left);
      next = [...(other?.querySelectorAll("[data-mark]") ?? [])].sort((a, b) => near(a) - near(b))[0];
    }
    if (!next || from < 0) return;
    event.preventDefault();
    next.focus();
  };
  const rows = frames.map((frame) => ({ frame, body: days[frame.date], marks: marksOf(days[frame.date]?.entries ?? [], frame, s.zone) }));
  const known = rows.some(({ frame, marks }) => marks.some((mark) => frame.date + mark.key === current));
  const firstMark = rows.find(({ marks }) => marks.length);
  const reachable = known ? current : firstMark && firstMark.frame.date + firstMark.marks[0].key;
  return html`<section aria-labelledby="week-h">
    <div class="head"><h2 id="week-h">Week</h2><span class="dim">${s.zone}</span>
      <div class="picks" role="group" aria-label="Which week">
        <button type="button" onClick=${() => setShift(shift - 1)}>Earlier</button>
        <button type="button" aria-pressed=${shift === 0 ? "true" : "false"} onClick=${() => setShift(0)}>Now</button>
        <button type="button" onClick=${() => setShift(shift + 1)}>Later</button>
      </div>
    </div>
    <${ProblemNote} problem=${problem} title="The week could not be read" />
    <div class="strip" ref=${box} role="group" aria-label="Slots of the week; arrow keys go from one to the next" onKeyDown=${move}>
      <div class="striphours" aria-hidden="true">${[0, 6, 12, 18, 24].map((hour) => html`<span style=${{ left: `${(hour / 24) * 100}%` }}>${hour}</span>`)}</div>
      ${rows.map(({ frame, body, marks }) => html`<${Day} key=${frame.date} ...${{ frame, body, marks, reachable }} today=${frame.date === today} onTip=${(text, key) => { setTip(text); if (key) setCurrent(key); }} />`)}
    </div>
    <p class="tip dim" aria-hidden="true">${tip || "Point at a slot, or go through them with Tab and the arrow keys."}</p>
    <ul class="legend"><li><i class="slot window" aria-hidden="true"></i>active hours</li>${legend.map(([tone, word]) => html`<li><i class=${"slot " + tone} aria-hidden="true"></i>${word}</li>`)}</ul>
    ${truncated && html`<p class="dim">There are more slots on a day than are drawn.</p>`}
    <details class="astable"><summary>As a table</summary><${StripTable} entries=${entries} zone=${s.zone} /></details>
  </section>`;
}

function Day({ frame, body, marks, today, reachable, onTip }) {
  const now = useTicking((ms) => (today ? Math.round(frame.left(ms) * 10) / 10 : 0));
  return html`<div class=${today ? "stripday today" : "stripday"} data-date=${frame.date}>
    <span class="when">${dayForm.format(new Date(frame.date))}<span class="mid-only"> ${monthForm.format(new Date(frame.date))}</span>${today ? html`<span class="unseen">, today</span>` : ""}</span>
    <div class="lane">
      ${(body?.windows ?? []).map((w) => {
        const left = frame.left(Date.parse(w.from));
        return html`<i class="open" style=${{ left: `${left}%`, width: `${frame.left(Date.parse(w.until)) - left}%` }} aria-hidden="true"></i>`;
      })}
      ${today && html`<i class="nowline" style=${{ left: `${now}%` }} aria-hidden="true"></i>`}
      ${marks.map((mark) => html`<${Mark} key=${mark.key} id=${frame.date + mark.key} mark=${mark} reachable=${reachable === frame.date + mark.key} onTip=${onTip} />`)}
    </div>
  </div>`;
}

function Mark({ id, mark, reachable, onTip }) {
  const attrs = {
    "data-mark": mark.tones[0],
    class: mark.width ? "stretch" : "at",
    style: { left: `${mark.left}%`, ...(mark.width ? { width: `${mark.width}%` } : {}) },
    tabindex: reachable ? 0 : -1,
    "aria-label": mark.text,
    title: mark.text,
    onFocus: () => onTip(mark.text, id),
    onMouseEnter: () => onTip(mark.text),
  };
  const inside = mark.tones.slice(0, 3).map((tone) => html`<i class=${"slot " + tone}></i>`);
  return mark.run ? html`<a ...${attrs} href=${href(["runs", mark.run])}>${inside}</a>` : html`<span ...${attrs} role="img">${inside}</span>`;
}

const mostRows = 300;

function StripTable({ entries, zone }) {
  const rows = rowsOf(entries);
  if (rows.length === 0) return html`<p class="empty">No slot in this week.</p>`;
  return html`<div class="scroll"><table>
    <caption class="unseen">Slots of the week and what became of them</caption>
    <thead><tr><th scope="col">First slot</th><th scope="col">Last slot</th><th scope="col" class="num">Slots</th><th scope="col">What became of them</th></tr></thead>
    <tbody>${rows.slice(0, mostRows).map((row) => html`<tr><td><${At} at=${row.first} zone=${zone} /></td><td><${At} at=${row.last} zone=${zone} /></td><td class="num">${row.count ?? "many"}</td>
      <td>${row.run ? html`<a href=${href(["runs", row.run])}>${row.words}</a>` : row.words}${row.reason && html`<span class="under">${row.reason}</span>`}</td></tr>`)}</tbody>
  </table></div>${rows.length > mostRows && html`<p class="dim">The first ${mostRows} of ${rows.length} rows.</p>`}`;
}

import { html } from "./html.js";
import { clock, dateTime } from "./format.js";
import { href } from "./router.js";

/** Log lines, one a row; when they come from several runs each names its schedule. */
export function LogLines({ lines, box, empty, withSource = false }) {
  return html`<div class="log" ref=${box} role="log" aria-live="off" tabindex="0" aria-label="Log lines">
    ${lines.length === 0
      ? html`<p class="empty">${empty}</p>`
      : html`<ol>${lines.map((line) => html`<li key=${line.cursor ?? line.offset} data-level=${String(line.level).toLowerCase()}>
          <time datetime=${line.at} title=${dateTime(line.at)}>${clock(line.at)}</time>
          <b>${String(line.level).toLowerCase()}</b>
          ${withSource && line.run_id && html`<a href=${href(["runs", line.run_id])}>${line.schedule_name ?? line.schedule_id}</a>`}
          <span>${line.text}</span>
        </li>`)}</ol>`}
  </div>`;
}

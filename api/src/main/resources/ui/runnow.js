// The "Run now" button: asks, and when the server refuses, says why and offers to force it.
import { html, useState } from "./html.js";
import { runNow } from "./actions.js";
import { Ask } from "./bits.js";
import { may } from "./session.js";

export function RunNow({ schedule, small }) {
  const [refusal, setRefusal] = useState(null);
  const [busy, setBusy] = useState(false);
  const press = async (force) => {
    setBusy(true);
    setRefusal(null);
    setRefusal(await runNow(schedule, force));
    setBusy(false);
  };
  if (!may("operator")) return null;
  return html`<button type="button" class=${small ? "small" : ""} disabled=${busy} aria-label=${`Run now: ${schedule.name}`} onClick=${() => press(false)}>Run now</button>
    ${refusal &&
    html`<${Ask} title=${`${schedule.name} was not started`} yes="Run it all the same" onYes=${() => press(true)} onNo=${() => setRefusal(null)}>
      <p>${refusal.message}</p>
    <//>`}`;
}

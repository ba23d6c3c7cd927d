// The Test button: a daemon runs the job as it stands in the form and writes nothing.
import { html, useEffect, useRef, useState } from "./html.js";
import { get, post } from "./api.js";
import { ProblemNote } from "./bits.js";
import { labelsText, number } from "./format.js";
import { LogLines } from "./loglines.js";

const patience = 180_000;

/** Waits for a test that took longer than the request: asks for its request until it is done. */
async function outcomeOf(location, stopped) {
  const until = Date.now() + patience;
  while (Date.now() < until && !stopped()) {
    const { body } = await get(location);
    if (body.status === "done") return body.result;
    if (body.status === "refused" || body.status === "expired") return { status: body.status, message: body.refusal || "No daemon took the test." };
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return { status: "waiting", message: "No daemon has answered yet. Is one running?" };
}

export function TestRun({ job, onProblems }) {
  const [state, setState] = useState({ busy: false, result: null, problem: null });
  const gone = useRef(false);
  useEffect(() => () => { gone.current = true; }, []);
  const test = async () => {
    setState({ busy: true, result: null, problem: null });
    onProblems([]);
    try {
      const answer = await post("/api/jobs/test", { job });
      const result = answer.status === 202 ? await outcomeOf(answer.location ?? `/api/requests/${answer.body.request_id}`, () => gone.current) : answer.body;
      setState({ busy: false, result, problem: null });
    } catch (problem) {
      setState({ busy: false, result: null, problem });
      onProblems(problem.errors ?? []);
    }
  };
  return html`<section class="panel test" aria-label="Test">
    <div class="row"><button type="button" onClick=${test} disabled=${state.busy}>${state.busy ? "Testing…" : "Test the job"}</button><span class="hint">A daemon runs it once and writes nothing.</span></div>
    <div aria-live="polite">${state.result && html`<${Result} result=${state.result} />`}</div>
    <${ProblemNote} problem=${state.problem} title="Not tested" />
  </section>`;
}

function Result({ result }) {
  const good = result.status === "succeeded" || result.status === "ok";
  const measurements = result.measurements ?? [];
  const items = result.items ?? [];
  const log = (result.log ?? []).map((line, i) => (typeof line === "string" ? { offset: i, at: null, level: "info", text: line } : { offset: i, ...line }));
  return html`<p class=${good ? "note good" : "note bad"} data-test=${result.status}><strong>${good ? "It works" : result.status}</strong>${result.failure_class ? ` (${result.failure_class})` : ""}${result.message ? html`<br />${result.message}` : ""}</p>
    ${measurements.length > 0 && html`<div class="scroll"><table><caption>${measurements.length} numbers</caption>
      <thead><tr><th scope="col">Series</th><th scope="col">Labels</th><th scope="col" class="num">Value</th></tr></thead>
      <tbody>${measurements.slice(0, 100).map((m) => html`<tr><td>${m.name}</td><td class="mono">${labelsText(m.labels)}</td><td class="num">${number(m.value ?? m.raw, m.unit || "")}</td></tr>`)}</tbody></table></div>`}
    ${items.length > 0 && html`<div class="scroll"><table><caption>${items.length} items</caption>
      <thead><tr><th scope="col">Key</th><th scope="col">Fields</th></tr></thead>
      <tbody>${items.slice(0, 50).map((item) => html`<tr><td>${item.key}</td><td class="mono">${JSON.stringify(item.fields ?? item.data ?? item)}</td></tr>`)}</tbody></table></div>`}
    ${log.length > 0 && html`<${LogLines} lines=${log} empty="" />`}`;
}

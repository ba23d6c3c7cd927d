import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { get, write } from "../api.js";
import { Freshness, ProblemNote, say, useTitle } from "../bits.js";
import { Conflict } from "../conflict.js";
import { attributes, idOf, Labelled, problemsAt, Select, TextInput, Wrong } from "../fields.js";
import { blankOf, Field, Fields } from "../form.js";
import { applyPatch, mergePatch, planOf, same, tidy, timing } from "../plan.js";
import { usePoll } from "../poll.js";
import { usePreview } from "../preview.js";
import { go, href, useLeaveGuard } from "../router.js";
import { TestRun } from "../testrun.js";
import { When } from "../when.js";

/** Makes a schedule, or changes one. What is typed is never overwritten by a refresh. */
export function Editor({ id, copyOf }) {
  const catalogue = usePoll("/api/jobs");
  const poll = usePoll(id ? `/api/schedules/${id}` : null);
  const [base, setBase] = useState(null); // {plan, version, etag}: what the draft began from
  const [draft, setDraft] = useState(null);
  useTitle(id ? `Edit ${base?.plan.name ?? ""}` : "New schedule");
  const kinds = catalogue.body?.kinds;

  useEffect(() => {
    if (!kinds || draft || id) return;
    const fresh = { name: "", recurrence: { every: "PT1H" }, job: { kind: kinds[0].kind, ...blankOf(kinds[0].fields) } };
    if (!copyOf) return begin({ plan: fresh, version: 0, etag: null });
    get(`/api/schedules/${copyOf}`).then(({ body }) => {
      const plan = { ...planOf(body), name: `${body.name} (copy)` };
      begin({ plan, version: 0, etag: null });
    }, () => begin({ plan: fresh, version: 0, etag: null }));
  }, [kinds]);

  const dirty = Boolean(draft && base) && !same(base.plan, draft);
  useEffect(() => {
    // The server's version may only replace the form while nothing was typed into it.
    if (poll.body && (!draft || (!dirty && poll.body.version !== base.version))) {
      begin({ plan: planOf(poll.body), version: poll.body.version, etag: poll.etag });
    }
  }, [poll.body]);

  function begin(from) {
    setBase(from);
    setDraft(from.plan);
  }
  if (!kinds || !draft) {
    return html`<div class="head"><h1>${id ? "Edit" : "New schedule"}</h1></div>${poll.error?.status === 404 ? html`<p class="empty">There is no such schedule.</p>` : html`<${Freshness} poll=${catalogue.error || !id ? catalogue : poll} />`}`;
  }
  const theirs = poll.body && poll.body.version !== base.version ? { plan: planOf(poll.body), version: poll.body.version, etag: poll.etag } : null;
  return html`<${Form} ...${{ id, kinds, base, draft, setDraft, dirty, theirs, poll }}
    onMine=${() => { setDraft(applyPatch(theirs.plan, mergePatch(base.plan, draft) ?? {})); setBase(theirs); }}
    onTheirs=${() => begin(theirs)} />`;
}

function Form({ id, kinds, base, draft, setDraft, dirty, theirs, poll, onMine, onTheirs }) {
  const [tab, setTab] = useState("form");
  const [problem, setProblem] = useState(null);
  const [found, setProblems] = useState([]);
  const preview = usePreview(draft, id, { kind: kinds[0].kind, ...tidy(kinds[0].example ?? {}) });
  // What the preview says of the times is about what is typed now; what a save said is about what was sent then.
  const timed = (p) => timing.some((name) => p.pointer === "/" + name || p.pointer.startsWith(`/${name}/`));
  const problems = preview.missing ? found : [...found.filter((p) => !timed(p)), ...preview.problems.filter(timed)];
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const [badJson, setBadJson] = useState(null);
  const summary = useRef(null);
  useLeaveGuard(dirty && !saved, "Your changes are not saved. Leave all the same?");
  useEffect(() => {
    if (saved) go(saved);
  }, [saved]);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);
  const set = (name, value) => setDraft((was) => {
    const next = { ...was };
    if (value === undefined) delete next[name];
    else next[name] = value;
    return next;
  });
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setProblems([]);
    try {
      const answer = id
        ? await write("PATCH", `/api/schedules/${id}`, mergePatch(base.plan, draft) ?? {}, { "If-Match": base.etag })
        : await write("POST", "/api/schedules", draft);
      say(`${draft.name} is saved.`);
      setSaved(href(["schedules", answer.body?.id ?? id]));
    } catch (error) {
      if (error.status === 412) poll.refresh();
      setProblem(error);
      setProblems(error.errors ?? []);
    }
    setBusy(false);
  };
  return html`<p class="crumbs"><a href="#/schedules">Schedules</a>${id && html` / <a href=${href(["schedules", id])}>${base.plan.name}</a>`}</p>
    <form class="editor" onSubmit=${save} noValidate>
      <div class="head"><h1>${id ? "Edit" : "New schedule"}</h1>${id && html`<${Freshness} poll=${poll} />`}
        <div class="picks" role="group" aria-label="Shown as">
          <button type="button" aria-pressed=${tab === "form" ? "true" : "false"} disabled=${Boolean(badJson)} onClick=${() => setTab("form")}>Form</button>
          <button type="button" aria-pressed=${tab === "json" ? "true" : "false"} onClick=${() => setTab("json")}>JSON</button>
        </div>
      </div>
      ${theirs && dirty && html`<${Conflict} base=${base.plan} theirs=${theirs.plan} draft=${draft} version=${theirs.version} onMine=${() => { setProblem(null); onMine(); }} onTheirs=${() => { setProblem(null); onTheirs(); }} />`}
      <div ref=${summary} tabindex="-1">${problem && !(problem.status === 412 && theirs) && html`<${Summary} problem=${problem} />`}</div>
      ${tab === "json"
        ? html`<${Json} draft=${draft} setDraft=${setDraft} bad=${badJson} setBad=${setBadJson} />`
        : html`<p class="jump">${["what", "when"].map((part) => html`<button type="button" class="chip" onClick=${() => document.getElementById(part + "-h").scrollIntoView()}>${part === "what" ? "What" : "When"}</button>`)}</p>
          <div class="editing">
            <div><${What} ...${{ draft, set, kinds, problems }} /></div>
            <div><${When} ...${{ draft, set, problems, preview }} /></div>
          </div>`}
      ${draft.job && html`<${TestRun} job=${draft.job} onProblems=${(found) => { setProblem(null); setProblems(found); }} />`}
      <div class="row bottom">
        <button class="primary" disabled=${busy || Boolean(badJson) || (Boolean(id) && !dirty)}>${busy ? "Saving…" : id ? "Save" : "Create"}</button>
        <a class="button" href=${id ? href(["schedules", id]) : "#/schedules"}>Cancel</a>
        ${id && html`<span class="hint">${dirty ? "Not saved yet." : "Nothing changed."}</span>`}
      </div>
    </form>`;
}

/** Every problem, each with the way to its field. */
function Summary({ problem }) {
  if (!problem.errors.length) return html`<${ProblemNote} problem=${problem} title="Not saved" />`;
  const jump = (event, pointer) => {
    event.preventDefault();
    let place = pointer;
    let target = null;
    while (place && !(target = document.getElementById(idOf(place)))) place = place.slice(0, place.lastIndexOf("/"));
    target?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  return html`<div class="note bad" role="alert"><strong>Not saved: ${problem.errors.length === 1 ? "one thing is" : `${problem.errors.length} things are`} wrong</strong>
    <ul>${problem.errors.map((e) => html`<li><a href="#" onClick=${(event) => jump(event, e.pointer)}><code>${e.pointer || "/"}</code></a> ${e.message}</li>`)}</ul></div>`;
}

function What({ draft, set, kinds, problems }) {
  const templates = usePoll("/api/job-templates?limit=200").body?.items ?? [];
  const job = draft.job;
  const kind = kinds.find((k) => k.kind === job?.kind);
  const begun = useRef({}); // what was typed under another kind comes back when that kind is chosen again
  const choose = (word) => {
    if (job) begun.current[job.kind] = job;
    const template = templates.find((t) => "template:" + t.name === word);
    set("template", template?.name);
    if (template) return set("job", undefined);
    const next = kinds.find((k) => k.kind === word);
    set("job", begun.current[word] ?? { kind: word, ...blankOf(next.fields) });
  };
  const chosen = templates.find((t) => t.name === draft.template);
  const current = draft.template ? "template:" + draft.template : (job?.kind ?? "");
  const options = [...kinds.map((k) => [k.kind, k.kind]), ...templates.map((t) => ["template:" + t.name, `template ${t.name} (${t.kind})`])];
  if (!options.some(([value]) => value === current)) options.unshift([current, `${draft.template ?? job?.kind ?? "?"} (not known here)`]);
  const labels = { name: "labels", type: "map", description: "Free words to search and group by.", default: {}, items: { type: "text" } };
  return html`<section aria-labelledby="what-h"><h2 id="what-h">What</h2>
    <${Labelled} pointer="/name" label="Name" required=${true} problems=${problems}>
      <${TextInput} value=${draft.name} onChange=${(name) => set("name", name)} attrs=${attributes("/name", problems, false, true)} />
    <//>
    <${Labelled} pointer="/job/kind" label="Kind of job" required=${true} problems=${problems} description=${chosen?.description ?? kind?.description}>
      <${Select} value=${current} options=${options} onChange=${choose} attrs=${attributes("/job/kind", problems, true, true)} />
    <//>
    ${draft.template
      ? html`<p class="note">The job is the one of the template <strong>${draft.template}</strong>, as it stands there at each run.</p><${Wrong} id=${idOf("/template")} messages=${problemsAt(problems, "/template")} />`
      : html`
          ${kind?.example && html`<p><button type="button" class="small" onClick=${() => set("job", { kind: kind.kind, ...tidy(kind.example) })}>Fill in an example</button></p>`}
          ${kind && html`<${Fields} key=${kind.kind} fields=${kind.fields} value=${job} onChange=${(next) => set("job", next)} pointer="/job" problems=${problems} />`}`}
    <${Field} field=${labels} value=${draft.labels} onChange=${(next) => set("labels", next)} pointer="/labels" problems=${problems} />
  </section>`;
}

function Json({ draft, setDraft, bad, setBad }) {
  const [text, setText] = useState(() => JSON.stringify(draft, null, 2));
  const own = useRef(draft);
  useMemo(() => {
    if (draft !== own.current) setText(JSON.stringify(draft, null, 2)); // changed from outside: a conflict was settled
  }, [draft]);
  const typed = (event) => {
    const now = event.currentTarget.value;
    setText(now);
    try {
      const parsed = JSON.parse(now);
      if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new Error("A schedule is an object.");
      own.current = parsed;
      setBad(null);
      setDraft(parsed);
    } catch (error) {
      setBad(error.message);
    }
  };
  return html`<div class=${bad ? "field wrong" : "field"}>
    <label for="json">The schedule as JSON</label>
    <textarea id="json" class="code tall" rows="28" spellcheck=${false} value=${text} onInput=${typed} aria-invalid=${bad ? "true" : null} aria-describedby=${bad ? "json-wrong" : null}></textarea>
    ${bad && html`<p class="wrongtext" id="json-wrong" role="status">${bad}</p>`}
  </div>`;
}

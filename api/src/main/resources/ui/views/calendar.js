import { html, useEffect, useRef, useState } from "../html.js";
import { write } from "../api.js";
import { Ask, Freshness, ProblemNote, say, useTitle } from "../bits.js";
import { entryText, kindOf, kinds, turned } from "../calendardays.js";
import { attributes, idOf, Labelled, problemsAt, Select, TextInput, Wrong } from "../fields.js";
import { localZone } from "../format.js";
import { same, tidy } from "../plan.js";
import { usePoll } from "../poll.js";
import { go, useLeaveGuard } from "../router.js";
import { may } from "../session.js";
import { Users } from "../users.js";
import { dateIn } from "../zonetime.js";

const today = () => dateIn(Date.now(), localZone);
const editable = ({ name, description, entries }) => tidy({ name, description: description ?? "", entries: entries ?? [] });

/** Makes a calendar, or changes one; what is typed is never overwritten by a refresh. */
export function CalendarEditor({ name }) {
  useTitle(name ?? "New calendar");
  const path = name && `/api/calendars/${encodeURIComponent(name)}`;
  const poll = usePoll(path);
  const [base, setBase] = useState(name ? null : { body: { name: "", description: "", entries: [] }, etag: null });
  const [draft, setDraft] = useState(name ? null : base.body);
  const dirty = Boolean(base && draft) && !same(base.body, draft);
  useEffect(() => {
    if (poll.body && !dirty) begin();
  }, [poll.body]);
  function begin() {
    const body = editable({ ...poll.body, name });
    setBase({ body, etag: poll.etag });
    setDraft(body);
  }
  if (!draft) return html`<div class="head"><h1>${name}</h1></div>${poll.error?.status === 404 ? html`<p class="empty">There is no such calendar. <a href="#/calendars">All calendars</a></p>` : html`<${Freshness} poll=${poll} />`}`;
  const changed = dirty && poll.body && !same(base.body, editable({ ...poll.body, name }));
  return html`<${Form} ...${{ name, base, draft, setDraft, dirty, poll }} changed=${changed} onTheirs=${begin} onMine=${() => setBase({ body: editable({ ...poll.body, name }), etag: poll.etag })} />`;
}

function Form({ name, base, draft, setDraft, dirty, poll, changed, onTheirs, onMine }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [saved, setSaved] = useState(false);
  const note = useRef(null);
  const problems = problem?.errors ?? [];
  const path = `/api/calendars/${encodeURIComponent(name ?? draft.name)}`;
  useLeaveGuard(dirty && !saved, "Your changes are not saved. Leave all the same?");
  useEffect(() => { if (saved) go("#/calendars"); }, [saved]);
  useEffect(() => { if (problem) note.current?.focus(); }, [problem]);
  const tried = async (work, words) => {
    setBusy(true);
    setProblem(null);
    setDeleting(false);
    try {
      await work();
      say(words);
      setSaved(true);
    } catch (failure) {
      if (failure.status === 412) poll.refresh();
      setProblem(failure);
    }
    setBusy(false);
  };
  const save = (event) => {
    event.preventDefault();
    const { name: word, ...body } = draft;
    if (!name && !word) return setProblem(Object.assign(new Error("Give it a name first."), { errors: [{ pointer: "/name", message: "A calendar needs a name." }] }));
    const match = name ? { "If-Match": base.etag } : { "If-None-Match": "*" };
    return tried(() => write("PUT", path, body, match), `${word} is saved.`);
  };
  const put = (part) => setDraft({ ...draft, ...part });
  const setEntry = (i, entry) => put({ entries: draft.entries.map((old, n) => (n === i ? entry : old)) });
  const readOnly = !may("editor");
  return html`<p class="crumbs"><a href="#/calendars">Calendars</a></p>
    <form class="form" onSubmit=${save} noValidate>
      <div class="head"><h1>${name ?? "New calendar"}</h1>${name && html`<${Freshness} poll=${poll} />`}${name && !readOnly && html`<button type="button" onClick=${() => setDeleting(true)}>Delete…</button>`}</div>
      ${changed && html`<div class="note warn" role="alert"><strong>Somebody changed this calendar meanwhile</strong><div class="row"><button type="button" onClick=${onMine}>Keep mine and replace theirs</button><button type="button" onClick=${onTheirs}>Drop mine, show theirs</button></div></div>`}
      <div ref=${note} tabindex="-1"><${ProblemNote} problem=${problem} title=${problem?.status === 409 ? "Not done" : "Not saved"} /></div>
      ${!name && html`<${Labelled} pointer="/name" label="Name" required=${true} problems=${problems} description="Schedules name it by this: a–z, 0–9, - and _. It cannot be changed later.">
        <${TextInput} value=${draft.name} onChange=${(text) => put({ name: text })} attrs=${attributes("/name", problems, true, true)} /><//>`}
      <${Labelled} pointer="/description" label="Description" problems=${problems}><${TextInput} value=${draft.description} onChange=${(text) => put({ description: text })} attrs=${attributes("/description", problems)} /><//>
      <section aria-labelledby="entries-h"><h2 id="entries-h">Entries</h2>
        ${draft.entries.length === 0 && html`<p class="empty">None yet.</p>`}
        ${draft.entries.map((entry, i) => html`<${Entry} key=${i} n=${i} entry=${entry} onChange=${(next) => setEntry(i, next)} onRemove=${() => put({ entries: draft.entries.filter((_, n) => n !== i) })} problems=${problems} />`)}
        <${Wrong} id=${idOf("/entries")} messages=${problemsAt(problems, "/entries")} />
        ${!readOnly && html`<button type="button" class="small" onClick=${() => put({ entries: [...draft.entries, { date: today() }] })}>Add an entry</button>`}
      </section>
      ${name && html`<${Users} name=${name} schedules=${poll.body?.schedules} />`}
      ${!readOnly && html`<div class="row bottom"><button class="primary" disabled=${busy || (Boolean(name) && !dirty)}>${busy ? "Saving…" : name ? "Save" : "Create"}</button><a class="button" href="#/calendars">Cancel</a></div>`}
    </form>
    ${deleting && html`<${Ask} title=${`Delete ${name}?`} yes="Delete" danger=${true} onNo=${() => setDeleting(false)} onYes=${() => tried(() => write("DELETE", path, undefined, { "If-Match": base.etag }), `${name} is deleted.`)}><p>It can only be deleted while no schedule names it.</p><//>`}`;
}

function Entry({ n, entry, onChange, onRemove, problems }) {
  const at = `/entries/${n}`;
  const kind = kindOf(entry);
  const input = (name, type, label, value, typed = (text) => text) => html`<label><span class=${name === "until" ? "" : "unseen"}>${label}</span> <input type=${type} ...${attributes(`${at}/${name}`, problems)} value=${value} onInput=${(e) => onChange({ ...entry, [name]: typed(e.currentTarget.value) })} /></label>`;
  const wrong = problems.filter((p) => p.pointer === at || p.pointer.startsWith(at + "/")).map((p) => p.message);
  return html`<div class=${wrong.length ? "calrow wrong" : "calrow"} data-pointer=${at} role="group" aria-label=${entryText(entry)}>
    <${Select} attrs=${{ "aria-label": "Form of the entry" }} value=${kind} options=${kinds} onChange=${(next) => onChange(turned(entry, next, today()))} />
    ${kind === "date" && input("date", "date", "Date", entry.date)}
    ${kind === "days" && html`${input("from", "date", "From", entry.from)}${input("until", "date", "to, included", entry.until)}`}
    ${kind === "hours" && html`${input("from", "datetime-local", "From", entry.from)}${input("until", "datetime-local", "until", entry.until)}`}
    ${kind === "every_year" && html`<label><span class="unseen">Month and day</span> <input type="text" class="code" size="6" placeholder="12-25" ...${attributes(at + "/every_year", problems)} value=${entry.every_year} onInput=${(e) => onChange({ ...entry, every_year: e.currentTarget.value })} /></label>`}
    <input class="note-in" type="text" aria-label="Note" placeholder="note" value=${entry.note ?? ""} onInput=${(e) => onChange(tidy({ ...entry, note: e.currentTarget.value || null }))} />
    <button type="button" class="small x" aria-label=${`Remove entry ${n + 1}`} title="Remove" onClick=${onRemove}>✕</button>
    <${Wrong} id=${idOf(at)} messages=${wrong} />
  </div>`;
}

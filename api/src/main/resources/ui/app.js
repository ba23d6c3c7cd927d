// The page: who you are, where you are, and the view for it.
import { Fragment, html, render, useEffect, useErrorBoundary, useRef, useState } from "./html.js";
import { onLoginLost } from "./api.js";
import { Messages, say } from "./bits.js";
import { hurry } from "./poll.js";
import { href, useRoute } from "./router.js";
import { login, logout, takeLoginLink, whoAmI } from "./session.js";
import { Login } from "./views/login.js";
import { Overview } from "./views/overview.js";
import { Schedules } from "./views/schedules.js";
import { ScheduleView } from "./views/schedule.js";
import { Editor } from "./views/editor.js";
import { Runs } from "./views/runs.js";
import { RunView } from "./views/run.js";
import { Logs } from "./views/logs.js";
import { Calendars } from "./views/calendars.js";
import { CalendarEditor } from "./views/calendar.js";
import { Daemons } from "./views/daemons.js";

const places = [
  ["", "Overview"],
  ["schedules", "Schedules"],
  ["calendars", "Calendars"],
  ["runs", "Runs"],
  ["logs", "Logs"],
  ["daemons", "Daemons"],
];

function viewOf({ parts, params }, me) {
  const [place = "", id, action] = parts;
  switch (place) {
    case "":
      return html`<${Overview} />`;
    case "schedules":
      if (id === "new") return html`<${Editor} key="new" copyOf=${params.get("copy")} />`;
      if (id && action === "edit") return html`<${Editor} key=${"edit" + id} id=${id} />`;
      if (id) return html`<${ScheduleView} key=${id} id=${id} params=${params} />`;
      return html`<${Schedules} params=${params} me=${me} />`;
    case "calendars":
      return id ? html`<${CalendarEditor} key=${id} name=${id === "new" ? null : id} />` : html`<${Calendars} />`;
    case "runs":
      return id ? html`<${RunView} key=${id} id=${id} />` : html`<${Runs} params=${params} />`;
    case "logs":
      return html`<${Logs} params=${params} />`;
    case "daemons":
      return html`<${Daemons} />`;
    default:
      return html`<section><h1>There is no such page</h1><p><a href="#/">To the overview</a></p></section>`;
  }
}

function Page({ me, onLogout }) {
  const route = useRoute();
  const [error, reset] = useErrorBoundary();
  const where = route.parts.join("/");
  const arrived = useRef(false);
  useEffect(() => {
    if (error) reset();
    window.scrollTo(0, 0);
    // After a step to another view a screen reader goes on there; on arrival the browser's own focus is left alone.
    if (arrived.current) document.getElementById("main").focus({ preventScroll: true });
    arrived.current = true;
  }, [where]);
  return html`<${Fragment}>
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>Skip to the content</a>
    <header class="top">
      <a class="brand" href="#/" aria-label="Rota, overview"><img src="/ui/icon.svg" alt="" width="22" height="22" />Rota</a>
      <nav aria-label="Main">
        ${places.map(([place, word]) => html`<a href=${href(place ? [place] : [])} aria-current=${(route.parts[0] ?? "") === place ? "page" : null}>${word}</a>`)}
      </nav>
      <div class="me"><span title=${`Role: ${me.role}`}>${me.name}</span><button type="button" class="link" onClick=${onLogout}>Log out</button></div>
    </header>
    <main id="main" tabindex="-1">
      ${error
        ? html`<section class="note bad" role="alert"><h1>This view broke</h1><p>${String(error.message || error)}</p><button type="button" onClick=${reset}>Show it again</button></section>`
        : viewOf(route, me)}
    </main>
  <//>`;
}

function App() {
  const [me, setMe] = useState(undefined); // undefined: not known yet; null: not logged in
  const [lost, setLost] = useState(false); // the session ended under an open page, which is kept with all that was typed
  const [problem, setProblem] = useState(null);
  useEffect(() => onLoginLost(() => setLost(true)), []);
  const enter = (who) => {
    setProblem(null);
    setLost(false);
    setMe(who);
    hurry(0);
  };
  useEffect(() => {
    const arrive = () => {
      const link = takeLoginLink();
      (link ? login({ link }) : whoAmI()).then(enter, (error) => {
        setMe(null);
        if (link || error.status !== 401) setProblem(error);
      });
    };
    const again = () => location.hash.startsWith("#login=") && arrive();
    arrive();
    window.addEventListener("hashchange", again);
    return () => window.removeEventListener("hashchange", again);
  }, []);
  const leave = () => logout().catch((error) => say(error.message, "bad")).finally(() => setMe(null));
  return html`<${Fragment}>
    ${me === undefined && html`<p class="booting" role="status">Reading…</p>`}
    ${me && html`<div inert=${lost}><${Page} me=${me} onLogout=${leave} /></div>`}
    ${(me === null || (me && lost)) && html`<${Login} problem=${problem} again=${Boolean(me)} onToken=${(token) => login({ token }).then(enter)} />`}
    <${Messages} />
  <//>`;
}

const root = document.getElementById("app");
root.textContent = "";
render(html`<${App} />`, root);

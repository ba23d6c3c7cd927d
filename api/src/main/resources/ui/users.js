// Which schedules name a calendar. The server counts them; their names are found in the list of schedules.
import { html, useEffect, useState } from "./html.js";
import { get, url } from "./api.js";
import { count } from "./format.js";
import { href } from "./router.js";

const mostPages = 20;

async function usersOf(name) {
  const users = [];
  let after = null;
  for (let page = 0; page < mostPages; page++) {
    const { body } = await get(url("/api/schedules", { limit: 100, after }));
    users.push(...body.items.filter((s) => s.blackouts?.includes(name)).map(({ id, name: called }) => ({ id, name: called })));
    after = body.next;
    if (!after) break;
  }
  return users;
}

/** @param schedules how many there are, as the server says */
export function Users({ name, schedules }) {
  const [users, setUsers] = useState([]);
  useEffect(() => {
    let stopped = false;
    if (schedules > 0) usersOf(name).then((found) => !stopped && setUsers(found), () => {});
    return () => { stopped = true; };
  }, [name, schedules]);
  if (schedules == null) return null;
  return html`<section aria-labelledby="users-h"><h2 id="users-h">Used by</h2>
    ${schedules === 0
      ? html`<p class="empty">No schedule names it yet.</p>`
      : html`<ul class="plain">${users.map((u) => html`<li key=${u.id}><a href=${href(["schedules", u.id])}>${u.name}</a></li>`)}</ul>
          ${users.length < schedules && html`<p class="dim">${count(schedules, "schedule")} in all.</p>`}`}
  </section>`;
}

// Who is looking: a session cookie got by a one-time link or a token. The secret never stays in the address bar.
import { forgetEverything, get, post, rememberCsrf } from "./api.js";

/** Takes `#login=…` out of the address bar (and the history) and returns it, or null. */
export function takeLoginLink() {
  const match = /^#login=(.+)$/.exec(location.hash);
  if (!match) return null;
  history.replaceState(null, "", location.pathname + location.search + "#/");
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return match[1];
  }
}

const ranks = ["viewer", "operator", "editor", "admin"];
let role = "viewer";

/** Whether to offer something at all; the server decides. Operators run and pause, editors write, admins may all. */
export function may(needed) {
  return ranks.indexOf(role) >= ranks.indexOf(needed);
}

export async function login(how) {
  const { body } = await post("/api/login", how);
  rememberCsrf(body.csrf);
  return whoAmI();
}

export async function whoAmI() {
  const { body } = await get("/api/me");
  rememberCsrf(body.csrf);
  role = body.role;
  return body;
}

export async function logout() {
  try {
    await post("/api/logout");
  } finally {
    forgetEverything();
  }
}

// HTTP, and nothing else: entity tags, problem documents, the CSRF header, and "you are not logged in".

const csrfKey = "rota-csrf";
const cached = new Map(); // path -> {etag, body}; a 304 then costs no body
const lost = new Set(); // called when the server no longer knows us

/** What the server said was wrong: an RFC 9457 problem, or a sentence of ours when there was no answer at all. */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The server answered ${status}.`);
    this.status = status;
    this.title = problem.title || "";
    this.errors = Array.isArray(problem.errors) ? problem.errors : [];
    this.requestId = problem.request_id || "";
    this.retryAfter = Number(problem.retryAfter) || 0;
    this.etag = problem.etag || null;
  }
}

export function onLoginLost(listener) {
  lost.add(listener);
  return () => lost.delete(listener);
}

export function rememberCsrf(token) {
  if (token) localStorage.setItem(csrfKey, token);
}

export function forgetEverything() {
  localStorage.removeItem(csrfKey);
  cached.clear();
}

async function send(method, path, { body, headers = {}, signal } = {}) {
  const init = { method, headers: { Accept: "application/json", ...headers }, signal, cache: "no-store", credentials: "same-origin" };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  }
  if (method !== "GET") {
    const csrf = localStorage.getItem(csrfKey);
    if (csrf) init.headers["X-CSRF-Token"] = csrf;
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Problem(0, { title: "No answer", detail: "The server does not answer." });
  }
  if (response.status === 304) return response;
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    problem = { title: response.statusText, detail: `The server answered ${response.status} ${response.statusText}.`.trim() };
  }
  problem.retryAfter = response.headers.get("Retry-After");
  problem.etag = response.headers.get("ETag");
  if (response.status === 401) lost.forEach((listener) => listener());
  return new Problem(response.status, problem);
}

async function bodyOf(response) {
  if (response.status === 204) return null;
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** Reads; resolves to {body, etag}. An unchanged answer returns the very same body object. */
export async function get(path, { signal } = {}) {
  const known = cached.get(path);
  const response = await send("GET", path, { signal, headers: known ? { "If-None-Match": known.etag } : {} });
  if (response.status === 304) return known;
  const answer = { body: await bodyOf(response), etag: response.headers.get("ETag") };
  if (answer.etag) {
    cached.delete(path);
    cached.set(path, answer);
    if (cached.size > 200) cached.delete(cached.keys().next().value);
  }
  return answer;
}

/** Writes; resolves to {body, etag, status, location}. */
export async function write(method, path, body, headers, signal) {
  const response = await send(method, path, { body, headers, signal });
  return {
    body: await bodyOf(response),
    etag: response.headers.get("ETag"),
    status: response.status,
    location: response.headers.get("Location"),
  };
}

export const post = (path, body = {}, headers = undefined, signal = undefined) => write("POST", path, body, headers, signal);

/** A path with a query, leaving out what is empty. */
export function url(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

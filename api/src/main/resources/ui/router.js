// Where we are stands in the fragment (#/schedules?standing=failed), so that a view and its filters are a link.
import { useEffect, useState } from "./html.js";

export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decode);
  return { parts, params: new URLSearchParams(query) };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function href(parts, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== "" && value !== null && value !== undefined));
  const text = query.toString();
  return "#/" + parts.map(encodeURIComponent).join("/") + (text ? "?" + text : "");
}

const asked = new Set(); // guards that may keep the user from leaving (an edit in progress)

/** While mounted and `dirty`, leaving asks first. */
export function useLeaveGuard(dirty, question) {
  useEffect(() => {
    if (!dirty) return undefined;
    const guard = () => window.confirm(question);
    const unload = (event) => event.preventDefault();
    asked.add(guard);
    window.addEventListener("beforeunload", unload);
    return () => {
      asked.delete(guard);
      window.removeEventListener("beforeunload", unload);
    };
  }, [dirty, question]);
}

export function go(to, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", to);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = to;
  }
}

let current = location.hash;

export function useRoute() {
  const [hash, setHash] = useState(() => (current = location.hash));
  useEffect(() => {
    const changed = () => {
      if (location.hash === current) return;
      const samePlace = location.hash.split("?")[0] === current.split("?")[0];
      if (!samePlace && ![...asked].every((guard) => guard())) {
        history.pushState(null, "", current || "#/");
        return;
      }
      current = location.hash;
      setHash(current);
    };
    window.addEventListener("hashchange", changed);
    changed(); // a link followed after the first drawing and before this listener was there
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return parse(hash);
}

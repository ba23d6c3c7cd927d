// What a user may write of a schedule, and how two versions of it differ. Pure.

const keys = ["name", "labels", "job", "template", "recurrence", "zone", "active_hours", "exceptions", "blackouts", "outside_window", "window_close", "missed", "grace", "spread", "attempts", "retry_backoff", "failure_threshold", "breaker", "enabled"];
/** The part that says when: what a preview of the next runs depends on. */
export const timing = ["recurrence", "zone", "active_hours", "exceptions", "blackouts", "outside_window", "window_close", "missed", "grace", "spread"];

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Without the nulls in objects: what is null was left out, and a form need not tell the two apart. */
export function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null).map(([name, part]) => [name, tidy(part)]));
}

/** The part of a schedule that an edit sends. */
export function planOf(schedule) {
  const plan = {};
  for (const key of keys) {
    if (schedule[key] !== undefined && schedule[key] !== null) plan[key] = tidy(schedule[key]);
  }
  if (plan.recurrence) delete plan.recurrence.words; // the server's sentence about it
  if (plan.template) delete plan.job; // the template's job is shown by the server, but it is not this schedule's own
  return plan;
}

export function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => same(value, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(a[name], b[name]));
}

/** RFC 7396: what to send so that `from` becomes `to`; undefined when they are the same. */
export function mergePatch(from, to) {
  if (same(from, to)) return undefined;
  if (!isObject(from) || !isObject(to)) return to;
  const patch = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (to[name] === undefined) {
      if (from[name] !== undefined) patch[name] = null;
      continue;
    }
    const part = mergePatch(from[name], to[name]);
    if (part !== undefined) patch[name] = part;
  }
  return patch;
}

export function applyPatch(target, patch) {
  if (!isObject(patch)) return patch;
  const result = isObject(target) ? { ...target } : {};
  for (const [name, part] of Object.entries(patch)) {
    if (part === null) delete result[name];
    else result[name] = applyPatch(result[name], part);
  }
  return result;
}

/** Every leaf that differs: [{pointer, from, to}]. */
export function changes(from, to, pointer = "") {
  if (same(from, to)) return [];
  if (!isObject(from) || !isObject(to)) return [{ pointer, from, to }];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((name) => changes(from[name], to[name], `${pointer}/${escape(name)}`));
}

/** One step of a JSON Pointer (RFC 6901). */
export function escape(step) {
  return String(step).replaceAll("~", "~0").replaceAll("/", "~1");
}

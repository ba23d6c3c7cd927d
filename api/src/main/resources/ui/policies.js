// What becomes of slots that cannot run as planned, and of failures. Each choice says what holds when nothing is chosen.
import { html } from "./html.js";
import { attributes, DurationInput, idOf, Labelled, NumberInput, problemsAt, Select, Wrong } from "./fields.js";

const Choice = ({ draft, set, problems, name, label, options, description }) => html`<${Labelled} pointer=${"/" + name} label=${label} problems=${problems} description=${description}>
  <${Select} value=${draft[name] ?? ""} options=${draft[name] ? options : [["", `${options[0][1]} (default)`], ...options]} onChange=${(word) => set(name, word || undefined)} attrs=${attributes("/" + name, problems, description)} /><//>`;

const Span = ({ value, onChange, problems, pointer, label, fallback, description }) => html`<${Labelled} pointer=${pointer} label=${label} problems=${problems} description=${description}>
  <${DurationInput} label=${label} value=${value} placeholder=${fallback} onChange=${onChange} attrs=${attributes(pointer, problems, description)} /><//>`;

const Whole = ({ value, onChange, problems, pointer, label, fallback, description }) => html`<${Labelled} pointer=${pointer} label=${label} problems=${problems} description=${description}>
  <${NumberInput} whole=${true} min=${1} value=${value} placeholder=${fallback} onChange=${onChange} attrs=${attributes(pointer, problems, description)} /><//>`;

/** @param bounded whether there are hours at all that a slot may fall outside of; @param skips what is the default then */
export function WindowPolicies({ draft, set, problems }) {
  const hours = draft.active_hours?.length > 0 || draft.exceptions?.length > 0;
  if (!hours) return null;
  const named = draft.recurrence?.cron !== undefined || draft.recurrence?.calendar !== undefined;
  const outside = [["at_open", "runs once when they open"], ["skip", "is skipped"]];
  return html`<${Choice} ...${{ draft, set, problems }} name="outside_window" label="A slot outside the hours" options=${named ? outside.reverse() : outside} />
    <${Choice} ...${{ draft, set, problems }} name="window_close" label="A run still going when they close" options=${[["finish", "finishes"], ["stop", "is stopped"]]} />`;
}

export function LatePolicies({ draft, set, problems }) {
  const missed = draft.missed ?? {};
  const policies = [["last", "one late run, marked with how many were missed"], ["none", "nothing"], ["all", "all of them, the newest kept"]];
  return html`<details open=${problems.some((p) => /^\/(missed|grace|spread)/.test(p.pointer))}>
    <summary>Late and missed</summary>
    <${Labelled} pointer="/missed/policy" label="Made up for after an outage" problems=${problems}>
      <${Select} value=${missed.policy ?? ""} options=${missed.policy ? policies : [["", `${policies[0][1]} (default)`], ...policies]} onChange=${(policy) => set("missed", policy ? { ...(policy === "all" ? { max: 10, ...missed } : {}), policy } : undefined)} attrs=${attributes("/missed/policy", problems)} />
    <//>
    ${missed.policy === "all" && html`<${Whole} pointer="/missed/max" label="At most" value=${missed.max} problems=${problems} onChange=${(max) => set("missed", max === undefined ? { policy: "all" } : { policy: "all", max })} />`}
    <${Span} pointer="/grace" label="Missed when later than" value=${draft.grace} fallback="PT60S" problems=${problems} onChange=${(iso) => set("grace", iso)} description="Default 60 s. A slot that could not start within this counts as missed." />
    <${Span} pointer="/spread" label="Spread" value=${draft.spread} fallback="PT0S" problems=${problems} onChange=${(iso) => set("spread", iso)} description="Default none. A fixed delay of its own, up to this, keeps many schedules from starting together." />
  </details>`;
}

export function FailurePolicies({ draft, set, problems }) {
  const breaker = draft.breaker ?? {};
  const tune = (part) => {
    const next = Object.fromEntries(Object.entries({ ...breaker, ...part }).filter(([, value]) => value !== undefined));
    set("breaker", Object.keys(next).length ? next : undefined);
  };
  const failures = draft.breaker?.failures ?? draft.failure_threshold;
  const threshold = (n) => {
    set("failure_threshold", n); // the short form; both say the same
    if (draft.breaker) tune({ failures: n });
  };
  const wrong = problemsAt(problems, "/breaker");
  return html`<details open=${problems.some((p) => /^\/(attempts|retry_backoff|failure_threshold|breaker)/.test(p.pointer))}>
    <summary>Failures</summary>
    <${Whole} pointer="/attempts" label="Attempts" value=${draft.attempts} fallback="1" problems=${problems} onChange=${(n) => set("attempts", n)} description="Default 1. A slot has failed when its last attempt has." />
    ${(draft.attempts > 1 || draft.retry_backoff) && html`<${Span} pointer="/retry_backoff" label="Pause before a retry" value=${draft.retry_backoff} fallback="PT10S" problems=${problems} onChange=${(iso) => set("retry_backoff", iso)} description="Default 10 s. Doubles from retry to retry, somewhat varied." />`}
    <${Whole} pointer=${draft.breaker ? "/breaker/failures" : "/failure_threshold"} label="Switched off after so many failed slots" value=${failures} fallback="5" problems=${problems} onChange=${threshold} description="Default 5. You are warned at three." />
    <${Whole} pointer="/breaker/of" label="… among the last" value=${breaker.of ?? undefined} fallback="in a row" problems=${problems} onChange=${(of) => tune({ of })} description="Empty: they must be in a row. A number catches what fails now and then." />
    <${Span} pointer="/breaker/at_least_for" label="… and only when it has failed for" value=${breaker.at_least_for} fallback="PT0S" problems=${problems} onChange=${(iso) => tune({ at_least_for: iso })} description="Default none. Counted from the first of these failures." />
    <${Span} pointer="/breaker/probation" label="Try again by itself after" value=${breaker.probation ?? undefined} problems=${problems} onChange=${(iso) => tune({ probation: iso })} description="Default never. One run as a probe, then after twice as long, at most a day; a success switches it on again." />
    <${Wrong} id=${idOf("/breaker")} messages=${wrong} />
  </details>`;
}

// What buttons do to schedules and runs, with what the server honestly answers.
import { post } from "./api.js";
import { say } from "./bits.js";
import { hurry } from "./poll.js";

/** A key that makes a double click one run. */
function once() {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
}

/** @returns null, or the problem of a refusal (409) that the caller shows */
export async function runNow(schedule, force = false) {
  try {
    await post(`/api/schedules/${schedule.id}/run`, force ? { force: true } : {}, { "Idempotency-Key": once() });
    say(`Asked for a run of ${schedule.name}.`);
    hurry();
    return null;
  } catch (problem) {
    if (problem.status === 409) return problem;
    say(problem.message, "bad");
    return null;
  }
}

export async function setEnabled(schedule, enabled) {
  try {
    await post(`/api/schedules/${schedule.id}/${enabled ? "enable" : "disable"}`);
    say(`${schedule.name} is ${enabled ? "enabled" : "paused"}.`);
  } catch (problem) {
    say(problem.message, "bad");
  }
  hurry(3000);
}

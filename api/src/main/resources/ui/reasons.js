// Why a slot did not become a run, in a few words each. Pure.

const words = {
  outside_window: "outside the active hours",
  blackout: "blacked out by a calendar",
  overlap: "passed while a run was going on",
  coalesced: "merged into a late run",
  missed: "missed while nothing was running",
  paused: "the schedule was paused",
  auto_disabled: "switched off after failures",
  deferred: "the target asked to be left alone",
  capacity: "no free slot in the daemon",
  unknown_kind: "no daemon knew this kind of job",
};

export const decisionReasons = Object.keys(words);
export const suppressed = (reason) => words[reason] ?? reason;

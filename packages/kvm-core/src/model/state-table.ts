// No schema library in this file: every page of the browser UI loads it, and most need no schema.

/** Every state an instance can be seen in. */
export const instanceStates = [
  "stopped",
  "starting",
  "running",
  "paused",
  "stopping",
  "suspended",
  "migrating",
  "incoming",
  "io-error",
  "panicked",
  "crashed",
  "unresponsive",
  "unknown",
] as const;

/** One of the closed list of states. */
export type InstanceState = (typeof instanceStates)[number];

/** What can be asked of an instance, apart from reading. */
export const instanceVerbs = [
  "start",
  "stop",
  "force-stop",
  "reboot",
  "reset",
  "pause",
  "resume",
  "suspend",
  "migrate",
  "update",
  "plug",
  "snapshot",
  "revert",
  "backup",
  "clone",
  "delete",
] as const;
/** One of the closed list of verbs. */
export type InstanceVerb = (typeof instanceVerbs)[number];

/** The one table of "allowed when"; driver, API, CLI and buttons read it. */
const allowedWhen: Readonly<Record<InstanceVerb, readonly InstanceState[]>> = {
  // A suspended one is restored.
  start: ["stopped", "crashed", "suspended"],
  stop: ["running"],
  "force-stop": [
    "starting",
    "running",
    "paused",
    "stopping",
    "io-error",
    "panicked",
    "crashed",
    "unresponsive",
    // Discards the memory that was saved.
    "suspended",
  ],
  reboot: ["running"],
  reset: ["running", "paused", "io-error", "panicked"],
  pause: ["running"],
  resume: ["paused", "io-error"],
  suspend: ["running", "paused"],
  migrate: ["running", "paused"],
  update: ["stopped", "crashed"],
  plug: ["running", "paused", "io-error", "stopped", "crashed"],
  snapshot: ["running", "paused", "stopped", "crashed"],
  revert: ["running", "paused", "stopped", "crashed"],
  backup: ["running", "paused", "stopped", "crashed"],
  clone: ["stopped"],
  delete: ["stopped", "crashed", "suspended"],
};

/** Whether `verb` is allowed in `state`. */
export function isAllowed(verb: InstanceVerb, state: InstanceState): boolean {
  return allowedWhen[verb].includes(state);
}

/** The states in which `verb` is allowed, for documentation and messages. */
export function statesAllowing(verb: InstanceVerb): readonly InstanceState[] {
  return allowedWhen[verb];
}

const verbPhrases: Readonly<Record<InstanceVerb, string>> = {
  start: "start",
  stop: "stop",
  "force-stop": "force stop",
  reboot: "reboot",
  reset: "reset",
  pause: "pause",
  resume: "resume",
  suspend: "suspend",
  migrate: "migrate",
  update: "change",
  plug: "change its devices",
  snapshot: "make or remove snapshots of it",
  revert: "revert",
  backup: "back up",
  clone: "clone",
  delete: "delete",
};

/** Why `verb` is not allowed in `state`, one sentence that tells what to do; undefined when it is. */
export function whyNot(verb: InstanceVerb, state: InstanceState): string | undefined {
  if (isAllowed(verb, state)) return undefined;
  const phrase = verbPhrases[verb];
  if (state === "unknown") return `Cannot ${phrase}: its host does not answer, so its state is not known.`;
  if (state === "migrating" || state === "incoming") return `Cannot ${phrase} while it is migrating.`;
  if (state === "unresponsive") return `Cannot ${phrase}: QEMU does not answer. Force stop is possible.`;
  if (verb === "start" || (verb === "suspend" && state === "suspended")) return `It is already ${state}.`;
  if (state === "stopped") return `Cannot ${phrase}: it is stopped. Start it first.`;
  if (state === "suspended") return `Cannot ${phrase}: it is suspended. Start it, which resumes it, first.`;
  if (verb === "update" || verb === "delete" || verb === "clone") return `Stop it first; it is ${state}.`;
  return `Cannot ${phrase} while it is ${state}.`;
}

/** QEMU's run states (RunState in QEMU 7.2, all 16) and what each means here. */
const runStates: Readonly<Record<string, InstanceState>> = {
  // Where the CPUs stand still for good and QEMU lives on, the guest is kept for inspection like a panicked one.
  debug: "paused",
  inmigrate: "incoming",
  "internal-error": "panicked",
  "io-error": "io-error",
  paused: "paused",
  // All of it is sent, the CPUs stand still; a migration that is under way hides it, so what shows it has stayed here.
  postmigrate: "paused",
  prelaunch: "starting",
  "finish-migrate": "migrating",
  "restore-vm": "starting",
  running: "running",
  "save-vm": "paused",
  shutdown: "stopping",
  suspended: "paused",
  watchdog: "panicked",
  "guest-panicked": "panicked",
  colo: "running",
};

/** The instance state for a word of `query-status`; a word we do not know is `unknown`, never a guess. */
export function stateOfRunState(runState: string): InstanceState {
  return Object.hasOwn(runStates, runState) ? (runStates[runState] ?? "unknown") : "unknown";
}

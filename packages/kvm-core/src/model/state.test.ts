import { expect, test } from "vitest";
import { instanceStates, instanceVerbs, isAllowed, stateOfRunState, whyNot } from "./state.ts";

/** RunState of QEMU 7.2, all of them. */
const runStates = [
  "debug",
  "inmigrate",
  "internal-error",
  "io-error",
  "paused",
  "postmigrate",
  "prelaunch",
  "finish-migrate",
  "restore-vm",
  "running",
  "save-vm",
  "shutdown",
  "suspended",
  "watchdog",
  "guest-panicked",
  "colo",
];

test("every run state of QEMU has a meaning, and a word that is not known is unknown", () => {
  for (const word of runStates) expect(stateOfRunState(word), word).not.toBe("unknown");
  expect(stateOfRunState("a-word-of-tomorrow")).toBe("unknown");
  expect(stateOfRunState("__proto__")).toBe("unknown");
});

test("for every verb and state there is either permission or a reason", () => {
  for (const verb of instanceVerbs) {
    for (const state of instanceStates) {
      expect(whyNot(verb, state) === undefined, `${verb} in ${state}`).toBe(isAllowed(verb, state));
    }
  }
});

test("an instance whose host does not answer can be changed by nobody", () => {
  for (const verb of instanceVerbs) expect(isAllowed(verb, "unknown")).toBe(false);
});

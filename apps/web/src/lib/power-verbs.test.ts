import { english } from "./messages/translate.ts";
import type { Operation } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { powerLabel, questionBefore, questionBeforeMany, verbsToShow, whyNotNow } from "./power-verbs.ts";

const running = { name: "web-1", state: "running" } as const;
const quiet = {
  instance: running,
  role: "operator",
  connection: { status: "live" },
  operations: [],
} as const;
const starting: Operation = {
  id: "1",
  kind: "instance.start",
  host: "host-a",
  instance: "web-1",
  actor: "ana",
  status: "running",
  createdAt: "2026-01-01T00:00:00Z",
  steps: [],
  mayCancel: false,
};

test("what the state allows may be pressed", () => {
  expect(whyNotNow("stop", quiet, english)).toBeUndefined();
  expect(whyNotNow("start", quiet, english)).toBe("It is already running.");
});

test("a viewer is told which role is needed", () => {
  expect(whyNotNow("stop", { ...quiet, role: "viewer" }, english)).toBe(
    "Stop needs the role operator; you are signed in as viewer.",
  );
});

test("while the agent does not answer nothing can be pressed, and the button says so", () => {
  expect(whyNotNow("stop", { ...quiet, connection: { status: "lost", since: 0 } }, english)).toBe(
    "The agent does not answer.",
  );
});

test("while one operation is under way no other can begin", () => {
  const circumstances = { ...quiet, operations: [starting] };
  expect(whyNotNow("pause", circumstances, english)).toBe("Starting is under way.");
  expect(whyNotNow("force-stop", circumstances, english)).toBe("Starting is under way.");
});

test("while the guest is asked to stop or to reboot, the plug can be pulled", () => {
  for (const kind of ["instance.stop", "instance.reboot"] as const) {
    const circumstances = { ...quiet, operations: [{ ...starting, kind }] };
    expect(whyNotNow("force-stop", circumstances, english)).toBeUndefined();
    expect(whyNotNow("pause", circumstances, english)).toContain("is under way.");
  }
});

test("what cannot be taken back is asked for by name", () => {
  expect(questionBefore("force-stop", running, english)?.title).toBe("Force stop web-1?");
  expect(questionBefore("delete", running, english)?.title).toBe("Delete web-1?");
  expect(questionBefore("start", running, english)).toBeUndefined();
  expect(questionBefore("suspend", running, english)).toBeUndefined();
});

test("of a suspended instance the saved memory is named as what is lost", () => {
  const suspended = { name: "web-1", state: "suspended" } as const;
  expect(questionBefore("force-stop", suspended, english)?.consequence).toContain(
    "saved memory is discarded",
  );
  expect(questionBefore("delete", suspended, english)?.consequence).toContain("saved memory");
  expect(questionBefore("delete", running, english)?.consequence).not.toContain("memory");
});

test("a suspended instance is offered Resume, which is its start, and cannot be suspended twice", () => {
  const circumstances = { ...quiet, instance: { name: "web-1", state: "suspended" } } as const;
  expect(verbsToShow("suspended")).toContain("start");
  expect(powerLabel("start", english, "suspended")).toBe("Resume");
  expect(whyNotNow("start", circumstances, english)).toBeUndefined();
  expect(whyNotNow("suspend", circumstances, english)).toBe("It is already suspended.");
  expect(whyNotNow("suspend", quiet, english)).toBeUndefined();
});

test("a question about many names the first of them and counts the rest", () => {
  const many = Array.from(
    { length: 10 },
    (_, index) => ({ name: `web-${index}`, state: "running" }) as const,
  );
  expect(questionBeforeMany("start", many, english)).toBeUndefined();
  expect(questionBeforeMany("delete", [], english)).toBeUndefined();
  expect(questionBeforeMany("delete", many.slice(0, 1), english)).toEqual(
    questionBefore("delete", { name: "web-0", state: "running" }, english),
  );
  const question = questionBeforeMany("force-stop", many, english);
  expect(question?.title).toBe("Force stop 10 instances?");
  expect(question?.consequence).toMatch(/^web-0, web-1, .*web-7 and 2 more\. For each: QEMU ends at once/);
});

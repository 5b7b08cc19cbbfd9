import {
  type EvacuationOutcome,
  type EvacuationProgressRow,
  evacuationResultSchema,
  type Operation,
} from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import { interruptedEvacuation } from "./interrupted.ts";
import { verdict } from "./result-words.ts";

function row(instance: string, outcome: EvacuationOutcome, more: Partial<EvacuationProgressRow> = {}) {
  const text = `what became of ${instance}`;
  return { instance, uuid: instance, class: "movable" as const, target: "host-b", outcome, text, ...more };
}

const body = (code: "checks_refused" | "internal") => ({
  code,
  message: "",
  hint: "",
  details: {},
  docs: "",
});

const ended = (rows: readonly EvacuationProgressRow[], cancelled = false) =>
  verdict("host-a", rows, { cancelled });

describe("An evacuation", () => {
  it("has succeeded exactly when everything is gone that was to go", () => {
    expect(ended([row("a", "moved"), row("b", "shut-down"), row("c", "stays")])).toBeUndefined();
    expect(ended([row("a", "moved"), row("b", "blocked")])?.code).toBe("checks_refused");
    expect(ended([row("a", "moved"), row("b", "failed")])?.code).toBe("migration_failed");
  });

  it("was refused by the checks when nothing but checks stood in its way", () => {
    const refused = row("b", "failed", { error: body("checks_refused") });
    expect(ended([refused, row("c", "blocked")])?.code).toBe("checks_refused");
    expect(ended([refused, row("c", "failed", { error: body("internal") })])?.code).toBe("migration_failed");
  });

  it("that was cancelled says what stays moved and what was not begun; one in doubt needs a person before all", () => {
    const rows = [row("a", "moved"), row("b", "cancelled"), row("c", "not-begun")];
    const error = ended(rows, true);
    expect(error).toMatchObject({
      code: "cancelled",
      message: "Emptying host-a was cancelled: 1 moved, 1 cancelled, 1 not begun.",
      where: "On host-b now: a. Still on host-a, as they were: b, c.",
    });
    expect(ended([...rows, row("d", "in-doubt")], true)?.code).toBe("migration_in_doubt");
  });

  it("that was cancelled when all had moved already has succeeded", () => {
    expect(ended([row("a", "moved")], true)).toBeUndefined();
  });

  it("that an agent left unfinished says what it did, what it did not begin, and what ends by itself", () => {
    const operation: Operation = {
      id: "1",
      kind: "host.evacuate",
      host: "host-a",
      instance: "",
      actor: "ada",
      status: "running",
      createdAt: "2026-01-01T00:00:00Z",
      steps: [],
      mayCancel: true,
      result: {
        host: "host-a",
        rows: [
          row("a", "moved"),
          row("b", "under-way"),
          row("c", "waiting"),
          row("d", "under-way", { class: "shut-down" }),
        ],
        text: "",
      },
    };
    const found = interruptedEvacuation(operation);
    expect(found?.error).toMatchObject({
      code: "cancelled",
      message:
        "The agent of host-a was restarted while it was being emptied: 1 moved, 1 not begun, 2 interrupted.",
      where: "On host-b now: a. Still on host-a, as they were: c. The list shows where they are: b, d.",
    });
    expect(evacuationResultSchema.parse(found?.result).rows.map(({ outcome }) => outcome)).toEqual([
      "moved",
      "interrupted",
      "not-begun",
      "interrupted",
    ]);
    expect(interruptedEvacuation({ ...operation, kind: "instance.start" })).toBeUndefined();
    expect(interruptedEvacuation({ ...operation, result: undefined })?.error?.where).toBe(
      "No guest was touched.",
    );
  });
});

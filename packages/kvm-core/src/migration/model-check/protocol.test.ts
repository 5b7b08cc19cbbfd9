import { describe, expect, it } from "vitest";
import { explore } from "./explore.ts";
import { type Rules, rules } from "./rules.ts";
import { firstWorld } from "./world.ts";

const tries = 1;

describe.each([
  { stores: "two agents with a store each", shared: false },
  { stores: "two agents with one store", shared: true },
])("A migration between $stores", ({ shared }) => {
  it("never has two guests and never none, in whatever order things happen and with any three crashes", () => {
    const { worlds, violation } = explore({ rules, shared, tries, postCopy: false }, firstWorld(3, shared));
    expect(violation).toBeUndefined();
    expect(worlds).toBeGreaterThan(5000);
  });
});

/** What somebody might get wrong; each is noticed. */
const mistakes: readonly { readonly mistake: string; readonly instead: Partial<Rules> }[] = [
  { mistake: "the target's QEMU starts without -S", instead: { waitsForGate: false } },
  { mistake: "there is no return-path", instead: { completedMeansReceived: false } },
  { mistake: "the run gate does not read the record", instead: { mayRun: () => true } },
  {
    mistake: "the source takes its guest back from a target that does not answer",
    instead: { afterCommit: (seen) => (seen.answer === undefined ? "take-back" : rules.afterCommit(seen)) },
  },
  {
    mistake: "the source takes its guest back from a target that has it",
    instead: { afterCommit: (seen) => (seen.answer === "received" ? "take-back" : rules.afterCommit(seen)) },
  },
  { mistake: "the store changes a record without comparing it", instead: { comparesBeforeSwap: false } },
  {
    mistake: "the source reads that its commit is not there, and does not rule it out",
    instead: { staying: (record) => record },
  },
  { mistake: "the source ends its process on completed", instead: { quitsAfterHandOver: false } },
  { mistake: "the source commits before it saw completed", instead: { commitsAfterCompleted: false } },
  { mistake: "the journal is written after the guest was let run", instead: { writesWillRunFirst: false } },
  {
    mistake: "recovery calls a committed migration off",
    instead: {
      unfinished: (held, host) => (held?.migration == null ? rules.unfinished(held, host) : "call-off"),
    },
  },
  { mistake: "nobody recovers", instead: { unfinished: () => "nothing" } },
  { mistake: "the target removes what still stands", instead: { stands: () => false } },
  { mistake: "the target keeps what nobody needs", instead: { stands: () => true } },
  {
    mistake: "the commit leaves the incarnation as it was",
    instead: { committed: (record) => ({ ...rules.committed(record), incarnation: record.incarnation }) },
  },
  {
    mistake: "the record says arrived before the guest runs",
    instead: { committed: (record) => rules.letGo(rules.committed(record)) },
  },
  {
    mistake: "a person says that a host is off which is not",
    instead: { offMeansOff: false },
  },
  {
    mistake: "what a person has taken over goes on from the copy of its memory",
    instead: { takenOverStartsAnew: false },
  },
  {
    mistake: "a person may choose a side that was off itself",
    instead: { choosesByItsProcess: false },
  },
  { mistake: "the source forgets what was taken over on it", instead: { remembersTakingOver: false } },
  {
    mistake: "a target that comes back does not ask its source whether it may keep the guest",
    instead: { afterArrival: () => "keep" },
  },
  {
    mistake: "the target may be chosen although the record is with the source",
    instead: { choosesTargetBySharedRecord: false },
  },
  {
    mistake: "what died on the target may be started there before the source has let go",
    instead: { released: (record) => rules.released(record, { shared: true }) },
  },
  {
    mistake: "a dead process is not taken off the record",
    instead: { released: (record) => record },
  },
];

describe.each(mistakes)("When $mistake", ({ instead }) => {
  it("the checker tells how a guest is lost or doubled", () => {
    const violations = [false, true].map(
      (shared) =>
        explore({ rules: { ...rules, ...instead }, shared, tries, postCopy: false }, firstWorld(3, shared))
          .violation,
    );
    expect(violations.filter((violation) => violation !== undefined)).not.toEqual([]);
  });
});

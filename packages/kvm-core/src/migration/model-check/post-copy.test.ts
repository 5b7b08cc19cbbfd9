import { describe, expect, it } from "vitest";
import { explore } from "./explore.ts";
import { type Rules, rules } from "./rules.ts";
import { firstWorld } from "./world.ts";

const tries = 1;

describe.each([
  { stores: "two agents with a store each", shared: false },
  { stores: "two agents with one store", shared: true },
])("A migration that may end by post-copy between $stores", ({ shared }) => {
  // There are many more worlds than without post-copy, and the machine may do other things too.
  it("never has two guests, and gives one up only when a QEMU died or the link broke within the devices", {
    timeout: 120_000,
  }, () => {
    const { worlds, violation } = explore({ rules, shared, tries, postCopy: true }, firstWorld(3, shared));
    expect(violation).toBeUndefined();
    expect(worlds).toBeGreaterThan(10_000);
  });
});

const { afterHandOn } = rules;

/** What somebody might get wrong; each is noticed. */
const mistakes: readonly { readonly mistake: string; readonly instead: Partial<Rules> }[] = [
  {
    mistake: "the source leaves as soon as the guest runs on the target",
    instead: {
      afterHandOn: (seen) => (seen.answer === "committed" && seen.missing ? "retire" : afterHandOn(seen)),
    },
  },
  {
    mistake: "the record says arrived while memory is still missing",
    instead: { arrivesWhole: false },
  },
  {
    mistake: "QEMU pauses the guest for post-copy, and lets it go on by itself when the link breaks",
    instead: { pausesBeforePostCopy: false },
  },
  {
    mistake: "the commit does not say which process may still send",
    instead: { committedAhead: rules.committed },
  },
  {
    mistake: "a stream that was cut is not joined again",
    instead: { afterHandOn: (seen) => (afterHandOn(seen) === "rejoin" ? "wait" : afterHandOn(seen)) },
  },
  {
    mistake: "a stream that was cut counts as a guest that is lost",
    instead: { afterHandOn: (seen) => (afterHandOn(seen) === "rejoin" ? "end-there" : afterHandOn(seen)) },
  },
  {
    mistake: "what waits on the target without its source is let run",
    instead: { afterHandOn: (seen) => (afterHandOn(seen) === "abandon" ? "hand-over" : afterHandOn(seen)) },
  },
  {
    mistake: "the source takes back what it was cut off with",
    instead: { afterHandOn: (seen) => (afterHandOn(seen) === "lost" ? "take-back" : afterHandOn(seen)) },
  },
  {
    mistake: "the source takes back what may have run on the target",
    instead: {
      afterHandOn: (seen) => (afterHandOn(seen) === "end-there" ? "take-back" : afterHandOn(seen)),
    },
  },
  {
    mistake: "a half that can never get its memory is left on the target",
    instead: { afterHandOn: (seen) => (afterHandOn(seen) === "end-there" ? "wait" : afterHandOn(seen)) },
  },
  {
    mistake: "the source waits for its own QEMU's word although nothing is missing on the target",
    instead: {
      afterHandOn: (seen) =>
        afterHandOn(seen) === "retire" && seen.sending === "sending" ? "wait" : afterHandOn(seen),
    },
  },
  {
    mistake: "a target that does not answer counts as gone",
    instead: { afterHandOn: ({ answer = "gone", ...seen }) => afterHandOn({ ...seen, answer }) },
  },
];

describe.each(mistakes)("When $mistake", ({ instead }) => {
  it("the checker tells how a guest is lost or doubled", () => {
    const violations = [false, true].map(
      (shared) =>
        explore({ rules: { ...rules, ...instead }, shared, tries, postCopy: true }, firstWorld(2, shared))
          .violation,
    );
    expect(violations.filter((violation) => violation !== undefined)).not.toEqual([]);
  });
});

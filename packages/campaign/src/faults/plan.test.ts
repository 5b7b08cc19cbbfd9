import { describe, expect, it } from "vitest";
import { type GuestKind, mixedKinds } from "../guest-kind.ts";
import { moments, momentsOfCopy, momentsOfPostCopy } from "../watch/moments.ts";
import { mayLose, mostPauseMs, mustMove, nameOf, planRun, type Strike, strikes } from "./plan.ts";

const able = { losesPower: true, setsClocks: true };
/** Three thousand of one seed, on a machine that can do everything but that. */
function plansOf(but: Partial<typeof able> = {}) {
  const anything = { seed: 7, store: undefined, guest: undefined, only: undefined, ...able, ...but };
  return Array.from({ length: 3000 }, (_, run) => planRun({ ...anything, run }));
}

const plans = plansOf();

describe("The plan of a run", () => {
  it("is the same for the same seed and number, and another for others", () => {
    expect(
      planRun({ seed: 7, run: 11, store: undefined, guest: undefined, only: undefined, ...able }),
    ).toEqual(plans[11]);
    expect(new Set(plans.map((plan) => JSON.stringify({ ...plan, run: 0 }))).size).toBeGreaterThan(1000);
  });

  it("comes to every kind of guest, every moment and every harm", () => {
    expect(new Set(plans.map(({ guest }) => guest))).toEqual(new Set(mixedKinds));
    expect(new Set(plans.map(({ moment }) => moment))).toEqual(new Set(moments));
    expect(new Set(plans.map(({ strike }) => JSON.stringify(strike)))).toEqual(
      new Set(strikes.map((strike) => JSON.stringify(strike))),
    );
  });

  it("comes to every moment of a move by post-copy, which is made only when it is asked for", () => {
    const asked = Array.from({ length: 1000 }, (_, run) =>
      planRun({ seed: 7, run, store: undefined, guest: "post-copy", only: undefined, ...able }),
    );
    expect(new Set(asked.map(({ moment }) => moment))).toEqual(new Set(momentsOfPostCopy));
    expect(plans.filter(({ guest }) => guest === "post-copy")).toEqual([]);
    const names = asked.map(nameOf).join("\n");
    expect(names).not.toMatch(/target QEMU at begin|source QEMU at retire|stream at (begin|prepare|retire)/);
  });

  it("strikes nothing that is not there", () => {
    const names = plans.map((plan) => `${plan.store} ${nameOf(plan)}`);
    expect(
      names.filter((name) => /^sqlite .*etcd|target QEMU at begin|source QEMU at retire/.test(name)),
    ).toEqual([]);
    const odd = plans.filter(
      ({ guest, moment }) =>
        (guest === "paused" && moment === "resumed") ||
        (momentsOfCopy.includes(moment) && guest !== "copied" && guest !== "copied and gone"),
    );
    expect(odd).toEqual([]);
  });

  it("is narrowed down by words of the fault's name", () => {
    const only = "kill target agent at device,cut the link";
    const narrow = Array.from({ length: 50 }, (_, run) =>
      nameOf(planRun({ seed: 1, run, store: "sqlite", guest: undefined, only, ...able })),
    );
    expect(
      narrow.every((name) => name === "kill target agent at device" || name.startsWith("cut the link")),
    ).toBe(true);
    expect(() =>
      planRun({ seed: 1, run: 0, store: "sqlite", guest: undefined, only: "earthquake", ...able }),
    ).toThrow("earthquake");
  });

  it("turns no host off where nothing would be lost by it", () => {
    const dry = plansOf({ losesPower: false });
    expect(dry.filter((plan) => nameOf(plan).startsWith("turn off"))).toEqual([]);
  });
});

describe("Clocks", () => {
  it("are set at every moment, and not where hosts have none of their own", () => {
    const named = plans.filter(({ strike }) => strike.deed === "put").map(nameOf);
    expect(named).toContain("put the clock of the source + target ten years back at device");
    const without = plansOf({ setsClocks: false });
    expect(without.filter(({ strike }) => strike.deed === "put")).toEqual([]);
  });

  it("are no reason for a move to fail as long as certificates are good by them", () => {
    const fatal = (strike: Strike, guest: GuestKind = "running") => !mustMove({ strike, guest });
    expect(fatal({ deed: "put", clocks: ["source", "target"], to: "an hour back" })).toBe(false);
    expect(fatal({ deed: "put", clocks: ["target"], to: "ten years back" })).toBe(true);
    expect(fatal({ deed: "put", clocks: ["target"], to: "an hour back" }, "copied")).toBe(true);
    expect(fatal({ deed: "cut" })).toBe(true);
  });
});

describe("A guest may be lost", () => {
  const killed = (victim: "source QEMU" | "target QEMU", ...came: readonly string[]) =>
    mayLose({ strike: { deed: "kill", victims: [victim] } }, (moment) => came.includes(moment));

  it("only with the process that held it alone", () => {
    expect(killed("source QEMU", "completed")).toBe(true);
    expect(killed("source QEMU", "completed", "committed")).toBe(false);
    expect(killed("target QEMU", "completed", "committed")).toBe(false);
    expect(killed("target QEMU", "completed", "committed", "will run")).toBe(true);
    expect(mayLose({ strike: { deed: "cut" } }, () => true)).toBe(false);
  });

  it("with the power of its host", () => {
    const off = (...hosts: readonly ("source" | "target")[]) => ({ deed: "turn off", hosts }) as const;
    expect(mayLose({ strike: off("source") }, () => false)).toBe(true);
    expect(mayLose({ strike: off("target") }, (moment) => moment === "committed")).toBe(false);
    expect(mayLose({ strike: off("source", "target") }, () => true)).toBe(true);
  });
});

describe("A guest that stays may stand still", () => {
  const after = (guest: "running" | "paused", victim: "source agent" | "target agent", ...came: string[]) =>
    mostPauseMs({ guest, strike: { deed: "kill", victims: [victim] } }, (moment) => came.includes(moment));

  it("only shortly while its source can decide alone", () => {
    expect(after("running", "target agent", "completed")).toBe(12_000);
    expect(after("running", "target agent", "completed", "committed")).toBeUndefined();
    expect(after("running", "source agent")).toBeUndefined();
    expect(after("paused", "target agent")).toBeUndefined();
  });
});

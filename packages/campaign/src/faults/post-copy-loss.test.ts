import { describe, expect, it } from "vitest";
import { type Moment, momentsOfPostCopy } from "../watch/moments.ts";
import type { Strike } from "./plan.ts";
import { mayLoseByPostCopy } from "./post-copy-loss.ts";

/** All that have come when this one has: nothing breaks, and is joined again, by itself. */
function upTo(moment: Moment): ReadonlySet<Moment> {
  const whole = momentsOfPostCopy.filter((one) => one !== "postcopy-paused" && one !== "postcopy-recover");
  return new Set<Moment>(whole.slice(0, whole.findIndex((one) => one === moment) + 1));
}

function mayLose(strike: Strike, before: Moment, last: Moment): boolean {
  return mayLoseByPostCopy({ strike }, { before: upTo(before), inAll: upTo(last) });
}

const kill = (...victims: ("source agent" | "target agent" | "source QEMU" | "target QEMU")[]) =>
  ({ deed: "kill", victims }) as const;

describe("A guest that moves by post-copy may be lost", () => {
  it("with the QEMU of its source until everything was sent, and not after that", () => {
    expect(mayLose(kill("source QEMU"), "active", "active")).toBe(true);
    expect(mayLose(kill("source QEMU"), "resumed", "resumed")).toBe(true);
    expect(mayLose(kill("source QEMU"), "completed", "retire")).toBe(false);
  });

  it("with the QEMU of its target once its devices were sent, and not before", () => {
    expect(mayLose(kill("target QEMU"), "active", "pre-switchover")).toBe(false);
    expect(mayLose(kill("target QEMU"), "committed", "committed")).toBe(false);
    expect(mayLose(kill("target QEMU"), "committed", "postcopy-active")).toBe(true);
    expect(mayLose(kill("target QEMU"), "resumed", "resumed")).toBe(true);
  });

  it("with neither link nor target once everything was sent, as long as the target does not run it", () => {
    const slow = {
      before: upTo("handed over"),
      inAll: new Set<Moment>([...upTo("handed over"), "completed"]),
    };
    expect(mayLoseByPostCopy({ strike: kill("target QEMU") }, slow)).toBe(false);
    expect(mayLoseByPostCopy({ strike: { deed: "cut" } }, slow)).toBe(false);
  });

  it("with the power of a host as with its QEMU", () => {
    expect(mayLose({ deed: "turn off", hosts: ["target"] }, "active", "active")).toBe(false);
    expect(mayLose({ deed: "turn off", hosts: ["target"] }, "resumed", "resumed")).toBe(true);
    expect(mayLose({ deed: "turn off", hosts: ["source", "target"] }, "active", "active")).toBe(true);
  });

  it("when the link or an agent fails while its devices are on the way, and neither before nor later", () => {
    const harms: readonly Strike[] = [
      kill("target agent"),
      { deed: "hang", victims: ["source agent"] },
      { deed: "cut" },
      { deed: "reset", which: "stream" },
    ];
    for (const harm of harms) {
      expect(mayLose(harm, "committed", "committed")).toBe(false);
      expect(mayLose(harm, "postcopy-active", "handed over")).toBe(true);
      expect(mayLose(harm, "postcopy-active", "will run")).toBe(false);
      expect(mayLose(harm, "resumed", "retire")).toBe(false);
    }
  });

  it("never with what its memory does not go through", () => {
    const harms: readonly Strike[] = [
      { deed: "kill", victims: ["etcd"] },
      { deed: "hang", victims: ["target QEMU"] },
      { deed: "fill", disk: "target" },
      { deed: "reset", which: "others" },
    ];
    for (const harm of harms) expect(mayLose(harm, "postcopy-active", "postcopy-active")).toBe(false);
  });
});

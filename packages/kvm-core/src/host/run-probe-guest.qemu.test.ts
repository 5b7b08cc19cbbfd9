import { describe, expect, test } from "vitest";
import { findQemu } from "./find-qemu.ts";
import { runProbeGuest } from "./run-probe-guest.ts";

const { binary: qemu } = await findQemu();

describe("the probe guest", () => {
  test.each(["qemu64", "max", "EPYC-Milan"])(
    "runs to its end under TCG with the CPU model %s",
    async (cpuModel) => {
      expect(await runProbeGuest({ qemu, cpuModel, accelerator: "tcg" })).toEqual({ passed: true });
    },
  );

  test.each([
    ["qemu32", "the probe guest could not enter 64-bit mode with paging"],
    [
      "qemu64,-apic",
      "the probe guest could not read the CPU's features and its time stamp counter within 1 s",
    ],
    ["no-such-model", "QEMU could not start the probe guest (unable to find CPU model 'no-such-model')"],
  ])("tells how far it came with the CPU model %s", async (cpuModel, reason) => {
    expect(await runProbeGuest({ qemu, cpuModel, accelerator: "tcg", deadlineMs: 1000 })).toEqual({
      passed: false,
      reason,
    });
  });

  test("ends with the caller's signal", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(runProbeGuest({ qemu, cpuModel: "qemu64", accelerator: "tcg", signal })).rejects.toThrow(
      "enough",
    );
  });
});

import { describe, expect, test } from "vitest";
import { kvmBaseline, resolveMachine } from "./resolve-machine.ts";

const model = (name: string, unavailable: string[] = [], migrationSafe = true) => ({
  name,
  unavailable,
  migrationSafe,
});
const qemu = {
  version: "7.2.22",
  machineTypes: [
    { name: "pc-q35-7.1" },
    { name: "pc-q35-7.2", alias: "q35" },
    { name: "pc-i440fx-7.2", alias: "pc" },
  ],
  cpuModels: [model("qemu64"), model("EPYC-Milan", ["avx2"]), model("max", [], false)],
};

describe("the machine of a spec", () => {
  test.each([
    ["q35", "pc-q35-7.2"],
    ["pc", "pc-i440fx-7.2"],
  ] as const)("%s is pinned to the versioned type %s", (machine, machineType) => {
    expect(resolveMachine(qemu, { machine, cpuModel: "host-baseline" })).toEqual({
      machineType,
      cpuModel: "qemu64",
    });
  });

  test("keeps a CPU model that this QEMU knows", () => {
    expect(resolveMachine(qemu, { machine: "q35", cpuModel: "EPYC-Milan" }).cpuModel).toBe("EPYC-Milan");
  });

  test("with a CPU model that nobody knows is refused by its field", () => {
    expect(() => resolveMachine(qemu, { machine: "q35", cpuModel: "Z80" })).toThrow(
      expect.objectContaining({
        code: "invalid_spec",
        details: { faults: [expect.objectContaining({ path: "cpuModel" })] },
      }),
    );
  });

  test("that this QEMU was built without is unsupported", () => {
    const microvmOnly = { ...qemu, machineTypes: [{ name: "microvm" }] };
    expect(() => resolveMachine(microvmOnly, { machine: "q35", cpuModel: "max" })).toThrow(
      expect.objectContaining({ code: "unsupported" }),
    );
  });
});

describe("the baseline under KVM", () => {
  test("is the newest model of which this host has every feature", () => {
    const models = [
      model("Nehalem"),
      model("EPYC-Rome"),
      model("EPYC-Milan", ["pku"]),
      model("max", [], false),
    ];
    expect(kvmBaseline(models)).toBe("EPYC-Rome");
  });

  test("is qemu64 when no named model is complete", () => {
    expect(kvmBaseline([model("EPYC", ["svm"]), model("qemu64", ["pni"])])).toBe("qemu64");
  });
});

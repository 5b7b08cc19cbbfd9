import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placesAtStart, placesWhileRunning } from "./places.ts";
import { type InstanceSpec, instanceSpecSchema } from "./spec.ts";

function specOf(
  machine: "q35" | "pc",
  disks: readonly { name: string; bus: string }[],
  nics = 0,
): InstanceSpec {
  return instanceSpecSchema.parse({
    name: "a",
    machine,
    disks: disks.map((disk) => ({ ...disk, source: { file: `/${disk.name}` } })),
    nics: Array.from({ length: nics }, (_, index) => ({
      mac: `52:54:00:00:00:0${index}`,
      network: { user: {} },
    })),
  });
}

const names = ["root", "data", "swap", "logs", "constructor", "port-0", "cd"];
const disk = fc.record({
  name: fc.constantFrom(...names),
  bus: fc.constantFrom("virtio", "scsi", "sata", "cdrom"),
});
const disks = fc.uniqueArray(disk, { selector: ({ name }) => name, maxLength: names.length });

describe("the places of a machine", () => {
  test("stay those of each device over any history of starts, and no two devices share one", () => {
    fc.assert(
      fc.property(fc.array(disks, { minLength: 1, maxLength: 6 }), (history) => {
        let before = placesAtStart(specOf("q35", []), null);
        for (const now of history) {
          const after = placesAtStart(specOf("q35", now, 2), before);
          expect(Object.keys(after.disks).sort()).toEqual(now.map(({ name }) => name).sort());
          expect(new Set(Object.values(after.disks)).size).toBe(now.length);
          for (const { name } of now)
            if (Object.hasOwn(before.disks, name)) expect(after.disks[name]).toBe(before.disks[name]);
          for (const { name, bus } of now)
            if (bus === "virtio") expect(after.disks[name]).toBeLessThan(after.diskPorts);
          before = after;
        }
      }),
    );
  });

  test("while it runs keep its ports, and what fits into none of them is refused", () => {
    const disksOf = (count: number, bus = "virtio") =>
      Array.from({ length: count }, (_, index) => ({ name: `d${index}`, bus }));
    const started = placesAtStart(specOf("q35", disksOf(1)), null);
    const full = placesWhileRunning(specOf("q35", disksOf(5), 2), started);
    expect(full).toMatchObject({ diskPorts: 5, nicPorts: 2, disks: { d0: 0, d4: 4 } });
    const refused = expect.objectContaining({ code: "wrong_state" }) as Error;
    expect(() => placesWhileRunning(specOf("q35", disksOf(6)), full)).toThrow(refused);
    expect(() => placesWhileRunning(specOf("q35", disksOf(1), 3), full)).toThrow(refused);
    expect(() => placesWhileRunning(specOf("q35", disksOf(2, "scsi")), full)).toThrow(refused);
    expect(placesAtStart(specOf("q35", disksOf(5)), full)).toMatchObject({ diskPorts: 9, disks: full.disks });
    const pc = placesAtStart(specOf("pc", disksOf(1)), null);
    expect(placesWhileRunning(specOf("pc", disksOf(16)), pc).disks["d15"]).toBe(15);
  });
});

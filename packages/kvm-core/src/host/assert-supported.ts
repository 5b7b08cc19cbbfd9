import { GantryError } from "../model/index.ts";
import { missingAbilities, type NeedySpec } from "./missing-abilities.ts";
import type { QemuFacts } from "./qemu-facts.ts";
import { readQemuFacts } from "./read-qemu-facts.ts";

/**
 * Refuses disks and interfaces that this QEMU cannot have. What was missing before is asked for once more: a driver that
 * was installed since needs no restart of anything.
 *
 * @throws GantryError `unsupported` naming every field, what is missing and how to get it.
 */
export async function assertSupported(qemu: QemuFacts, spec: NeedySpec): Promise<void> {
  if (missingAbilities(qemu, spec).length === 0) return;
  const now = await readQemuFacts(qemu.binary).catch(() => qemu);
  const missing = missingAbilities(now, spec);
  if (missing.length === 0) return;
  throw new GantryError("unsupported", {
    message: `${missing.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ")}.`,
    hint: [...new Set(missing.map(({ fix }) => fix))].join(" "),
    details: { faults: missing.map(({ path, message }) => ({ path, message })), binary: now.binary },
  });
}

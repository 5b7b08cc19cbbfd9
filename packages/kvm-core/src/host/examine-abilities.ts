import type { Finding, InstanceSpec } from "../model/index.ts";
import { findQemu } from "./find-qemu.ts";
import { missingAbilities } from "./missing-abilities.ts";

/** What this QEMU lacks for the instances there are. What no instance uses is not missed. */
export async function examineAbilities(
  binary: string | undefined,
  specs: readonly InstanceSpec[],
): Promise<Finding[]> {
  // That there is no QEMU is told elsewhere.
  const qemu = specs.length === 0 ? undefined : await findQemu(binary).catch(() => undefined);
  if (qemu === undefined) return [];
  return specs.flatMap((spec) =>
    missingAbilities(qemu, spec).map(({ path, message, fix }) => ({
      code: "qemu_lacks",
      level: "warn" as const,
      message: `${spec.name} cannot start: ${message}${path === "" ? "" : ` (${path})`}.`,
      fix,
    })),
  );
}

import type { Finding } from "../model/index.ts";
import { findQemu } from "./find-qemu.ts";
import { probeKvm } from "./probe-kvm.ts";

/** KVM: usable, or why not, what that means here and what to do. */
export async function examineKvm({
  qemu,
  accel,
  stateDir,
}: {
  readonly qemu?: string | undefined;
  readonly accel: "auto" | "kvm" | "tcg";
  readonly stateDir: string;
}): Promise<Finding[]> {
  const binary = await findQemu(qemu).then(
    (facts) => facts.binary,
    () => undefined,
  );
  // Without QEMU nothing can be said; the missing QEMU is a finding of its own.
  if (binary === undefined) return [];
  const { usable, reason, fix } = await probeKvm({ qemu: binary, cacheDir: stateDir });
  if (usable) return [{ code: "kvm", level: "ok", message: reason }];
  // Who chose to run in software needs no repair.
  if (accel === "tcg") {
    return [
      {
        code: "kvm_unused",
        level: "ok",
        message: `${reason} Instances run in software (TCG), as configured.`,
      },
    ];
  }
  const consequence =
    accel === "kvm" ? "Instances cannot start." : "Instances run in software (TCG), much slower.";
  return [
    {
      code: "kvm_unusable",
      level: accel === "kvm" ? "fail" : "warn",
      message: `${reason} ${consequence}`,
      fix:
        fix ?? "Run Gantry on a host whose KVM works, or set GANTRY_ACCEL=tcg to run in software knowingly.",
    },
  ];
}

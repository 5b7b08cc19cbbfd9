import { readMemory } from "../../host/index.ts";
import type { HostServices } from "../../instance/index.ts";
import { migrationProtocol, type PrepareRequest } from "../../model/migration-peer.ts";
import { type CheckResult, fail, pass, warn } from "./check-result.ts";
import { compareVersions } from "./compare-versions.ts";

/** Clocks that are this far apart are told, in seconds. */
const toleratedSkew = 5;

export function agentVersion({ protocol }: PrepareRequest): CheckResult {
  const evidence = `${protocol} → ${migrationProtocol}`;
  if (protocol === migrationProtocol) return pass("Both agents migrate in the same way.", evidence);
  return fail("The agents of the two hosts are of versions that do not migrate to each other.", {
    evidence,
    fix: "Run the same version of Gantry on both hosts; restarting an agent harms no guest.",
  });
}

export function machineType({ machine }: PrepareRequest, { qemu }: HostServices): CheckResult {
  const known = qemu.machineTypes.some((type) => type.name === machine.machineType);
  if (known) return pass("The target knows this machine type.", machine.machineType);
  return fail(`The target's QEMU ${qemu.version} does not know machine type ${machine.machineType}.`, {
    evidence: qemu.version,
    fix: "Upgrade QEMU on the target to at least the version of the source.",
  });
}

export function cpuModel({ machine }: PrepareRequest, { qemu, kvmModels }: HostServices): CheckResult {
  const model = (kvmModels ?? qemu.cpuModels).find(({ name }) => name === machine.cpuModel);
  const missing = kvmModels === undefined ? [] : (model?.unavailable ?? []);
  if (model !== undefined && missing.length === 0)
    return pass("The target has this CPU model.", machine.cpuModel);
  return fail(`The target cannot give a guest the CPU model ${machine.cpuModel}.`, {
    evidence:
      model === undefined ? `QEMU ${qemu.version} does not know it` : `missing: ${missing.join(", ")}`,
    fix: "Choose a host with the same processor, or a CPU model that both have, and start the guest anew.",
  });
}

export function qemuVersion({ qemuVersion: source }: PrepareRequest, { qemu }: HostServices): CheckResult {
  const evidence = `${source} → ${qemu.version}`;
  if (compareVersions(qemu.version, source) >= 0) return pass("The target's QEMU is not older.", evidence);
  return warn(
    "The target's QEMU is older than the source's; QEMU promises migration only to the same or a newer one.",
    { evidence, fix: "Upgrade QEMU on the target first." },
  );
}

export function accelerator({ machine }: PrepareRequest, services: HostServices): CheckResult {
  const evidence = `${machine.accelerator} → ${services.accelerator}`;
  if (machine.accelerator === services.accelerator)
    return pass("Both sides run guests the same way.", evidence);
  return fail(
    `The source runs it with ${machine.accelerator}, the target with ${services.accelerator}; a running guest cannot change that.`,
    {
      evidence,
      fix:
        machine.accelerator === "kvm"
          ? "Make KVM usable on the target; its doctor says how."
          : "Stop it and start it there.",
    },
  );
}

export async function memory({ spec }: PrepareRequest): Promise<CheckResult> {
  const { availableMiB } = await readMemory();
  const evidence = `${spec.memoryMiB} MiB wanted, ${availableMiB} MiB available`;
  if (availableMiB >= spec.memoryMiB) return pass("The target has the memory.", evidence);
  return fail("The target has not enough memory.", {
    evidence,
    fix: "Stop something there, or choose another host.",
  });
}

export function clockSkew({ sentAt }: PrepareRequest): CheckResult {
  const seconds = Math.round((Date.now() - Date.parse(sentAt)) / 1000);
  const evidence = `${seconds} s apart`;
  if (Math.abs(seconds) <= toleratedSkew) return pass("The clocks agree.", evidence);
  return warn("The hosts' clocks differ; logs of both sides will not line up.", {
    evidence,
    fix: "Run a time service on both hosts.",
  });
}

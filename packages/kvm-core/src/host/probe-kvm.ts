import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { readKvmCpuModels } from "./read-qemu-facts.ts";
import { readCachedVerdict, writeCachedVerdict } from "./kvm-verdict-cache.ts";
import { kvmBaseline } from "./resolve-machine.ts";
import { runProbeGuest } from "./run-probe-guest.ts";

/** Whether guests can run under KVM here, and why or why not, in one sentence. */
export interface KvmVerdict {
  readonly usable: boolean;
  readonly reason: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

/** What the probe needs. */
export interface ProbeKvmRequest {
  /** Path of QEMU. */
  readonly qemu: string;
  /** Where the verdict is kept until the host boots again or QEMU changes. */
  readonly cacheDir: string;
  readonly signal?: AbortSignal;
}

/**
 * Tells whether KVM is usable here: a guest that does what a stock 64-bit kernel does first has to run to its end under
 * it. That /dev/kvm opens says little; under some nested hypervisors a BIOS runs and every stock kernel hangs.
 *
 * Takes well under a second where KVM works, at most 10 s where it hangs, and nothing when the verdict is cached.
 */
export async function probeKvm({ qemu, cacheDir, signal }: ProbeKvmRequest): Promise<KvmVerdict> {
  const closed = await whyClosed();
  if (closed !== undefined) return closed;
  const cached = await readCachedVerdict(cacheDir, qemu);
  if (cached !== undefined) return cached;
  const verdict = await judge(qemu, signal);
  await writeCachedVerdict(cacheDir, qemu, verdict);
  return verdict;
}

/** The probe guest runs with the CPU model that instances get, and with the host's own. */
async function judge(qemu: string, signal?: AbortSignal): Promise<KvmVerdict> {
  const models = await readKvmCpuModels(qemu).catch((error: Error) => error);
  if (models instanceof Error) return refused(`QEMU cannot use KVM: ${models.message}.`);
  const baseline = kvmBaseline(models);
  const [asInstances, asHost] = await Promise.all([
    runProbeGuest({ qemu, cpuModel: baseline, accelerator: "kvm", signal }),
    runProbeGuest({ qemu, cpuModel: "host", accelerator: "kvm", signal }),
  ]);
  const hostModel = asHost.passed ? "" : ` With the CPU model "host" ${asHost.reason}.`;
  if (asInstances.passed) {
    return {
      usable: true,
      reason: `A probe guest ran under KVM with the CPU model ${baseline}.${hostModel}`,
    };
  }
  return refused(
    `KVM does not run stock 64-bit kernels here: ${asInstances.reason}.${hostModel}${await whichKvm()}`,
  );
}

function refused(reason: string): KvmVerdict {
  return {
    usable: false,
    reason,
    fix: "Run Gantry on bare metal, or where the outer hypervisor offers nested virtualisation of Intel VT-x or AMD-V.",
  };
}

/** A KVM without VT-x or AMD-V runs only kernels that were made for it. */
async function whichKvm(): Promise<string> {
  const modules = await readdir("/sys/module").catch((): string[] => []);
  if (modules.includes("kvm_intel") || modules.includes("kvm_amd")) return "";
  const other = modules.find((name) => name.startsWith("kvm_"));
  return other === undefined ? "" : ` (This kernel's KVM is ${other}, without VT-x or AMD-V.)`;
}

/** Whether the agent's user may open /dev/kvm. That alone says little. */
export async function isKvmOpen(): Promise<boolean> {
  return (await whyClosed()) === undefined;
}

async function whyClosed(): Promise<KvmVerdict | undefined> {
  const code = await access("/dev/kvm", constants.R_OK | constants.W_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code ?? "unknown",
  );
  if (code === undefined) return undefined;
  if (code === "ENOENT") {
    return {
      usable: false,
      reason:
        "There is no /dev/kvm: the CPU's virtualisation is switched off, not offered to this machine, or not loaded.",
      fix: "Switch on VT-x or AMD-V in the firmware (or nested virtualisation outside), then: modprobe kvm_intel || modprobe kvm_amd",
    };
  }
  return {
    usable: false,
    reason: `The agent's user may not open /dev/kvm (${code}).`,
    fix: "Add the user to the group kvm (usermod -aG kvm USER) and start the agent again.",
  };
}

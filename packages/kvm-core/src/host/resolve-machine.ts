import { GantryError, type InstanceSpec, invalid } from "../model/index.ts";
import type { CpuModel, QemuFacts } from "./qemu-facts.ts";

/** The machine a guest will see, by names that mean the same on every host. */
export interface ResolvedMachine {
  /** Versioned machine type, such as `pc-q35-7.2`. */
  readonly machineType: string;
  readonly cpuModel: string;
}

/** Every QEMU has this model, TCG emulates it completely, and every host that KVM supports has its features. */
const baseline = "qemu64";

/** Under KVM, newest first: a guest gets the first whose every feature this host has. */
const kvmBaselines = [
  ...["EPYC-Milan", "EPYC-Rome", "EPYC"],
  ...[
    "Icelake-Server",
    "Cascadelake-Server",
    "Skylake-Server",
    "Broadwell",
    "Haswell",
    "IvyBridge",
    "SandyBridge",
  ],
  ...["Westmere", "Nehalem"],
];

/**
 * Pins the machine of a spec to what this QEMU has.
 *
 * @param kvmModels the CPU models as KVM offers them; undefined when the guest runs under TCG.
 * @throws GantryError `invalid_spec` when this QEMU does not know the CPU model; `unsupported` when it lacks the machine.
 */
export function resolveMachine(
  qemu: Pick<QemuFacts, "machineTypes" | "cpuModels" | "version">,
  spec: Pick<InstanceSpec, "machine" | "cpuModel">,
  kvmModels?: readonly CpuModel[],
): ResolvedMachine {
  return { machineType: machineType(qemu, spec.machine), cpuModel: cpuModel(spec.cpuModel, qemu, kvmModels) };
}

function machineType(
  { machineTypes, version }: Pick<QemuFacts, "machineTypes" | "version">,
  wanted: string,
): string {
  const found = machineTypes.find(({ alias }) => alias === wanted);
  if (found !== undefined) return found.name;
  throw new GantryError("unsupported", {
    message: `QEMU ${version} has no machine "${wanted}".`,
    hint: "Install the QEMU package with the PC machines (qemu-system-x86), or choose another machine in the spec.",
  });
}

function cpuModel(
  wanted: string,
  qemu: Pick<QemuFacts, "cpuModels" | "version">,
  kvm?: readonly CpuModel[],
): string {
  const known = kvm ?? qemu.cpuModels;
  if (wanted === "host-baseline") return kvm === undefined ? baseline : kvmBaseline(kvm);
  if (known.some(({ name }) => name === wanted)) return wanted;
  const message = `QEMU ${qemu.version} has no CPU model "${wanted}"; use "host-baseline" or a name of \`qemu-system-x86_64 -cpu help\``;
  throw invalid("The instance spec", [{ path: "cpuModel", message }], "invalid_spec");
}

/**
 * The CPU model that `host-baseline` means under KVM.
 *
 * @param models as KVM offers them on this host.
 */
export function kvmBaseline(models: readonly CpuModel[]): string {
  const complete = models.filter((model) => model.migrationSafe && model.unavailable.length === 0);
  const usable = new Set(complete.map(({ name }) => name));
  return kvmBaselines.find((name) => usable.has(name)) ?? baseline;
}

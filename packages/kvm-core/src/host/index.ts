export { type CheckFilesOptions, checkFiles } from "./check-files.ts";
export { type DoctorRequest, runDoctor } from "./doctor.ts";
export {
  type CpuModel,
  findQemu,
  type MachineType,
  oldestQemu,
  type QemuFacts,
  readKvmCpuModels,
} from "./find-qemu.ts";
export { type KvmVerdict, probeKvm } from "./probe-kvm.ts";
export { type HostFactsRequest, readHostFacts } from "./read-host-facts.ts";
export { type ResolvedMachine, resolveMachine } from "./resolve-machine.ts";
export { isInside } from "./is-inside.ts";
export { type HostMemory, readMemory } from "./read-proc.ts";

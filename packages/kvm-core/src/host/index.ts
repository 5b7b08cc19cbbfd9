export { checkFiles } from "./check-files.ts";
export { runDoctor } from "./doctor.ts";
export { type CpuModel, findQemu, type QemuFacts, readKvmCpuModels } from "./find-qemu.ts";
export { isInside } from "./is-inside.ts";
export { probeKvm } from "./probe-kvm.ts";
export { readHostFacts } from "./read-host-facts.ts";
export { readMemory } from "./read-proc.ts";
export { resolveMachine } from "./resolve-machine.ts";

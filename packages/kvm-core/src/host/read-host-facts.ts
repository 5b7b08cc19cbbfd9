import { statfs } from "node:fs/promises";
import { release } from "node:os";
import type { HostFacts } from "../model/index.ts";
import type { QemuFacts } from "./qemu-facts.ts";
import type { KvmVerdict } from "./probe-kvm.ts";
import { readCpu, readLoad, readMemory, readProcessMemoryMiB } from "./read-proc.ts";

/** What the caller already knows, and where to look. */
export interface HostFactsRequest {
  readonly name: string;
  readonly qemu: QemuFacts | undefined;
  readonly kvm: KvmVerdict;
  /** Processes of the instances that run, each with the memory it was given. */
  readonly running: readonly { readonly pid: number; readonly memoryMiB: number }[];
  /** Directories whose file systems are reported: state, logs, image roots. */
  readonly directories: readonly string[];
}

/** What this host is and has at this moment. Read only; takes a few milliseconds. */
export async function readHostFacts({
  name,
  qemu,
  kvm,
  running,
  directories,
}: HostFactsRequest): Promise<HostFacts> {
  const [memory, cpu, load, held, disks] = await Promise.all([
    readMemory(),
    readCpu(),
    readLoad(),
    Promise.all(running.map(({ pid }) => readProcessMemoryMiB(pid))),
    readDisks(directories),
  ]);
  return {
    name,
    kernel: release(),
    cpuModel: cpu.model,
    cpuFlags: [...cpu.flags],
    cpus: cpu.count,
    load,
    memoryTotalMiB: memory.totalMiB,
    memoryAvailableMiB: memory.availableMiB,
    memoryHostMiB: Math.max(0, Math.round(memory.totalMiB - memory.availableMiB - sum(held))),
    memoryCommittedMiB: sum(running.map(({ memoryMiB }) => memoryMiB)),
    hugePages: { ...memory.hugePages },
    kvm: { usable: kvm.usable, reason: kvm.reason },
    qemu:
      qemu === undefined
        ? null
        : {
            binary: qemu.binary,
            version: qemu.version,
            machineTypes: qemu.machineTypes.map((type) => type.name),
          },
    disks,
  };
}

/** Size and free space of the file system under a directory, as far as an ordinary user may fill it. */
export async function readSpace(path: string): Promise<{ totalMiB: number; freeMiB: number }> {
  const { bsize, blocks, bavail } = await statfs(path);
  const mebibyte = 1024 * 1024;
  return {
    totalMiB: Math.floor((blocks * bsize) / mebibyte),
    freeMiB: Math.floor((bavail * bsize) / mebibyte),
  };
}

async function readDisks(directories: readonly string[]): Promise<HostFacts["disks"]> {
  const found = await Promise.all(
    [...new Set(directories)].map(async (path) => {
      const space = await readSpace(path).catch(() => undefined);
      return space === undefined ? [] : [{ path, ...space }];
    }),
  );
  return found.flat();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

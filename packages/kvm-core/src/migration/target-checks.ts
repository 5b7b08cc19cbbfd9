import { readMemory } from "../host/index.ts";
import { checkSpecFiles, type HostServices } from "../instance/index.ts";
import type { Check } from "../model/migration.ts";
import type { PrepareRequest } from "../model/migration-peer.ts";
import { isPortFree, missingBridges } from "../network/index.ts";
import { fileIdentities } from "./file-identities.ts";

type CheckResult = Omit<Check, "code">;

/** What the target knows of itself besides its services. */
export interface TargetView {
  readonly services: HostServices;
  /** The instance here that already uses this name or uuid, if any. */
  readonly namesake: string | undefined;
}

/** Every finding of the target about a migration to it, all at once, passed ones included. */
export async function checkTarget(request: PrepareRequest, view: TargetView): Promise<Check[]> {
  const { services } = view;
  const results = [
    ["same_host", sameHost(request, services)],
    ["name_or_uuid_taken", nameTaken(request, view)],
    ["machine_type_missing", machineType(request, services)],
    ["cpu_missing_flags", cpuModel(request, services)],
    ["qemu_older", qemuVersion(request, services)],
    ["kvm_missing", accelerator(request, services)],
    ["memory_short", await memory(request)],
    ["file_missing", await files(request, services)],
    ["disk_not_same_file", await sameFiles(request)],
    ["bridge_missing", await bridges(request, services)],
    ["port_in_use", await forwardedPorts(request, services)],
    ["clock_skew", clockSkew(request)],
  ] as const;
  return results.map(([code, result]) => ({ code, ...result }));
}

function pass(message: string, evidence: string): CheckResult {
  return { level: "pass", message, evidence };
}

function sameHost({ source }: PrepareRequest, { host }: HostServices): CheckResult {
  if (source !== host) return pass("Source and target are two hosts.", `${source} → ${host}`);
  return { level: "fail", message: "It already runs there.", evidence: host, fix: "Choose another host." };
}

function nameTaken({ spec }: PrepareRequest, { namesake }: TargetView): CheckResult {
  if (namesake === undefined) return pass("Name and uuid are free.", spec.name);
  return {
    level: "fail",
    message: `The target already has an instance with this name or uuid: ${namesake}.`,
    evidence: namesake,
    fix: "Rename or delete one of them.",
  };
}

function machineType({ machine }: PrepareRequest, { qemu }: HostServices): CheckResult {
  const known = qemu.machineTypes.some((type) => type.name === machine.machineType);
  if (known) return pass("The target knows this machine type.", machine.machineType);
  return {
    level: "fail",
    message: `The target's QEMU ${qemu.version} does not know machine type ${machine.machineType}.`,
    evidence: qemu.version,
    fix: "Upgrade QEMU on the target to at least the version of the source.",
  };
}

function cpuModel({ machine }: PrepareRequest, { qemu, kvmModels }: HostServices): CheckResult {
  const model = (kvmModels ?? qemu.cpuModels).find(({ name }) => name === machine.cpuModel);
  const missing = kvmModels === undefined ? [] : (model?.unavailable ?? []);
  if (model !== undefined && missing.length === 0)
    return pass("The target has this CPU model.", machine.cpuModel);
  return {
    level: "fail",
    message: `The target cannot give a guest the CPU model ${machine.cpuModel}.`,
    evidence:
      model === undefined ? `QEMU ${qemu.version} does not know it` : `missing: ${missing.join(", ")}`,
    fix: "Choose a host with the same processor, or a CPU model that both have, and start the guest anew.",
  };
}

function qemuVersion({ qemuVersion: source }: PrepareRequest, { qemu }: HostServices): CheckResult {
  const evidence = `${source} → ${qemu.version}`;
  if (compareVersions(qemu.version, source) >= 0) return pass("The target's QEMU is not older.", evidence);
  return {
    level: "warn",
    message:
      "The target's QEMU is older than the source's; QEMU promises migration only to the same or a newer one.",
    evidence,
    fix: "Upgrade QEMU on the target first.",
  };
}

function accelerator({ machine }: PrepareRequest, services: HostServices): CheckResult {
  const evidence = `${machine.accelerator} → ${services.accelerator}`;
  if (machine.accelerator === services.accelerator)
    return pass("Both sides run guests the same way.", evidence);
  return {
    level: "fail",
    message: `The source runs it with ${machine.accelerator}, the target with ${services.accelerator}; a running guest cannot change that.`,
    evidence,
    fix:
      machine.accelerator === "kvm"
        ? "Make KVM usable on the target; its doctor says how."
        : "Stop it and start it there.",
  };
}

async function memory({ spec }: PrepareRequest): Promise<CheckResult> {
  const { availableMiB } = await readMemory();
  const evidence = `${spec.memoryMiB} MiB wanted, ${availableMiB} MiB available`;
  if (availableMiB >= spec.memoryMiB) return pass("The target has the memory.", evidence);
  return {
    level: "fail",
    message: "The target has not enough memory.",
    evidence,
    fix: "Stop something there, or choose another host.",
  };
}

async function files({ spec, uuid }: PrepareRequest, services: HostServices): Promise<CheckResult> {
  const { imageRoots, qemuUser } = services;
  const account = qemuUser?.accountFor(uuid);
  const faults = await checkSpecFiles(spec, { imageRoots, isNew: () => false, account });
  if (faults.length === 0) return pass("Every file is there.", `${spec.disks.length} disks`);
  const evidence = faults.map((fault) => `${fault.path}: ${fault.message}`).join("; ");
  return {
    level: "fail",
    message: "The target does not see every file of the spec.",
    evidence,
    fix: "Put them on storage that both hosts see under the same path.",
  };
}

async function sameFiles({ spec, fileIdentities: atSource }: PrepareRequest): Promise<CheckResult> {
  const here = await fileIdentities(spec);
  const different = Object.entries(atSource).filter(([disk, identity]) => !isSameFile(identity, here[disk]));
  if (different.length === 0)
    return pass(
      "The disks are the same files on both hosts.",
      Object.keys(atSource).join(", ") || "no disks",
    );
  return {
    level: "fail",
    message: `These disks are other files on the target: ${different.map(([disk]) => disk).join(", ")}.`,
    evidence: different
      .map(([disk, identity]) => `${disk}: ${identity} there, ${here[disk] ?? "nothing"} here`)
      .join("; "),
    fix: "Use storage that both hosts share.",
  };
}

/** Inode and size must agree; device numbers differ between machines that share a network file system. */
function isSameFile(there: string, here: string | undefined): boolean {
  return here !== undefined && there.split(":").slice(1).join(":") === here.split(":").slice(1).join(":");
}

async function bridges({ spec }: PrepareRequest, { network }: HostServices): Promise<CheckResult> {
  const wanted = spec.nics.flatMap((nic) => ("bridge" in nic.network ? [nic.network.bridge] : []));
  const missing = await missingBridges(network, wanted);
  if (missing.length === 0) return pass("Every bridge is there.", wanted.join(", ") || "no bridges");
  return {
    level: "fail",
    message: `The target has no bridge ${missing.join(", ")}.`,
    evidence: missing.join(", "),
    fix: `On the target: ip link add ${missing[0] ?? ""} type bridge && ip link set ${missing[0] ?? ""} up`,
  };
}

async function forwardedPorts(
  { spec, source }: PrepareRequest,
  { host }: HostServices,
): Promise<CheckResult> {
  const ports = spec.nics.flatMap((nic) =>
    "user" in nic.network ? nic.network.user.forward.map((forward) => forward.host) : [],
  );
  const taken: number[] = [];
  for (const port of ports) if (!(await isPortFree(port))) taken.push(port);
  if (taken.length === 0) return pass("Every forwarded port is free.", ports.join(", ") || "no forwards");
  return {
    level: "fail",
    message: `On ${host} these ports are used: ${taken.join(", ")}.`,
    evidence: `forwarded from ${source}`,
    fix: "Free them, or take the forwards out of the spec.",
  };
}

function clockSkew({ sentAt }: PrepareRequest): CheckResult {
  const seconds = Math.round((Date.now() - Date.parse(sentAt)) / 1000);
  const evidence = `${seconds} s apart`;
  if (Math.abs(seconds) <= 5) return pass("The clocks agree.", evidence);
  return {
    level: "warn",
    message: "The hosts' clocks differ; logs of both sides will not line up.",
    evidence,
    fix: "Run a time service on both hosts.",
  };
}

/** Compares dotted versions by their numbers: positive when `a` is newer. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".").map((part) => Number.parseInt(part, 10));
  const right = b.split(".").map((part) => Number.parseInt(part, 10));
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

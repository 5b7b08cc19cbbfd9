import type { HostServices } from "../../instance/index.ts";
import type { Check } from "../../model/migration.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";
import type { Arrival } from "../arrival.ts";
import { type CheckResult, fail, pass } from "./check-result.ts";
import { devicesDiffer } from "./device-checks.ts";
import {
  copyRefused,
  diskCopyNeeded,
  diskMissing,
  diskNotSameFile,
  diskSpaceShort,
  fileFaults,
  fileMissing,
  isoMissing,
  snapshotsStay,
} from "./disk-checks.ts";
import {
  accelerator,
  agentVersion,
  clockSkew,
  cpuModel,
  machineType,
  memory,
  qemuVersion,
} from "./machine-checks.ts";
import { postCopyRefused, postCopyRisk } from "./post-copy-checks.ts";
import { storeDiffers } from "./store-checks.ts";
import { bridgeMissing, bridgesHere, forwardedPorts, mtuDiffers, vlanMissing } from "./network-checks.ts";

/** What the target knows of itself besides its services. */
export interface TargetView {
  readonly services: HostServices;
  /** The instance here that already uses this name or uuid, if any. */
  readonly namesake: string | undefined;
  /** Pid of a QEMU here that runs under this uuid, if any. */
  readonly runsAlready: number | undefined;
}

/** Every finding of the target about a migration to it, all at once, passed ones included. */
export async function checkTarget(arrival: Arrival, view: TargetView): Promise<Check[]> {
  const { request } = arrival;
  const { services } = view;
  const [faults, bridges, store, devices, memoryThere, copies, space, ports, postCopy] = await Promise.all([
    fileFaults(arrival, services),
    bridgesHere(request, services),
    storeDiffers(request, services),
    devicesDiffer(arrival, services),
    memory(request),
    copyRefused(arrival, services),
    diskSpaceShort(arrival),
    forwardedPorts(request, services),
    request.options.onTimeout === "post-copy" ? postCopyRefused(arrival, services) : undefined,
  ]);
  const results = [
    ["host_maintenance", inMaintenance(request, services)],
    ["same_host", sameHost(request, services)],
    ["agent_version", agentVersion(request)],
    ["store_differs", store],
    ["devices_differ", devices],
    ["qemu_older", qemuVersion(request, services)],
    ["machine_type_missing", machineType(request, services)],
    ["cpu_missing_flags", cpuModel(request, services)],
    ["kvm_missing", accelerator(request, services)],
    ["memory_short", memoryThere],
    ["name_or_uuid_taken", nameTaken(request, view)],
    ["target_already_runs_uuid", runsAlready(request, view)],
    ["file_missing", fileMissing(faults)],
    ["iso_missing", isoMissing(faults, arrival)],
    ...(request.spec.cloudInit === undefined ? [] : [["seed_missing", seed()] as const]),
    ["disk_missing", diskMissing(faults)],
    ["disk_not_same_file", diskNotSameFile(arrival)],
    ["disk_copy_needed", diskCopyNeeded(arrival, faults)],
    ["copy_refused", copies],
    ["disk_space_short", space],
    ["snapshots_stay", snapshotsStay(arrival)],
    ...(postCopy === undefined
      ? []
      : ([
          ["post_copy_refused", postCopy],
          ["post_copy_risk", postCopyRisk()],
        ] as const)),
    ["bridge_missing", bridgeMissing(bridges)],
    ["vlan_missing", vlanMissing(request, bridges)],
    ["mtu_differs", mtuDiffers(request, bridges)],
    ["port_in_use", ports],
    ["clock_skew", clockSkew(request)],
  ] as const;
  return results.map(([code, result]) => ({ code, ...result }));
}

/** One that stays here is welcome: its host is not asked to take anything in. */
function inMaintenance({ source }: PrepareRequest, { host, maintenance }: HostServices): CheckResult {
  const lasting = source === host ? undefined : maintenance();
  if (lasting === undefined) return pass("The target is not in maintenance.", host);
  const { since, by, reason } = lasting;
  return fail(`${host} is in maintenance and takes no guests.`, {
    evidence: `since ${since}, by ${by}${reason === undefined ? "" : `: ${reason}`}`,
    fix: `Choose another host, or end it with \`gantry host maintenance ${host} off\`.`,
  });
}

function sameHost({ source }: PrepareRequest, { host }: HostServices): CheckResult {
  if (source !== host) return pass("Source and target are two hosts.", `${source} → ${host}`);
  return fail("It already runs there.", {
    evidence: host,
    fix: "Choose another host, or ask the agent of this one to move it to a new QEMU process of it.",
  });
}

function nameTaken({ spec }: PrepareRequest, { namesake }: TargetView): CheckResult {
  if (namesake === undefined) return pass("Name and uuid are free.", spec.name);
  return fail(`The target already has an instance with this name or uuid: ${namesake}.`, {
    evidence: namesake,
    fix: "Rename or delete one of them.",
  });
}

function runsAlready({ uuid }: PrepareRequest, { runsAlready: pid }: TargetView): CheckResult {
  if (pid === undefined) return pass("No QEMU of this instance runs on the target.", uuid);
  return fail("A QEMU of this very instance runs on the target already.", {
    evidence: `process ${pid}, uuid ${uuid}`,
    fix: "Look at both hosts before anything is started or ended: one of the two has the guest, the ownership record says which.",
  });
}

/** The CD is made from the spec wherever QEMU starts, byte by byte the same. */
function seed(): CheckResult {
  return pass("The cloud-init CD is made on the target.", "from the spec, byte by byte the same");
}

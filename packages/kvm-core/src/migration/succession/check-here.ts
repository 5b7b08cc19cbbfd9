import { findQemu } from "../../host/index.ts";
import type { HostServices, Instance } from "../../instance/index.ts";
import type { Check, CheckCode } from "../../model/migration.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";
import { expectArrival } from "../arrival.ts";
import { type CheckResult, fail, pass, warn } from "../checks/check-result.ts";
import { sourceChecks } from "../checks/source-checks.ts";
import { checkTarget } from "../checks/target-checks.ts";

/** What a target finds that also says something when it is the guest's own host. */
const ofOneHost: ReadonlySet<CheckCode> = new Set([
  "devices_differ",
  "qemu_older",
  "machine_type_missing",
  "cpu_missing_flags",
  "kvm_missing",
  "memory_short",
  "file_missing",
  "iso_missing",
  "disk_missing",
  "bridge_missing",
  "vlan_missing",
]);

/** Every finding about a move to a new QEMU process of the same host, passed ones included. */
export async function checkHere(instance: Instance, request: PrepareRequest): Promise<Check[]> {
  const [own, newProcess] = await Promise.all([sourceChecks(instance), checkNewProcess(instance, request)]);
  return [...own, ...newProcess];
}

/** The findings about the new process alone. */
export async function checkNewProcess(instance: Instance, request: PrepareRequest): Promise<Check[]> {
  const { services } = instance;
  const arrival = await expectArrival(request);
  const view = { services, namesake: undefined, runsAlready: undefined };
  const [found, replaced, logs] = await Promise.all([
    checkTarget(arrival, view),
    qemuReplaced(services),
    logsInPlace(instance),
  ]);
  return [
    { code: "same_host", ...newerQemu(request, services) },
    { code: "qemu_replaced", ...replaced },
    { code: "qemu_user_differs", ...sameAccount(instance) },
    { code: "console_log_moved", ...logs },
    { code: "copy_refused", ...copiesNothing(request) },
    ...(request.options.onTimeout === "post-copy"
      ? [{ code: "post_copy_refused" as const, ...noPostCopy() }]
      : []),
    { code: "port_in_use", ...forwardsNothing(request) },
    ...found.filter(({ code }) => ofOneHost.has(code)),
  ];
}

function newerQemu({ qemuVersion, source }: PrepareRequest, { qemu }: HostServices): CheckResult {
  const evidence = `QEMU ${qemuVersion} → ${qemu.version}`;
  if (qemuVersion !== qemu.version) return pass(`It goes over to the QEMU that ${source} has now.`, evidence);
  return warn(`It runs a QEMU of this version already.`, {
    evidence,
    fix: "Go on if the package was built anew under the same version; otherwise there is nothing to gain.",
  });
}

/** A new process would be another program than the one that the agent has asked what it can do. */
async function qemuReplaced({ qemu, layout }: HostServices): Promise<CheckResult> {
  const present = await findQemu(qemu.binary, { cacheDir: layout.directories.stateDir });
  if (JSON.stringify(present) === JSON.stringify(qemu))
    return pass("The agent knows the QEMU that this host has.", qemu.binary);
  return fail(
    "QEMU was replaced since this agent was started, which does not know what the new one can do.",
    {
      evidence: `${qemu.binary}: ${qemu.version} → ${present.version}`,
      fix: "Restart the agent, which harms no guest: systemctl restart gantry",
    },
  );
}

/** Files are lent to one account at a time. */
function sameAccount({ live, uuid, services }: Instance): CheckResult {
  const present = live?.runtime.account?.uid;
  const next = services.qemuUser?.accountFor(uuid)?.uid;
  const evidence = `${shownUid(present)} → ${shownUid(next)}`;
  if (present === next) return pass("The new process runs as the same user.", evidence);
  return fail("The new process would run as another user, and files cannot belong to both.", {
    evidence,
    fix: "Stop it and start it, or give GANTRY_QEMU_USER the value that it was started with.",
  });
}

function shownUid(uid: number | undefined): string {
  return uid === undefined ? "the agent's user" : `uid ${uid}`;
}

/** Both processes append to one log by its name; what the old one writes under another name the console would lose. */
async function logsInPlace({ ports }: Instance): Promise<CheckResult> {
  const inPlace = await Promise.all(ports.map((port) => port.past.isInPlace()));
  const moved = inPlace.flatMap((isIn, port) => (isIn ? [] : [`serial port ${port}`]));
  if (moved.length === 0)
    return pass("The logs of its consoles are where they were.", `${ports.length} ports`);
  return fail("The log of a serial port was moved away while QEMU writes to it.", {
    evidence: moved.join(", "),
    fix: "Move it back. Gantry keeps the logs of consoles short by itself: they need no logrotate.",
  });
}

function copiesNothing({ options }: PrepareRequest): CheckResult {
  if (options.copyDisks === false) return pass("Its disks stay the files they are.", "no copies wanted");
  return fail("Disks are not copied on one host: both processes use the same files.", {
    evidence: "copyDisks",
    fix: "Move it without copying disks.",
  });
}

/** It would be a risk without a gain: no link between two hosts holds the guest up. */
function noPostCopy(): CheckResult {
  return fail("Post-copy is for a move to another host, and this one stays on its host.", {
    evidence: 'onTimeout: "post-copy"',
    fix: "Choose something else for the case that it does not move in time: a longer pause, slower processors, or that it is held.",
  });
}

function forwardsNothing({ spec }: PrepareRequest): CheckResult {
  const ports = spec.nics.flatMap(({ network }) =>
    "user" in network ? network.user.forward.map(({ host }) => host) : [],
  );
  if (ports.length === 0) return pass("It holds no port of this host.", "no forwards");
  return fail("It holds ports of this host, which two processes cannot hold at once.", {
    evidence: ports.join(", "),
    fix: "Take the forwarded ports out of its interface and put them back after the move, or stop it and start it.",
  });
}

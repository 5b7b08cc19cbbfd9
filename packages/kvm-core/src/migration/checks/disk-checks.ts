import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { isInside } from "../../host/index.ts";
import { checkSpecFiles, type HostServices } from "../../instance/index.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import type { Fault } from "../../model/faults.ts";
import { type Arrival, isSameFile } from "../arrival.ts";
import { type DiskToCopy, isCopyable } from "../copied-disks.ts";
import { type CheckResult, fail, pass, warn } from "./check-result.ts";

/** What is wrong with files on this host, told apart by what would help. */
export interface FileFaults {
  /** Kernel, initrd, firmware. */
  readonly other: readonly Fault[];
  readonly cds: readonly Fault[];
  /** Disks that cannot be copied. */
  readonly disks: readonly Fault[];
  /** Disks that copying would bring. */
  readonly copyable: readonly Fault[];
}

/** Looks at every file that the guest will need here, except those that will be made for its copied disks. */
export async function fileFaults(arrival: Arrival, services: HostServices): Promise<FileFaults> {
  const { request, spec, copies } = arrival;
  const disks = spec.disks.filter(({ name }) => !isCopied(copies, name));
  const faults = await checkSpecFiles(
    { ...spec, disks },
    {
      imageRoots: services.imageRoots,
      imageDirs: services.imageDirs,
      isNew: () => false,
      account: services.qemuUser?.accountFor(request.uuid),
    },
  );
  const sorted: Record<keyof FileFaults, Fault[]> = { other: [], cds: [], disks: [], copyable: [] };
  for (const fault of faults) sorted[kindOf(fault, disks)].push(fault);
  return sorted;
}

function kindOf({ path }: Fault, disks: readonly DiskSpec[]): keyof FileFaults {
  const [, index] = /^disks\.(\d+)\./.exec(path) ?? [];
  const disk = index === undefined ? undefined : disks[Number(index)];
  if (disk === undefined) return "other";
  if (disk.bus === "cdrom") return "cds";
  return isCopyable(disk) ? "copyable" : "disks";
}

export function fileMissing({ other }: FileFaults): CheckResult {
  if (other.length === 0) return pass("Kernel and firmware are there.", "every file was opened");
  return fail("The target does not see every file that the guest boots from.", {
    evidence: shown(other),
    fix: "Put them on storage that both hosts see under the same path, or copy them there.",
  });
}

export function isoMissing({ cds }: FileFaults, { spec }: Arrival): CheckResult {
  if (cds.length === 0) {
    const drives = spec.disks.filter(({ bus, source }) => bus === "cdrom" && !("empty" in source));
    return pass("Every CD is there.", drives.map(({ name }) => name).join(", ") || "no CDs");
  }
  return fail("The target does not see every CD.", {
    evidence: shown(cds),
    fix: "Take the CD out of its drive, or put its image under the same path on the target.",
  });
}

export function diskMissing({ disks }: FileFaults): CheckResult {
  if (disks.length === 0)
    return pass("No disk is out of reach.", "every device and read-only image was opened");
  return fail("The target does not see every disk.", {
    evidence: shown(disks),
    fix: "Make the storage reachable on the target under the same path: only image files that are written to can be copied.",
  });
}

export function diskNotSameFile({ request, copies, here }: Arrival): CheckResult {
  const shared = Object.entries(request.fileIdentities).filter(([disk]) => !isCopied(copies, diskOf(disk)));
  // What is not there at all has a line of its own.
  const different = shared.filter(
    ([disk, there]) => here[disk] !== undefined && !isSameFile(there, here[disk]),
  );
  if (different.length === 0) {
    const evidence = shared.map(([disk]) => disk).join(", ") || "none";
    return pass("The disks that are not copied are the same files on both hosts.", evidence);
  }
  return fail(`These disks are other files on the target: ${different.map(([disk]) => disk).join(", ")}.`, {
    evidence: different
      .map(([disk, there]) => `${disk}: ${there} there, ${here[disk] ?? "nothing"} here`)
      .join("; "),
    fix: "Use storage that both hosts share, or copy the disks into another directory of the target.",
  });
}

export function diskCopyNeeded({ copies, request }: Arrival, { copyable }: FileFaults): CheckResult {
  if (copyable.length > 0) {
    return fail("The target does not share every disk.", {
      evidence: shown(copyable),
      fix: "Copy the disks (--copy-disks), or put them on storage that both hosts share.",
    });
  }
  if (copies.length === 0) return pass("No disk needs to be copied.", "the disks are shared");
  const evidence = copies
    .map(({ disk, path }) => `${disk.name}: ${mebibytes(request.images[disk.name]?.allocated)} to ${path}`)
    .join("; ");
  return pass(
    "Disks are copied while the guest runs; the source's files are kept unless asked otherwise.",
    evidence,
  );
}

/** A copy is of the disk as the guest sees it now. */
export function snapshotsStay({ copies, request }: Arrival): CheckResult {
  const lost = copies.flatMap(({ disk }) => {
    const snapshots = request.images[disk.name]?.snapshots ?? [];
    return snapshots.length === 0 ? [] : [`${disk.name}: ${snapshots.join(", ")}`];
  });
  if (lost.length === 0) return pass("No snapshot is left behind.", "none in disks that are copied");
  return warn("Snapshots inside disks that are copied stay behind with the source's files.", {
    evidence: lost.join("; "),
    fix: "Keep the source's files for as long as the snapshots are wanted, or use shared storage.",
  });
}

/** Whether every copy can be made where it is to lie. Nothing is ever overwritten. */
export async function copyRefused(
  { copies, request }: Arrival,
  { imageRoots }: HostServices,
): Promise<CheckResult> {
  const reasons: string[] = [];
  for (const { disk, path } of copies) {
    const reason = await whyNot(path, imageRoots);
    if (reason !== undefined) reasons.push(`${disk.name}: ${reason}`);
    if (request.images[disk.name] === undefined)
      reasons.push(`${disk.name}: its size is not known; it does not run`);
  }
  const paths = copies.map(({ path }) => path);
  if (new Set(paths).size < paths.length) reasons.push("two disks have files of the same name");
  const { copyDisks } = request.options;
  for (const name of Array.isArray(copyDisks) ? copyDisks : []) {
    if (!isCopied(copies, name))
      reasons.push(`${name}: there is no image file of that name that the guest writes to`);
  }
  if (reasons.length === 0) return pass("Every copy can be made.", paths.join(", ") || "nothing is copied");
  return fail("A copy cannot be made on the target.", {
    evidence: reasons.join("; "),
    fix: "Choose another directory for the copies, or remove what is left there of an earlier move.",
  });
}

async function whyNot(path: string, imageRoots: readonly string[]): Promise<string | undefined> {
  if (!(await isInside(path, imageRoots)))
    return `${path} is outside the image directories (${imageRoots.join(", ")})`;
  if (await exists(path)) return `${path} exists already`;
  const directory = await stat(dirname(path)).catch(() => undefined);
  return directory?.isDirectory() === true ? undefined : `there is no directory ${dirname(path)}`;
}

/** Space for what the images hold now; less than they may come to hold is told. */
export async function diskSpaceShort({ copies, request }: Arrival): Promise<CheckResult> {
  const places = new Map<string, { free: number; now: number; full: number; at: string }>();
  for (const { disk, path } of copies) {
    const at = dirname(path);
    const [fs, found] = await Promise.all([statfs(at), stat(at)]).catch(() => []);
    // A directory that is not there has its own line.
    if (fs === undefined || found === undefined) continue;
    const place = places.get(String(found.dev)) ?? { free: fs.bavail * fs.bsize, now: 0, full: 0, at };
    place.now += request.images[disk.name]?.allocated ?? 0;
    place.full += request.images[disk.name]?.size ?? 0;
    places.set(String(found.dev), place);
  }
  const all = [...places.values()];
  const evidence =
    all
      .map(
        ({ at, now, full, free }) =>
          `${at}: ${mebibytes(now)} now, ${mebibytes(full)} when full, ${mebibytes(free)} free`,
      )
      .join("; ") || "nothing is copied";
  const fix = "Free space there, or choose another directory for the copies.";
  if (all.some(({ now, free }) => now > free))
    return fail("The target has no space for the copies.", { evidence, fix });
  if (all.some(({ full, free }) => full > free))
    return warn("The copies fit now, but not when the guest fills its disks.", { evidence, fix });
  return pass("There is space for the copies.", evidence);
}

/** The disk that an identity belongs to: images below a linked one are named after it. */
function diskOf(label: string): string {
  return label.split(" ")[0] ?? label;
}

function isCopied(copies: readonly DiskToCopy[], name: string): boolean {
  return copies.some(({ disk }) => disk.name === name);
}

function shown(faults: readonly Fault[]): string {
  return faults.map(({ path, message }) => `${path}: ${message}`).join("; ");
}

function mebibytes(bytes = 0): string {
  return `${Math.ceil(bytes / 1_048_576)} MiB`;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

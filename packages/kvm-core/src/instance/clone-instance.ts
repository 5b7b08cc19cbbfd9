import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isInside } from "../host/index.ts";
import type { BackingImage, DiskSpec } from "../model/disk-spec.ts";
import { GantryError } from "../model/error.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { removeInstance, type StoredInstance, writeInstance } from "../state-dir/index.ts";
import {
  convertImage,
  linkImage,
  nameWhenWhole,
  partOf,
  reservePart,
  virtualBytesOf,
} from "../storage/index.ts";
import { beginBackup, endBackup } from "./backup/unfinished-backup.ts";
import { withAddresses } from "./create-instance.ts";
import { Instance } from "./instance.ts";
import { openPorts } from "./open-ports.ts";
import { type OperationContext, runStep, silentContext } from "./operation-context.ts";

/** What to make of an instance. */
export interface CloneOptions {
  /** Name of the clone. */
  readonly name: string;
  /** Its disks hold only what becomes different; the disks of the original must not change any more. */
  readonly linked: boolean;
  /** A full clone of this snapshot instead of the present disks. */
  readonly snapshot?: string | undefined;
}

/**
 * Makes a stopped instance from a stopped one: its own uuid, addresses and disks, the same machine. Each disk that the
 * guest may write to gets a file beside the original's, `<clone>-<disk>.<ending>`; what is only read is shared. When
 * anything fails, or it is cancelled, nothing of it is left.
 *
 * @returns the clone, and what its owner should know before both run.
 * @throws GantryError `unsupported` (a disk that is no image file), `file_in_use`, `disk_full`, `path_refused`,
 *   `cancelled`, `wrong_state`.
 */
export async function cloneInstance(
  original: Instance,
  options: CloneOptions,
  context: OperationContext = silentContext(),
): Promise<{ readonly clone: Instance; readonly notes: readonly string[] }> {
  using _lock = original.lock.take(original.name, "clone");
  original.assertAllowed("clone");
  const { services, stored } = original;
  const copies = await runStep(context, "check", () => planCopies(original, options));
  await beginBackup(
    original,
    copies.flatMap(({ path }) => [path, partOf(path)]),
  );
  await using done = new AsyncDisposableStack();
  done.defer(() => endBackup(original));
  await using undo = new AsyncDisposableStack();
  context.mayCancel(true);
  await runStep(context, "copy disks", () => copyAll(copies, { options, undo, context }));
  context.mayCancel(false);

  const spec = cloneSpec(stored.spec, options, copies);
  const uuid = randomUUID();
  const kept: StoredInstance = { ...stored, uuid, spec, createdAt: new Date().toISOString(), lastExit: null };
  await writeInstance(services.layout, kept);
  undo.defer(() => removeInstance(services.layout, uuid));
  await copyVariables(original, uuid);
  const clone = new Instance(services, kept, await openPorts(services, uuid, spec));
  undo.move();
  return { clone, notes: notesFor(original, spec) };
}

/** One disk that the clone gets a file of its own for. */
interface Copy {
  readonly disk: DiskSpec;
  readonly from: BackingImage;
  readonly path: string;
  readonly format: "raw" | "qcow2";
}

async function planCopies(original: Instance, { name, linked, snapshot }: CloneOptions): Promise<Copy[]> {
  if (linked && snapshot !== undefined) {
    throw new GantryError("unsupported", {
      message: "A linked clone shares the present disks; a snapshot inside them can only be copied.",
      hint: "Make a full clone of the snapshot.",
    });
  }
  const copies: Copy[] = [];
  for (const disk of original.stored.spec.disks.filter(isOwn)) {
    if (!("file" in disk.source)) throw notCopied(original.name, disk);
    const from = { file: disk.source.file, format: disk.format, backing: disk.backing };
    const format = linked ? "qcow2" : disk.format;
    const path = join(dirname(from.file), `${name}-${disk.name}.${format === "raw" ? "img" : "qcow2"}`);
    if (!(await isInside(path, original.services.imageRoots))) throw outside(path);
    copies.push({ disk, from, path, format });
  }
  return copies;
}

function isOwn({ readOnly, bus, source }: DiskSpec): boolean {
  return !readOnly && bus !== "cdrom" && !("empty" in source);
}

async function copyAll(
  copies: readonly Copy[],
  how: {
    readonly options: CloneOptions;
    readonly undo: AsyncDisposableStack;
    readonly context: OperationContext;
  },
): Promise<void> {
  const { options, undo, context } = how;
  for (const [index, { disk, from, path, format }] of copies.entries()) {
    const part = await reservePart(path, undo);
    if (options.linked) {
      await linkImage(part, from, await virtualBytesOf({ path: from.file, format: from.format }));
    } else {
      await convertImage({
        from,
        snapshot: options.snapshot,
        to: { path: part, format },
        signal: context.signal,
        onProgress: (share) => context.progress((index + share) / copies.length, `disk ${disk.name}`),
      });
    }
    await nameWhenWhole(partOf(path), path);
    undo.defer(() => rm(path, { force: true }));
  }
}

function cloneSpec(
  spec: InstanceSpec,
  { name, linked }: CloneOptions,
  copies: readonly Copy[],
): InstanceSpec {
  const disks = spec.disks.map((disk) => {
    const copy = copies.find((one) => one.disk.name === disk.name);
    if (copy === undefined) return disk;
    const { backing: _shared, ...own } = disk;
    const copied = { ...own, source: { file: copy.path }, format: copy.format };
    return linked ? { ...copied, backing: copy.from } : copied;
  });
  const nics = spec.nics.map(({ mac: _taken, ...nic }) => nic);
  return withAddresses({ ...spec, name, disks, nics });
}

async function copyVariables({ services, uuid }: Instance, to: string): Promise<void> {
  const { layout } = services;
  const copied = copyFile(layout.uefiVariables(uuid), layout.uefiVariables(to), constants.COPYFILE_FICLONE);
  await copied.catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  });
}

function notesFor({ name }: Instance, spec: InstanceSpec): string[] {
  const ports = spec.nics.flatMap(({ network }) =>
    "user" in network ? network.user.forward.map(({ host }) => host) : [],
  );
  if (ports.length === 0) return [];
  return [
    `${spec.name} forwards the host's port ${ports.join(", ")} like ${name}: only one of them can run until that is changed.`,
  ];
}

function notCopied(name: string, disk: DiskSpec): GantryError {
  return new GantryError("unsupported", {
    message: `${name} cannot be cloned: its disk ${disk.name} is no image file, and who may copy it is its storage's affair.`,
    hint: "Detach it first, or make it readOnly: then the clone shares it.",
    details: { disk: disk.name },
  });
}

function outside(path: string): GantryError {
  return new GantryError("path_refused", {
    message: `The clone's disk would be ${path}, which is outside the image directories.`,
    hint: "Move the original's disks into an image directory.",
    details: { path },
  });
}

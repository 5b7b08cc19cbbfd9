import {
  attachDiskInput,
  backupDisksInput,
  changeMediumInput,
  type DiskLimits,
  GantryError,
  limitDiskInput,
  parseOrThrow,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { mebibytes, positiveNumber, secondsNumber } from "./option-values.ts";
import { Session } from "./session.ts";

interface AttachFlags {
  readonly file?: string;
  readonly device?: string;
  readonly nbd?: string;
  readonly rbd?: string;
  readonly iscsi?: string;
  readonly format?: string;
  readonly bus?: string;
  readonly readOnly?: true;
  readonly new?: number;
}

interface LimitFlags {
  readonly bytes?: number;
  readonly readBytes?: number;
  readonly writeBytes?: number;
  readonly ops?: number;
  readonly readOps?: number;
  readonly writeOps?: number;
}

/** `disk attach`, `detach`, `resize`, `limit`, `insert`, `eject`, `backup`: the disks of one instance, running or not. */
export function addDiskCommands(root: Command, surroundings: Surroundings): void {
  const disk = root.command("disk").description("the disks of an instance, running or not");
  addPlugs(disk, surroundings);
  addChanges(disk, surroundings);
  addMedia(disk, surroundings);
  addBackup(disk, surroundings);
}

function addPlugs(disk: Command, surroundings: Surroundings): void {
  disk
    .command("attach <instance> <disk>")
    .description("plug a disk in under a name; a running guest sees it at once")
    .option("--file <path>", "an image on the instance's host")
    .option("--device <path>", "a block device of the host, below /dev")
    .option("--nbd <url>", "an NBD export, nbd://…")
    .option("--rbd <pool/image>", "a Ceph image")
    .option("--iscsi <url>", "an iSCSI LUN, iscsi://…")
    .option("--format <format>", "raw or qcow2; qcow2 if not said")
    .option("--bus <bus>", "virtio, scsi, sata or cdrom; virtio if not said")
    .option("--read-only", "the guest may not write to it")
    .option("--new <size>", "make an empty image of this size first, such as 512M or 20G", mebibytes)
    .action(async (instance: string, name: string, flags: AttachFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const input = parseOrThrow(attachDiskInput, attachment(instance, name, flags), { what: "The disk" });
      const answer = await session.client.disks.attach.mutate(input);
      session.print(answer, `${answer.instance.name} has disk ${name}\n`);
    });

  disk
    .command("detach <instance> <disk>")
    .description("ask the guest to let a disk go, and unplug it; its image stays")
    .option("--patience <seconds>", "how long the guest may take", secondsNumber, 30)
    .action(async (instance: string, name: string, flags: { patience: number }, command: Command) => {
      const session = await Session.open(command, surroundings);
      const input = { instance, disk: name, timeoutSeconds: flags.patience };
      const { operation } = await session.client.disks.detach.mutate(input);
      await session.finish(operation, () => `${instance} has no disk ${name} any more`);
    });
}

function attachment(instance: string, name: string, flags: AttachFlags): object {
  const { format, bus, readOnly } = flags;
  return {
    instance,
    disk: { name, source: sourceOf(flags), format, bus, readOnly },
    ...(flags.new !== undefined && { newDisk: { sizeMiB: flags.new } }),
  };
}

function sourceOf({ file, device, nbd, rbd, iscsi }: AttachFlags): object {
  const given = Object.entries({ file, device, nbd, rbd, iscsi }).filter(([, value]) => value !== undefined);
  if (given.length === 1) return Object.fromEntries(given);
  throw new GantryError("invalid_input", {
    message: `A disk has one source, and ${given.length === 0 ? "none is named" : `${given.length} are named`}.`,
    hint: "Give one of --file, --device, --nbd, --rbd and --iscsi.",
  });
}

function addChanges(disk: Command, surroundings: Surroundings): void {
  disk
    .command("resize <instance> <disk>")
    .description("make a disk larger; a running guest sees it at once")
    .requiredOption("--to <size>", "how large it is then, such as 512M or 20G", mebibytes)
    .action(async (instance: string, name: string, flags: { to: number }, command: Command) => {
      const session = await Session.open(command, surroundings);
      const answer = await session.client.disks.resize.mutate({ instance, disk: name, sizeMiB: flags.to });
      session.print(answer, `${name} of ${answer.instance.name} has ${flags.to} MiB\n`);
    });

  disk
    .command("limit <instance> <disk>")
    .description("limit what a disk does a second; what is not named is not limited")
    .option("--bytes <number>", "bytes read and written", positiveNumber)
    .option("--read-bytes <number>", "bytes read", positiveNumber)
    .option("--write-bytes <number>", "bytes written", positiveNumber)
    .option("--ops <number>", "reads and writes", positiveNumber)
    .option("--read-ops <number>", "reads", positiveNumber)
    .option("--write-ops <number>", "writes", positiveNumber)
    .action(async (instance: string, name: string, flags: LimitFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const limits = limitsOf(flags);
      const input = parseOrThrow(limitDiskInput, { instance, disk: name, limits }, { what: "The limit" });
      const answer = await session.client.disks.limit.mutate(input);
      const isLimited = Object.values(limits).some((limit) => limit !== undefined);
      session.print(answer, `${name} of ${answer.instance.name} is ${isLimited ? "" : "not "}limited\n`);
    });
}

function limitsOf({ bytes, readBytes, writeBytes, ops, readOps, writeOps }: LimitFlags): DiskLimits {
  return {
    ...{ bytesPerSecond: bytes, readBytesPerSecond: readBytes, writeBytesPerSecond: writeBytes },
    ...{ opsPerSecond: ops, readOpsPerSecond: readOps, writeOpsPerSecond: writeOps },
  };
}

function addMedia(disk: Command, surroundings: Surroundings): void {
  const change = async (command: Command, wanted: object, done: string) => {
    const session = await Session.open(command, surroundings);
    const input = parseOrThrow(changeMediumInput, wanted, { what: "The CD" });
    const answer = await session.client.disks.changeMedium.mutate(input);
    session.print(answer, `${done}\n`);
  };

  disk
    .command("insert <instance> <disk> <file>")
    .description("lay a CD into a drive: an image on the instance's host")
    .option("--force", "open the tray although the guest has locked it")
    .action(async (...[instance, name, file, flags, command]: [string, string, string, Forced, Command]) => {
      const wanted = { instance, disk: name, source: { file }, force: flags.force ?? false };
      await change(command, wanted, `${file} lies in ${name} of ${instance}`);
    });

  disk
    .command("eject <instance> <disk>")
    .description("take the CD out of a drive")
    .option("--force", "open the tray although the guest has locked it")
    .action(async (instance: string, name: string, flags: Forced, command: Command) => {
      const wanted = { instance, disk: name, source: null, force: flags.force ?? false };
      await change(command, wanted, `${name} of ${instance} is empty`);
    });
}

interface Forced {
  readonly force?: true;
}

function addBackup(disk: Command, surroundings: Surroundings): void {
  disk
    .command("backup <instance> <disk=file...>")
    .description("copy disks as they are now into new files on the instance's host; the guest runs on")
    .option("--format <format>", "raw or qcow2; qcow2 if not said")
    .action(
      async (instance: string, copies: readonly string[], flags: { format?: string }, command: Command) => {
        const session = await Session.open(command, surroundings);
        const targets = copies.map((copy) => ({ ...targetOf(copy), format: flags.format }));
        const input = parseOrThrow(backupDisksInput, { instance, targets }, { what: "The backup" });
        const { operation } = await session.client.disks.backup.mutate(input);
        await session.finish(operation, () => `${copies.join(", ")} of ${instance} is backed up`);
      },
    );
}

/** A file's name may have further equals signs in it. */
function targetOf(copy: string): { disk: string; path: string } {
  const [disk = "", ...rest] = copy.split("=");
  return { disk, path: rest.join("=") };
}

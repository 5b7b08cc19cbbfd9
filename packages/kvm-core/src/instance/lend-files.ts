import type { Stats } from "node:fs";
import { lchown, realpath, stat } from "node:fs/promises";
import { allows } from "../host/index.ts";
import type { Account } from "../model/account.ts";
import type { DiskSpec } from "../model/disk-spec.ts";
import { GantryError } from "../model/error.ts";
import { type LentFile, readLent, writeLent } from "../state-dir/index.ts";
import type { HostServices } from "./services.ts";

/** For chown(2): a file's group stays, or what it lets its group do would be let the group of QEMU's account. */
const sameGroup = -1;

/** A file that QEMU writes to. */
export interface FileToLend {
  readonly path: string;
  /** The disk that it is; null for a file of Gantry's own. */
  readonly disk: string | null;
}

/** Whose files, and which instance's. */
export type Lender = Pick<HostServices, "layout" | "log">;

/** The files of disks that a guest writes to. What it only reads is never given away: others may read it too. */
export function writtenFiles(disks: readonly DiskSpec[]): FileToLend[] {
  return disks.flatMap(({ name, source, readOnly, bus }) => {
    if (readOnly || bus === "cdrom") return [];
    if ("file" in source) return [{ path: source.file, disk: name }];
    return "device" in source ? [{ path: source.device, disk: name }] : [];
  });
}

/** Who gets files, and what takes the undo. */
export interface Loan {
  readonly uuid: string;
  readonly account: Account;
  readonly undo: AsyncDisposableStack;
}

/**
 * Gives files to the account that QEMU runs as. Whose they were is written down before anything is changed, so that
 * {@link returnFiles} gives them back whoever dies meanwhile. What the account can write already stays as it is.
 *
 * @throws GantryError `path_refused` when a file cannot be given away, as on storage that does not let root do that.
 */
export async function lendFiles(
  lender: Lender,
  { uuid, account, undo }: Loan,
  files: readonly FileToLend[],
): Promise<void> {
  const before = await readLent(lender.layout, uuid);
  const found = await Promise.all(files.map((file) => examine(file, account, before)));
  const lent = found.filter((file) => file !== undefined);
  if (lent.length === 0) return;
  const isLentNow = (file: LentFile) => lent.some(({ identity }) => identity === file.identity);
  await writeLent(lender.layout, uuid, [...before.filter((file) => !isLentNow(file)), ...lent]);
  undo.defer(() => returnFiles(lender, uuid, isLentNow));
  for (const file of lent) await give(file);
}

async function give({ path, disk, to }: LentFile): Promise<void> {
  await lchown(path, to, sameGroup).catch((cause: unknown) => {
    throw new GantryError("path_refused", {
      message: `${disk === null ? "" : `Disk ${disk}: `}${path} cannot be given to uid ${to}, which QEMU runs as: ${GantryError.from(cause).message}`,
      hint: `Let that uid read and write it where the storage is managed: chown ${to} ${path}`,
      details: { path, uid: to, ...(disk === null ? {} : { disk }) },
      cause,
    });
  });
}

/** What to write down of a file that has to be given away; one that is given away already keeps its first owner. */
async function examine(
  file: FileToLend,
  account: Account,
  before: readonly LentFile[],
): Promise<LentFile | undefined> {
  const { stats, ...found } = await identify(file);
  if (allows(stats, account, "write")) return undefined;
  const earlier = before.find(({ identity }) => identity === found.identity);
  return { ...found, from: earlier?.from ?? stats.uid, to: account.uid };
}

/** Which file this is, beyond its name, and whose. */
export async function identify({
  path,
  disk,
}: FileToLend): Promise<Omit<LentFile, "from" | "to"> & { readonly stats: Stats }> {
  const real = await realpath(path);
  const stats = await stat(real);
  return { path: real, identity: `${stats.dev}:${stats.ino}`, disk, stats };
}

/**
 * Gives files back to whom they belonged, once nothing of QEMU has them any more. Safe to repeat. One that cannot be
 * given back stays written down, and is tried again at the next end or the agent's next start.
 *
 * @param which those to give back; all when absent. The others stay lent.
 */
export async function returnFiles(
  { layout, log }: Lender,
  uuid: string,
  which: (file: LentFile) => boolean = () => true,
): Promise<void> {
  const lent = await readLent(layout, uuid);
  if (lent.length === 0) return;
  const left = await Promise.all(
    lent.map(async (file) => {
      if (!which(file)) return [file];
      try {
        await giveBack(file);
        return [];
      } catch (error) {
        log("warn", `${file.path} could not be given back to uid ${file.from}`, {
          error: GantryError.from(error).message,
        });
        return [file];
      }
    }),
  );
  await writeLent(layout, uuid, left.flat());
}

/** Leaves a file alone that is gone, is another one, or was given to somebody else meanwhile. */
async function giveBack({ path, identity, from, to }: LentFile): Promise<void> {
  const present = await stat(path).catch(undefinedIfGone);
  if (present === undefined || `${present.dev}:${present.ino}` !== identity || present.uid !== to) return;
  await lchown(path, from, sameGroup);
}

/** For what may have been removed meanwhile. */
export function undefinedIfGone(error: unknown): undefined {
  if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
    return undefined;
  throw error;
}

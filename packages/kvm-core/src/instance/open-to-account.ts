import { chmod, chown, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Account } from "../model/account.ts";
import type { InstanceSpec } from "../model/spec.ts";
import type { Layout, ProcessPaths } from "../state-dir/index.ts";
import { type FileToLend, type Lender, lendFiles, undefinedIfGone, writtenFiles } from "./lend-files.ts";
import { serialLog } from "./open-ports.ts";
import { uefiFiles } from "./uefi-firmware.ts";

/** Anybody may go through, to what is open to them; nobody sees what there is. */
const passable = 0o711;
/** The same for one group only. */
const passableToGroup = 0o710;
const closed = 0o600;
/** For chown(2): stays as it is. */
const same = -1;

/** An instance that is about to start. */
export interface Starting {
  readonly services: Lender;
  readonly uuid: string;
  readonly spec: InstanceSpec;
  /** It has a recovery monitor. */
  readonly recoverable?: boolean;
}

/**
 * Opens to QEMU's account what QEMU needs of this host, and nothing else: its process directory, its serial logs, its
 * UEFI variables and the disks that its guest writes to. All of it is there already, made by us.
 */
export async function openToAccount(
  starting: Starting,
  {
    account,
    undo,
    paths,
  }: {
    readonly account: Account;
    readonly undo: AsyncDisposableStack;
    readonly paths: ProcessPaths;
  },
): Promise<void> {
  const { services, uuid, spec } = starting;
  const { layout } = services;
  // Beside the lending, which waits for the disk.
  const opened = openOwn(starting, account, paths);
  opened.catch(() => undefined);
  const logs = spec.serial.map(({ log }, port) => serialLog(layout, { uuid, port, kept: log }));
  const kept: FileToLend[] = logs.map((path) => ({ path, disk: null }));
  const uefi = await uefiFiles(spec, layout.uefiVariables(uuid));
  if (uefi !== undefined) {
    await letThroughState(layout, [layout.instancesDir, dirname(uefi.vars)], account);
    kept.push({ path: uefi.vars, disk: null });
  }
  await lendFiles(services, { uuid, account, undo }, [...kept, ...writtenFiles(spec.disks)]);
  await opened;
}

/** What dies with the process: its directory and what lies in it; and the way there. */
async function openOwn(
  { services, uuid, spec, recoverable }: Starting,
  { uid }: Account,
  paths: ProcessPaths,
): Promise<void> {
  const { runDir, logDir } = services.layout.directories;
  const passed = [runDir, logDir, services.layout.logDir(uuid)].map((path) => chmod(path, passable));
  const own = [
    ...spec.serial.map((_port, index) => `${paths.serial(index)}.in`),
    ...(spec.cloudInit === undefined ? [] : [paths.seed]),
    ...(recoverable ? [`${paths.recoveryMonitor}.in`] : []),
  ];
  await Promise.all([...passed, ...own.map((path) => chown(path, uid, same))]);
  // Last: from now on names in there are QEMU's own, and we follow none.
  await chown(paths.dir, uid, same);
}

/**
 * Lets the account's group through the state directory and directories in it, whose names are not to be seen. Files beside
 * them that others could read, as SQLite makes them, are closed before.
 */
export async function letThroughState(
  layout: Layout,
  directories: readonly string[],
  { gid }: Account,
): Promise<void> {
  const { stateDir } = layout.directories;
  for (const entry of await readdir(stateDir, { withFileTypes: true })) {
    if (entry.isFile()) await chmod(join(stateDir, entry.name), closed).catch(undefinedIfGone);
  }
  for (const path of [stateDir, ...directories]) {
    await chown(path, same, gid);
    await chmod(path, passableToGroup);
  }
}

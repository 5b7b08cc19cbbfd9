import { chmod } from "node:fs/promises";
import { type QemuUser, whyClosedTo } from "../host/index.ts";
import { GantryError } from "../model/error.ts";
import type { Layout } from "../state-dir/index.ts";

/** Whoever knows a name below may go to it; nobody sees which names there are. */
const passable = 0o711;

/**
 * Lets QEMU's account through the run and log directories to what will be its own there.
 *
 * @throws GantryError `path_refused` when a directory above is closed to it.
 */
export async function letThrough({ directories }: Layout, user: QemuUser): Promise<void> {
  const account = user.accountFor("00000000-0000-4000-8000-000000000000");
  for (const path of [directories.runDir, directories.logDir]) {
    await chmod(path, passable);
    const closed = await whyClosedTo(account, path, "enter");
    if (closed === undefined) continue;
    throw new GantryError("path_refused", {
      message: `QEMU runs as ${user.name}, and ${closed.message}.`,
      hint: `Let it through with \`${closed.fix}\`, choose other directories, or set GANTRY_QEMU_USER.`,
      details: { path, account: user.name },
    });
  }
}

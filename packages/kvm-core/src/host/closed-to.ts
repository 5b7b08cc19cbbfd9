import { execFile } from "node:child_process";
import type { Stats } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Account } from "../model/account.ts";

/** Why an account cannot use a path, and what to do about it. */
export interface Closed {
  readonly message: string;
  readonly fix: string;
}

/** What an account wants with a path: to write implies to read. */
export type Wish = "read" | "write" | "enter";

const bitsOf: Record<Wish, number> = { read: 0o4, write: 0o6, enter: 0o1 };

/** Whether the mode of a file lets an account without further groups do this. */
export function allows(
  { uid, gid, mode }: Pick<Stats, "uid" | "gid" | "mode">,
  account: Account,
  wish: Wish,
): boolean {
  const bits = bitsOf[wish];
  if (uid === account.uid) return ((mode >> 6) & bits) === bits;
  if (gid === account.gid) return ((mode >> 3) & bits) === bits;
  return (mode & bits) === bits;
}

/**
 * Why a process of this account could not use a path that is there; undefined when it could.
 *
 * @param wish `become owner` asks only for what stays in the way of a file's own owner.
 */
export async function whyClosedTo(
  account: Account,
  path: string,
  wish: "read" | "enter" | "become owner",
): Promise<Closed | undefined> {
  const real = await realpath(path);
  const parents = parentsOf(real);
  const found = await Promise.all([...parents, real].map((one) => stat(one)));
  for (const [index, parent] of parents.entries()) {
    const stats = found[index];
    if (
      stats === undefined ||
      allows(stats, account, "enter") ||
      (await mayAfterAll(account, parent, "enter"))
    )
      continue;
    return {
      message: `the directory ${parent} cannot be entered by uid ${account.uid}, which QEMU runs as`,
      fix: `chmod o+x ${parent}`,
    };
  }
  const own = found.at(-1);
  if (own === undefined) return undefined;
  if (wish === "become owner") {
    const { gid, mode } = own;
    if (allows(own, account, "write") || allows({ uid: account.uid, gid, mode }, account, "write"))
      return undefined;
    return { message: `${path} cannot be written by its own owner`, fix: `chmod u+rw ${path}` };
  }
  if (allows(own, account, wish) || (await mayAfterAll(account, real, wish))) return undefined;
  const message = `${path} cannot be ${wish === "read" ? "read" : "entered"} by uid ${account.uid}, which QEMU runs as`;
  // Its group rather than everybody: others of this host need not read what guests read.
  const fix = wish === "read" ? `chgrp ${account.gid} ${path} && chmod g+r ${path}` : `chmod o+x ${path}`;
  return { message, fix };
}

/** Access lists and network file systems know better than the mode: then the kernel is asked, as that account. */
async function mayAfterAll({ uid, gid }: Account, path: string, wish: "read" | "enter"): Promise<boolean> {
  return await promisify(execFile)("test", [wish === "read" ? "-r" : "-x", path], {
    uid,
    gid,
    cwd: "/",
  }).then(
    () => true,
    () => false,
  );
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...parentsOf(parent), parent];
}
